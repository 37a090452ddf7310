/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing a derived text and its map in one go: every step says how many bytes it puts out and how
 * many of the source they stand for, so that text and map cannot drift apart.
 */
#ifndef KUSTODE_TEXT_DERIVATION_H
#define KUSTODE_TEXT_DERIVATION_H

#include <stdbool.h>
#include <stdint.h>

#include "text/offset_map.h"
#include "text/span.h"

typedef struct Derivation {
    GString *text;
    OffsetMap *map;    /* NULL: nobody asks for the way back */
    size_t most_bytes; /* of text; SIZE_MAX: no maximum */
    bool is_cut;       /* more would have come: the maximum was reached */
} Derivation;

/* `count` units, each an equal share of `derived` for the next `source_each` source bytes. */
static inline void derive_units(Derivation *to, Span derived, size_t source_each, size_t count)
{
    if (to->is_cut || derived.length > to->most_bytes - to->text->len) {
        to->is_cut = true;
        return;
    }
    g_string_append_len(to->text, derived.text, (gssize)derived.length);
    if (to->map != NULL) {
        offset_map_append(to->map, derived.length / count, source_each, count);
    }
}

/* One unit: `derived` for the next `source` bytes of the source. An empty one leaves them out. */
static inline void derive(Derivation *to, Span derived, size_t source)
{
    derive_units(to, derived, source, 1);
}

/* The next source bytes are taken over one by one. */
static inline void derive_copy(Derivation *to, Span verbatim)
{
    size_t length = MIN(verbatim.length, to->most_bytes - to->text->len);
    if (to->is_cut || verbatim.length == 0) {
        return;
    }
    g_string_append_len(to->text, verbatim.text, (gssize)length);
    if (to->map != NULL && length > 0) {
        offset_map_append(to->map, 1, 1, length);
    }
    to->is_cut = length < verbatim.length;
}

/* The next source bytes are left out. */
static inline void derive_skip(Derivation *to, size_t source)
{
    if (to->map != NULL && !to->is_cut && source > 0) {
        offset_map_append(to->map, 0, source, 1);
    }
}

#endif
