/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/printable.h"

static bool is_unprintable(gunichar c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
}

gunichar printable_character(gunichar c)
{
    return is_unprintable(c) ? 0xfffd : c;
}

void append_printable(GString *out, Span text, size_t most)
{
    static const gunichar replacement = 0xfffd, ellipsis = 0x2026;
    const char *p = text.text, *end = text.text + text.length;
    bool was_blank = false;
    for (size_t count = 0; p < end; count++) {
        gunichar c = g_utf8_get_char_validated(p, end - p);
        bool is_valid = c != (gunichar)-1 && c != (gunichar)-2;
        if (count == most) {
            g_string_append_unichar(out, ellipsis);
            return;
        }
        bool is_blank = is_valid && c < 0x80 && g_ascii_isspace((char)c);
        if (is_blank && !was_blank) {
            g_string_append_c(out, ' ');
        } else if (!is_blank) {
            g_string_append_unichar(out, !is_valid || is_unprintable(c) ? replacement : c);
        }
        was_blank = is_blank;
        p = is_valid ? g_utf8_next_char(p) : p + 1;
    }
}

char *printable(const char *text, size_t most)
{
    GString *out = g_string_new(NULL);
    append_printable(out, span_of(text), most);
    return g_string_free(out, FALSE);
}
