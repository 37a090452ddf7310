/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of pcre2pattern(3)'s grammar, each read where it begins: written to the other side, and
 * what is known of its matches returned.
 */
#ifndef KUSTODE_TEXT_PATTERN_GRAMMAR_H
#define KUSTODE_TEXT_PATTERN_GRAMMAR_H

#include "pattern_writer.h"

/* Up to the bracket that closes them, or the end. */
Piece pattern_read_alternatives(PatternWriter *writer);

Piece pattern_read_group(PatternWriter *writer);  /* at `(` */
Piece pattern_read_class(PatternWriter *writer);  /* at `[` */
Piece pattern_read_escape(PatternWriter *writer); /* at a backslash */

/*
 * Whether the escape at `at` stands for one character, as `\x{e4}` does; which, and the offset
 * behind it.
 */
bool pattern_character_escape(Span source, size_t at, gunichar *c, size_t *end);

#endif
