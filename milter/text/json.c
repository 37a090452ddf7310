/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/json.h"

/* g_utf8_validate_len stops at a NUL as well, which JSON can hold. */
static json_t *repaired_string(Span text)
{
    g_autoptr(GString) valid = g_string_sized_new(text.length);
    while (text.length > 0) {
        const char *end;
        if (g_utf8_validate_len(text.text, text.length, &end)) {
            g_string_append_len(valid, text.text, (gssize)text.length);
            break;
        }
        size_t length = (size_t)(end - text.text);
        g_string_append_len(valid, text.text, (gssize)length);
        g_string_append_len(valid, *end == '\0' ? end : "\357\277\275", *end == '\0' ? 1 : 3);
        text = span_slice(text, length + 1, text.length);
    }
    return json_stringn_nocheck(valid->str, valid->len);
}

json_t *json_span(Span text)
{
    if (text.text == NULL) {
        return json_null();
    }
    json_t *value = json_stringn(text.text, text.length);
    return value != NULL ? value : repaired_string(text);
}

json_t *json_text(const char *text)
{
    return json_span(span_of(text));
}

/* Points are sums of decimal fractions: with 15 digits 0.1 + 0.2 prints as 0.3. */
json_t *json_points(double points)
{
    return json_real((double)(int64_t)(points * 100 + (points < 0 ? -0.5 : 0.5)) / 100);
}

char *json_line(json_t *value)
{
    char *line = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    g_assert(line != NULL);
    json_decref(value);
    return line;
}
