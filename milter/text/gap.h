/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What stands between two words of folded text: white space, line ends, and the quote marks behind
 * them.
 */
#ifndef KUSTODE_TEXT_GAP_H
#define KUSTODE_TEXT_GAP_H

#include "text/span.h"

typedef struct Gap {
    size_t end;        /* where the next word begins, or the text ends */
    bool is_paragraph; /* a blank line is in it */
    bool is_wide;      /* two blanks or more in one line */
} Gap;

/* Empty where a word begins at `start`. `at_line_start`: quote marks may stand there at once. */
Gap gap_at(Span text, size_t start, bool at_line_start);

/* Folded text has no control characters but white space. */
static inline bool is_blank_at(Span text, size_t at)
{
    return (unsigned char)text.text[at] <= ' ';
}

#endif
