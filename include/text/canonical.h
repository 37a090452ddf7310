/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The form of text that patterns see: NFKC and case folding, umlauts composed; look-alike letters
 * folded inside words that mix scripts; zero-width characters and soft hyphens gone; s p a c e d
 * words joined; quote marks at line starts gone; typographic quotes and dashes those of ASCII;
 * accents that compose with no letter gone; a paragraph break one `\n`, all other white space one
 * blank. Unicode TR15, TR39 (skeletons, restricted to mixed words). Idempotent: a canonical text,
 * its paragraphs set apart by blank lines, is its own canonical form.
 */
#ifndef KUSTODE_TEXT_CANONICAL_H
#define KUSTODE_TEXT_CANONICAL_H

#include <stdbool.h>

#include "text/offset_map.h"
#include "text/span.h"

typedef struct Canonical {
    char *text; /* valid UTF-8, NUL after the last byte */
    size_t length;
    OffsetMap *map; /* canonical -> the text it was made from */
} Canonical;

/* `utf8` must be valid UTF-8. Linear time whatever the text. */
Canonical *canonical_new(Span utf8);
void canonical_free(Canonical *canonical);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Canonical, canonical_free)

static inline Span canonical_span(const Canonical *canonical)
{
    return span_make(canonical->text, canonical->length);
}

/*
 * The form in which a literal of a rule would stand in canonical text, blanks at its ends kept:
 * what `check` shows when a rule asks for what can never occur. Caller's.
 */
char *canonical_literal(Span literal);

#endif
