/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A set of patterns matched together over one text. Every pattern gives the literals that any match
 * must contain; one walk over the text finds those of all patterns (text/literal_index.h), and a
 * literal's hit is confirmed by PCRE2 JIT on the whole text with start offset and offset
 * limit. Where a match may begin any distance before its literal, a hit has the whole text matched;
 * so has a pattern without a literal, always. The answers are those of matching every pattern
 * alone. PCRE2 syntax (pcre2pattern(3)), UTF and UCP; no `(*VERB)`, `\C` or callouts. The only user
 * of PCRE2.
 */
#ifndef KUSTODE_TEXT_PATTERN_H
#define KUSTODE_TEXT_PATTERN_H

#include <stdbool.h>

#include "text/limits.h"
#include "text/span.h"

typedef enum PatternKind {
    PATTERN_REGEX,  /* for canonical text: letters with accents also match their base letters, and
                       ä ö ü ø å ß their two-letter forms; capitals and other impossible literals
                       are errors */
    PATTERN_PHRASE, /* the same, but every character stands for itself; whole words only */
    PATTERN_RAW, /* a regex over text as written, case matters unless (?i): no folding, no check of
                    literals */
} PatternKind;

typedef enum PatternError {
    PATTERN_ERROR_SYNTAX,     /* PCRE2 refused it; the message names the offset */
    PATTERN_ERROR_FORBIDDEN,  /* a verb, \C, a callout, or too long */
    PATTERN_ERROR_IMPOSSIBLE, /* a literal that canonical text can never contain; the folded one is
                                 shown */
    PATTERN_ERROR_EMPTY,      /* matches the empty text */
} PatternError;

#define PATTERN_ERROR (pattern_error_quark())
GQuark pattern_error_quark(void);

typedef struct PatternSet PatternSet; /* immutable once compiled; may be shared by threads */

PatternSet *pattern_set_new(const Limits *limits);
void pattern_set_free(PatternSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternSet, pattern_set_free)

/*
 * Adds a pattern and returns its number, counted from 0, or -1 with `error` and, in `offset` (may
 * be NULL), the byte of `source` at which it is wrong.
 */
int pattern_set_add(PatternSet *set, PatternKind kind, Span source, size_t *offset, GError **error);

/* Indexes the literals. No pattern can be added afterwards; matching needs it. */
void pattern_set_compile(PatternSet *set);

size_t pattern_set_count(const PatternSet *set);

/* Whether the pattern is found by its literals; one that is not is worth a warning of `check`. */
bool pattern_set_has_literal(const PatternSet *set, int pattern);

/* Whether PCRE2's JIT is at work. */
bool pattern_jit_is_alive(void);

/* The version of PCRE2 in use, as for `-V`; caller's. */
char *pattern_library_version(void);

/* What one matching needs of its own: match data, JIT stack, the count of work. One per thread or
 * post. */
typedef struct PatternMatcher PatternMatcher;
PatternMatcher *pattern_matcher_new(const PatternSet *set);
void pattern_matcher_free(PatternMatcher *matcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternMatcher, pattern_matcher_free)

/* Matching the next post: the counts of work and the limits met begin anew. */
void pattern_matcher_reset(PatternMatcher *matcher);

/* Without the prefilter every pattern is matched over the whole text; the answers must not differ.
 * For tests and benchmarks. */
void pattern_matcher_use_prefilter(PatternMatcher *matcher, bool use);

/*
 * A hit of `pattern` at the half-open byte range [start, end). True asks for further hits of the
 * same pattern in this text, false is content with it. Hits of one pattern come in ascending order
 * and do not overlap.
 */
typedef bool (*PatternHitFunction)(int pattern, size_t start, size_t end, void *user);

/*
 * Matches all patterns over `utf8`, which must be valid UTF-8. `wanted` (may be NULL: all) has one
 * byte a pattern, 0 for those that are of no interest here.
 */
void pattern_matcher_run(PatternMatcher *matcher, Span utf8, const unsigned char *wanted,
                         PatternHitFunction on_hit, void *user);

/* LIMIT_RULE and LIMIT_SCAN, when met since the last reset. */
LimitSet pattern_matcher_limits(const PatternMatcher *matcher);

/* Whether this pattern failed (its limits, a JIT stack error) since the last reset: then "no hit"
 * is no answer. */
bool pattern_matcher_failed(const PatternMatcher *matcher, int pattern);

#endif
