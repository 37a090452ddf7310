/* SPDX-License-Identifier: BSD-2-Clause */
#include "emphasis.h"

#include <string.h>

#include "letter.h"

static bool is_among(const char *signs, char c)
{
    return c != '\0' && strchr(signs, c) != NULL;
}

static bool is_mark(char c)
{
    return is_among("*_~", c);
}

static bool is_word_before(Span text, size_t at)
{
    const char *before = g_utf8_find_prev_char(text.text, text.text + at);
    return before != NULL && is_part_of_word(g_utf8_get_char(before));
}

static bool has_two_letters(Span text, size_t at, size_t end)
{
    int letters = 0;
    while (at < end && letters < 2) {
        letters += is_part_of_word(g_utf8_get_char(text.text + at));
        at += (size_t)g_utf8_skip[(unsigned char)text.text[at]];
    }
    return letters == 2;
}

Emphasis emphasis_of(Span text, size_t at, size_t end, bool is_open)
{
    Emphasis none = { .start = at, .end = end };
    size_t start = at, close = end;
    while (start < end && is_mark(text.text[start])) {
        start++;
    }
    if (!has_two_letters(text, start, end)) {
        return none;
    }
    while (close > start && is_among(".,;:!?)\"'", text.text[close - 1])) {
        close--;
    }
    size_t marks_end = close;
    while (close > start && is_mark(text.text[close - 1])) {
        close--;
    }
    bool opens = is_part_of_word(g_utf8_get_char(text.text + start)) && !(is_open && at == 0);
    bool closes = close < marks_end && close > start && is_word_before(text, close) &&
                  !(is_open && end == text.length);
    return (Emphasis){
        .start = opens ? start : at,
        .end = closes ? close : end,
        .marks = closes ? marks_end - close : 0,
    };
}
