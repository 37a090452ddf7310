/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/identifier_shape.h"

/* The next run of digits in `text` from `*at`, which moves behind it; empty when there is none. */
static Span next_digits(Span text, size_t *at)
{
    while (*at < text.length && !g_ascii_isdigit(text.text[*at])) {
        (*at)++;
    }
    size_t start = *at;
    while (*at < text.length && g_ascii_isdigit(text.text[*at])) {
        (*at)++;
    }
    return span_slice(text, start, *at);
}

/* The last word, without the letters of `prefix` where it begins with them. */
static Span last_word(Span text, Span prefix)
{
    size_t start = text.length;
    while (start > 0 && text.text[start - 1] != ' ') {
        start--;
    }
    Span word = span_slice(text, start, text.length);
    bool begins = prefix.length > 0 && word.length > prefix.length &&
                  g_ascii_strncasecmp(word.text, prefix.text, prefix.length) == 0;
    return begins ? span_slice(word, prefix.length, word.length) : word;
}

static void write_word(GString *out, Span word, char style)
{
    for (size_t i = 0; i < word.length; i++) {
        bool is_capital = style == '^' || (style == '~' && i == 0);
        g_string_append_c(out, is_capital ? g_ascii_toupper(word.text[i]) : word.text[i]);
    }
}

char *identifier_write(const char *shape, Span found)
{
    GString *out = g_string_new(NULL);
    size_t at = 0, complete = 0;

    for (const char *sign = shape; *sign != '\0'; sign++) {
        if (strchr("*^~", *sign) != NULL) {
            write_word(out, last_word(found, span_make(shape, (size_t)(sign - shape))), *sign);
            complete = out->len;
        } else if (*sign == '%') {
            Span digits = next_digits(found, &at);
            if (digits.length == 0) {
                break;
            }
            g_string_append_len(out, digits.text, (gssize)digits.length);
            complete = out->len;
        } else {
            g_string_append_c(out, *sign);
        }
    }
    g_string_truncate(out, complete);
    return g_string_free(out, FALSE);
}
