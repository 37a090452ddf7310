/* SPDX-License-Identifier: BSD-2-Clause */
#include "spaced.h"

#include "letter.h"

/* A word of one letter, punctuation at its ends allowed. */
typedef struct Single {
    size_t end;
    bool has_lead, has_trail;
} Single;

/* Not `>`, which may be the end of a quote mark once words are joined. */
static size_t skip_punctuation(Span text, size_t at)
{
    enum { MOST_PUNCTUATION = 3 };
    for (int i = 0; i < MOST_PUNCTUATION && at < text.length; i++) {
        if (!g_ascii_ispunct(text.text[at]) || text.text[at] == '>') {
            break;
        }
        at++;
    }
    return at;
}

static bool find_single(Span text, size_t start, Single *single)
{
    size_t letter = skip_punctuation(text, start);
    if (letter >= text.length || !is_lone_letter(g_utf8_get_char(text.text + letter))) {
        return false;
    }
    size_t letter_end = letter + (size_t)g_utf8_skip[(unsigned char)text.text[letter]];
    single->end = skip_punctuation(text, letter_end);
    single->has_lead = letter > start;
    single->has_trail = single->end > letter_end;
    return single->end == text.length || is_blank_at(text, single->end);
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Cheap for nearly all words: two letters in front, and it is none. */
static bool may_be_single(Span text, size_t at)
{
    return at + 1 >= text.length || !is_ascii_letter(text.text[at]) ||
           !is_ascii_letter(text.text[at + 1]);
}

/*
 * Wide gaps mean nothing where two letters stand alone side by side. So no two of them are left,
 * and the canonical form of the outcome is the outcome.
 */
SpacedRun spaced_run_at(Span text, size_t start, bool is_open)
{
    enum { FEWEST_LETTERS = 3 };
    SpacedRun run = { .end = start };
    Single single;
    size_t group = 0, last_group = 0;

    for (size_t at = start; may_be_single(text, at) && find_single(text, at, &single);) {
        bool is_cut = is_open && (at == 0 || single.end == text.length);
        if (is_cut || (run.letters > 0 && single.has_lead)) {
            break;
        }
        run.letters++;
        run.end = single.end;
        group++;
        Gap gap = gap_at(text, single.end, false);
        if (single.has_trail || gap.is_paragraph || gap.end == text.length) {
            break;
        }
        at = gap.end;
        if (gap.is_wide) {
            run.is_one_word |= group == 1 && last_group == 1;
            last_group = group;
            group = 0;
        }
    }
    run.is_one_word |= group == 1 && last_group == 1;
    if (run.letters < FEWEST_LETTERS) {
        run = (SpacedRun){ .end = start };
    }
    return run;
}
