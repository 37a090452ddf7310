/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/mailbox_from_line.h"

/* Longer ones are no dates; the address may take some words ("a at b"). */
enum { MOST_WORDS = 24 };

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static bool is_one_of(Span word, const char *const *names, size_t count)
{
    if (word.length == 4 && word.text[3] == ',') {
        word.length = 3;
    }
    for (size_t i = 0; i < count; i++) {
        if (span_equals_ascii_caseless(word, names[i])) {
            return true;
        }
    }
    return false;
}

/* The kind of a word of a date: `w`eekday, `m`onth, `d`ay, `y`ear, `t`ime, or `?`. */
static char word_kind(Span word)
{
    if (is_one_of(word, weekdays, G_N_ELEMENTS(weekdays))) {
        return 'w';
    }
    if (is_one_of(word, months, G_N_ELEMENTS(months))) {
        return 'm';
    }
    size_t digits = 0;
    while (digits < word.length && g_ascii_isdigit(word.text[digits])) {
        digits++;
    }
    if (digits == word.length) {
        return digits == 4 ? 'y' : digits == 1 || digits == 2 ? 'd' : '?';
    }
    return digits >= 1 && digits <= 2 && word.text[digits] == ':' ? 't' : '?';
}

/* The kinds of the words of `text`, one letter each. */
static void read_kinds(Span text, char kinds[MOST_WORDS + 1])
{
    size_t count = 0;
    size_t at = 0;
    while (at < text.length && count < MOST_WORDS) {
        size_t start = at;
        while (at < text.length && !g_ascii_isspace(text.text[at])) {
            at++;
        }
        if (at > start) {
            kinds[count++] = word_kind(span_slice(text, start, at));
        }
        at++;
    }
    kinds[count] = '\0';
}

bool is_from_line(Span line)
{
    if (!span_starts_with(line, "From ")) {
        return false;
    }
    char kinds[MOST_WORDS + 1];
    read_kinds(span_slice(line, strlen("From "), line.length), kinds);
    return strstr(kinds, "wmdt") != NULL || strstr(kinds, "wdmyt") != NULL;
}
