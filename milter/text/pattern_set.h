/* SPDX-License-Identifier: BSD-2-Clause */
/* What a compiled set of patterns consists of; for pattern.c, which builds it, and
 * pattern_matcher.c. */
#ifndef KUSTODE_TEXT_PATTERN_SET_H
#define KUSTODE_TEXT_PATTERN_SET_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "text/pattern.h"

#include "literal_index.h"
#include "pattern_reader.h"

typedef struct Pattern {
    pcre2_code *code;
    PatternReading *reading; /* the literals and bounds found in it */
} Pattern;

/* A pattern that needs a literal. */
typedef struct LiteralOwner {
    unsigned pattern;
    unsigned before; /* characters from the start of a match to the literal, at most; or NO_LIMIT */
} LiteralOwner;

#define NO_LIMIT UINT_MAX

struct PatternSet {
    Limits limits;
    GPtrArray *patterns; /* Pattern */
    pcre2_compile_context *compiling;
    LiteralIndex *literals; /* NULL until compiled */
    unsigned *first_owner;  /* one a literal, and one more: where its patterns begin in `owners` */
    LiteralOwner *owners;
    GArray *unaided; /* unsigned: the patterns without literals */
};

static inline const Pattern *pattern_at(const PatternSet *set, size_t number)
{
    return g_ptr_array_index(set->patterns, number);
}

#endif
