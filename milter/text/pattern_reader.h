/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our reader of patterns: rewrites what canonical text spells in several ways (pcre2pattern(3)
 * syntax in, the same out), refuses what it can never contain, and finds the literals that any
 * match must contain and how far a match may begin before the end of one.
 */
#ifndef KUSTODE_TEXT_PATTERN_READER_H
#define KUSTODE_TEXT_PATTERN_READER_H

#include "text/offset_map.h"
#include "text/pattern.h"

#include "literals.h"

typedef struct PatternReading {
    GString *rewritten; /* what PCRE2 gets */
    OffsetMap *map;     /* rewritten -> source */
    GPtrArray
        *literals; /* char *: one of them is in every match; NULL: the whole text must be matched */
    size_t reach;  /* characters from the start of a match to the end of its literal, at most */
    size_t longest; /* characters of a match, at most; NO_BOUND: any number */
    bool crosses_paragraphs;
} PatternReading;

/* NULL with `error` and the byte `offset` of the source where it is wrong. Syntax errors are left
 * to PCRE2. */
PatternReading *pattern_read(PatternKind kind, Span source, size_t *offset, GError **error);
void pattern_reading_free(PatternReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternReading, pattern_reading_free)

#endif
