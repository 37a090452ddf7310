/* SPDX-License-Identifier: BSD-2-Clause */
#include "pattern_reader.h"

#include <stdint.h>

PatternReading *pattern_read(PatternKind kind, Span source, size_t *offset, GError **error)
{
    PatternReading *reading = g_new0(PatternReading, 1);
    (void)offset;
    (void)error;
    reading->rewritten = g_string_new(NULL);
    reading->map = offset_map_new();
    reading->longest = SIZE_MAX;
    if (kind == PATTERN_PHRASE) {
        g_autofree char *literal = span_copy(source);
        g_autofree char *escaped = g_regex_escape_string(literal, -1);
        g_string_append_printf(reading->rewritten, "\\b%s\\b", escaped);
    } else {
        g_string_append_len(reading->rewritten, source.text, (gssize)source.length);
    }
    offset_map_append(reading->map, 1, 1, reading->rewritten->len);
    return reading;
}

void pattern_reading_free(PatternReading *reading)
{
    if (reading == NULL) {
        return;
    }
    g_string_free(reading->rewritten, TRUE);
    offset_map_free(reading->map);
    g_clear_pointer(&reading->literals, g_ptr_array_unref);
    g_free(reading);
}
