/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first half of canonical text, character by character: NFKC and case folding (Unicode TR15,
 * TR31's NFKC_Casefold), composed; what a reader does not see is gone, typographic quotes and
 * dashes are those of ASCII, letters of ornament are letters, accents that compose with nothing are
 * dropped. White space comes out as ASCII.
 */
#ifndef KUSTODE_TEXT_FOLDING_H
#define KUSTODE_TEXT_FOLDING_H

#include "text/offset_map.h"
#include "text/span.h"

typedef struct Folding {
    char *text; /* valid UTF-8; ASCII letters without accents may still be capitals; not
                   NUL-terminated */
    size_t length;
    OffsetMap *map;   /* text -> source */
    GArray *capitals; /* size_t: where Greek letters stand in text whose capitals look like other
                         Latin letters */
} Folding;

/* Whether folding would change nothing but ASCII capitals: printable ASCII and its white space. */
bool folding_is_needless(Span utf8);

Folding *folding_new(Span utf8);
void folding_free(Folding *folding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Folding, folding_free)

#endif
