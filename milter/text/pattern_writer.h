/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The place in a pattern that is being read, and the pattern that is being written from it; shared
 * by the readers of the parts of its grammar. What was wrong first is kept.
 */
#ifndef KUSTODE_TEXT_PATTERN_WRITER_H
#define KUSTODE_TEXT_PATTERN_WRITER_H

#include "literals.h"
#include "pattern_reader.h"

/* Options that a pattern may set inside itself, `(?i)`, for the rest of a group. */
typedef struct PatternOptions {
    bool caseless, extended, dot_all;
} PatternOptions;

typedef struct PatternWriter {
    Span source;
    size_t at;
    GString *out;
    OffsetMap *map; /* out -> source */
    PatternOptions options;
    bool is_quoted;     /* between \Q and \E */
    bool in_lookbehind; /* where all alternatives must be of one length */
    bool crosses_paragraphs;
    bool is_opaque; /* its literals prove nothing: \G, or what PCRE2's releases read differently */
    unsigned depth;
    bool is_phrase, is_raw;
    GString *run;        /* literal characters in a row, as canonical text has them */
    GArray *run_places;  /* size_t: where in the source each byte of the run stands */
    size_t last_literal; /* where in `run` the last of them begins */
    GError *error;
    size_t error_at;
} PatternWriter;

static inline bool writer_is_at_end(const PatternWriter *writer)
{
    return writer->error != NULL || writer->at >= writer->source.length;
}

/* The byte at `ahead` bytes from here, or 0 past the end. */
static inline char writer_peek(const PatternWriter *writer, size_t ahead)
{
    size_t at = writer->at + ahead;
    return at < writer->source.length ? writer->source.text[at] : '\0';
}

static inline bool writer_sees(const PatternWriter *writer, const char *text)
{
    return span_starts_with(span_slice(writer->source, writer->at, writer->source.length), text);
}

/* Copies the source up to `end`, or the end of it. */
void writer_copy_to(PatternWriter *writer, size_t end);

/* Writes `text` for the next `length` bytes of the source. */
void writer_replace(PatternWriter *writer, const char *text, size_t length);

/* Copies through the next `last`, or everything where there is none. */
void writer_copy_through(PatternWriter *writer, char last);

void writer_fail(PatternWriter *writer, PatternError code, size_t at, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* `text` so that each of its characters stands for itself; caller's. */
char *pattern_escaped(const char *text);

/*
 * One literal character, written in the source by `length` bytes: writes all its spellings and
 * keeps it for the check of the run.
 */
Piece writer_literal(PatternWriter *writer, gunichar c, size_t length);

/* Whether canonical text can contain the literals since the last call; fails where it cannot. */
void writer_check_run(PatternWriter *writer);

/* A quantifier follows the literal just written: it stands for itself in the check. */
void writer_part_last_literal(PatternWriter *writer);

#endif
