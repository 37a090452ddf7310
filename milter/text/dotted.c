/* SPDX-License-Identifier: BSD-2-Clause */
#include "dotted.h"

#include <string.h>

#include "letter.h"

static bool is_separator(char c)
{
    return c != '\0' && strchr(".-_*+~", c) != NULL;
}

static size_t letter_end(Span text, size_t at)
{
    return at + (size_t)g_utf8_skip[(unsigned char)text.text[at]];
}

static bool is_letter_at(Span text, size_t at, size_t end)
{
    return at < end && is_lone_letter(g_utf8_get_char(text.text + at));
}

/* Behind the last of the letters that begin at `start` and stand alone between equal signs. */
static size_t run_end(Span text, size_t start, size_t end, size_t *letters)
{
    size_t last = letter_end(text, start);
    char sign = last < end ? text.text[last] : '\0';
    *letters = 1;
    while (is_separator(sign) && last < end && text.text[last] == sign &&
           is_letter_at(text, last + 1, end)) {
        size_t next = letter_end(text, last + 1);
        if (next < end && is_part_of_word(g_utf8_get_char(text.text + next))) {
            break;
        }
        last = next;
        (*letters)++;
    }
    return last;
}

DottedRun dotted_run_in(Span text, size_t at, size_t end, bool is_open)
{
    enum { FEWEST_LETTERS = 4 };
    bool is_inside_word = false;
    while (at < end) {
        size_t next = letter_end(text, at), letters;
        if (!is_inside_word && is_letter_at(text, at, end) && next < end &&
            is_separator(text.text[next])) {
            size_t last = run_end(text, at, end, &letters);
            bool is_cut = is_open && (at == 0 || last == text.length);
            if (letters >= FEWEST_LETTERS && !is_cut) {
                return (DottedRun){ .start = at, .end = last };
            }
            next = last;
        }
        is_inside_word = is_part_of_word(g_utf8_get_char(text.text + at));
        at = next;
    }
    return (DottedRun){ .start = end, .end = end };
}
