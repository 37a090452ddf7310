/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Forwards without any mark: somebody puts a foreign text below a few words of his own. No sign is
 * sure; borders between paragraphs are weighed by a table of signs, and the best one counts when
 * enough of them agree.
 */
#ifndef KUSTODE_MAIL_PASTED_H
#define KUSTODE_MAIL_PASTED_H

#include "post_facts.h"
#include "text_lines.h"

typedef struct Pasted {
    size_t first, stop;  /* lines of the foreign text, half open */
    unsigned confidence; /* percent */
    GPtrArray *evidence; /* char *, the caller's */
} Pasted;

/* Whether a foreign text begins in the poster's own lines [first, stop), which hold no mark of one.
 * Bounded work. */
bool pasted_find(const TextLines *lines, const PostFacts *facts, size_t first, size_t stop,
                 Pasted *pasted);

/* ---- tables (pasted_words.c) */

/* By what a poster introduces what he brings: "ich hänge ... hier an". */
typedef struct Introduction {
    Span phrase;      /* of the table, static; empty: none */
    bool is_received; /* it says that the text came from elsewhere */
} Introduction;

/* The first introduction in a folded text, one that says where it came from before others. */
Introduction pasted_introduction(Span folded);

/* Whether a line opens a letter, notice or warning that nobody writes to a list himself. */
bool pasted_is_letter_opening(Span line);

/* "BERLIN (Reuters) -": the dateline of an agency; "By NAME": of a reporter. */
bool pasted_is_dateline(Span line);
bool pasted_is_byline(Span line);

/* An agency, a newspaper, "staff writer". */
bool pasted_names_agency(Span line);

#endif
