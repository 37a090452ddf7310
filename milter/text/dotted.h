/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * d.o.t.t.e.d words in folded text: four letters or more, each pair parted by the same sign. Fewer
 * are an acronym: U.S.A., e.g.
 */
#ifndef KUSTODE_TEXT_DOTTED_H
#define KUSTODE_TEXT_DOTTED_H

#include <stdbool.h>

#include "text/span.h"

typedef struct DottedRun {
    size_t start, end; /* from its first letter to behind its last */
} DottedRun;

/*
 * The first run between `at`, where a word begins or goes on, and `end`; none: start and end are
 * `end`. `is_open`: letters at the ends of `text` may go on outside, and end no run.
 */
DottedRun dotted_run_in(Span text, size_t at, size_t end, bool is_open);

#endif
