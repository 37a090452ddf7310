/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Emphasis as people type it in plain text: *bold*, _italic_, ~struck~. The marks at the ends of a
 * word say nothing and part it from its neighbours.
 */
#ifndef KUSTODE_TEXT_EMPHASIS_H
#define KUSTODE_TEXT_EMPHASIS_H

#include <stdbool.h>

#include "text/span.h"

typedef struct Emphasis {
    size_t start; /* where the word begins behind its opening marks */
    size_t end;   /* where its closing marks begin, or the punctuation behind them */
    size_t marks; /* how many of those there are */
} Emphasis;

/*
 * Of the word from `at` to `end`. A lone letter keeps its marks: without them it could become part
 * of a spaced word. `is_open`: at the ends of `text` the word may go on.
 */
Emphasis emphasis_of(Span text, size_t at, size_t end, bool is_open);

#endif
