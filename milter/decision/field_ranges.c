/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/field_ranges.h"

static Span field_name(Span line)
{
    size_t colon = span_find(line, ':', 0);
    if (colon == line.length || colon == 0 || g_ascii_isspace(line.text[0])) {
        return span_make(NULL, 0);
    }
    Span name = span_trim(span_slice(line, 0, colon));
    for (size_t i = 0; i < name.length; i++) {
        if (name.text[i] <= ' ' || name.text[i] > '~') {
            return span_make(NULL, 0);
        }
    }
    return name;
}

GArray *field_ranges(Span raw)
{
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(FieldRange));
    for (size_t start = 0, end; start < raw.length; start = end) {
        end = MIN(span_find(raw, '\n', start) + 1, raw.length);
        Span line = span_slice(raw, start, end);
        bool continues = line.text[0] == ' ' || line.text[0] == '\t';
        if (continues && fields->len > 0) {
            g_array_index(fields, FieldRange, fields->len - 1).end = end;
            continue;
        }
        Span name = field_name(line);
        if (name.length == 0) {
            break;
        }
        FieldRange field = { name, start, end };
        g_array_append_val(fields, field);
    }
    return fields;
}

size_t field_ranges_end(const GArray *fields)
{
    return fields->len == 0 ? 0 : g_array_index(fields, FieldRange, fields->len - 1).end;
}

size_t field_ranges_body_start(Span raw, const GArray *fields)
{
    size_t end = field_ranges_end(fields);
    size_t newline = span_find(raw, '\n', end);
    bool is_blank = span_trim(span_slice(raw, end, newline)).length == 0;
    return is_blank ? MIN(newline + 1, raw.length) : end;
}

GHashTable *field_ranges_by_name(const GArray *fields)
{
    GHashTable *by_name =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    for (guint i = 0; i < fields->len; i++) {
        Span name = g_array_index(fields, FieldRange, i).name;
        char *key = g_ascii_strdown(name.text, (gssize)name.length);
        GArray *indexes = g_hash_table_lookup(by_name, key);
        if (indexes == NULL) {
            indexes = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(by_name, key, indexes);
        } else {
            g_free(key);
        }
        g_array_append_val(indexes, i);
    }
    return by_name;
}
