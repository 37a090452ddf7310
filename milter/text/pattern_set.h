/* SPDX-License-Identifier: BSD-2-Clause */
/* What a compiled set of patterns consists of; for pattern.c, which builds it, and
 * pattern_matcher.c. */
#ifndef KUSTODE_TEXT_PATTERN_SET_H
#define KUSTODE_TEXT_PATTERN_SET_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "text/pattern.h"

#include "automaton.h"
#include "pattern_reader.h"

typedef struct Pattern {
    pcre2_code *code;
    PatternReading *reading; /* the literals and bounds found in it */
} Pattern;

struct PatternSet {
    Limits limits;
    GPtrArray *patterns; /* Pattern */
    pcre2_compile_context *compiling;
    Automaton *automaton; /* NULL until compiled */
    GPtrArray *owners;    /* GArray of unsigned: the patterns that need literal i */
    GArray *unaided;      /* unsigned: the patterns without literals */
};

static inline const Pattern *pattern_at(const PatternSet *set, size_t number)
{
    return g_ptr_array_index(set->patterns, number);
}

#endif
