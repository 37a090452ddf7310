/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many phrases looked for at one place of a folded text at once: by their first three bytes. What
 * tables of words by language are searched with, at a cost that does not grow with the number of
 * languages.
 */
#ifndef KUSTODE_MAIL_PHRASE_INDEX_H
#define KUSTODE_MAIL_PHRASE_INDEX_H

#include "text/span.h"

/* The phrases of a language that mean the same, separated by bars; each of three bytes or more. */
typedef struct PhraseRow {
    const char *language; /* ISO 639-1, or NULL */
    unsigned meaning;     /* what the user of the table calls it */
    const char *phrases;
} PhraseRow;

typedef struct Phrase {
    Span text; /* folded; lives as long as the index */
    const PhraseRow *row;
} Phrase;

typedef struct PhraseIndex PhraseIndex;

/* `rows` must live as long as the index, which is never freed: made once a table. */
const PhraseIndex *phrase_index_new(const PhraseRow *rows, size_t count);

/* The longest phrase that stands in `text` at byte `at`, or NULL. */
const Phrase *phrase_index_find(const PhraseIndex *index, Span text, size_t at);

#endif
