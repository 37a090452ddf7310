/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * s p a c e d words in folded text: three words or more of one letter each, in a row.
 */
#ifndef KUSTODE_TEXT_SPACED_H
#define KUSTODE_TEXT_SPACED_H

#include "gap.h"

typedef struct SpacedRun {
    size_t letters, end; /* 0 letters: none */
    bool is_one_word;    /* else wide gaps in it are those between words */
} SpacedRun;

/*
 * The run that begins with the word at `start`. `is_open`: the first and the last word of `text`
 * may go on outside, and count as longer ones.
 */
SpacedRun spaced_run_at(Span text, size_t start, bool is_open);

#endif
