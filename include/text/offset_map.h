/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way from a derived text back to its source: one map a stage (transfer decoding, charset,
 * HTML, flowed, canonical). Built by appending in order, looked up by bisection, composed only for
 * hits that are shown. Plain text costs one run.
 */
#ifndef KUSTODE_TEXT_OFFSET_MAP_H
#define KUSTODE_TEXT_OFFSET_MAP_H

#include <stddef.h>

#include <glib.h>

typedef struct OffsetMap OffsetMap;

OffsetMap *offset_map_new(void);
void offset_map_free(OffsetMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffsetMap, offset_map_free)

/*
 * Appends `count` units, each `derived` bytes that stem from `source` bytes: (1, 1, n) for n bytes
 * taken over, (0, n, 1) for n source bytes left out, (n, 0, 1) for text that was put in, (1, 3, 1)
 * for `=C3` of quoted-printable, (3, 4, 19) for a line of base64. Neighbours of the same shape
 * join.
 */
void offset_map_append(OffsetMap *map, size_t derived, size_t source, size_t count);

/*
 * Puts `upper` on top of `lower`, whose derived text is the source of `upper`: from now on `upper`
 * leads all the way to the source of `lower`. Takes over `lower`. Nothing may be appended to either
 * afterwards.
 */
void offset_map_stack(OffsetMap *upper, OffsetMap *lower);

/* How many bytes of derived and of source text the map covers so far. */
size_t offset_map_derived_length(const OffsetMap *map);
size_t offset_map_source_length(const OffsetMap *map);

/*
 * Where the unit that holds derived byte `offset` begins in the source: the start of a range.
 * Source bytes left out just before it are not included. At or past the end: the source length. A
 * NULL map is the identity, here and below.
 */
size_t offset_map_start(const OffsetMap *map, size_t offset);

/*
 * Where the unit that holds derived byte `offset - 1` ends in the source: the end of a half-open
 * range that ends at `offset`. 0 gives 0.
 */
size_t offset_map_end(const OffsetMap *map, size_t offset);

/* The first derived offset whose source start is at or after `source`: the other direction. */
size_t offset_map_derived(const OffsetMap *map, size_t source);

#endif
