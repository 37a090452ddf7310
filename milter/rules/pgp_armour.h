/* SPDX-License-Identifier: BSD-2-Clause */
/* A clear-signed text (RFC 9580 7), as far as its frame goes: whether it is whole, not whether the
 * signature is true. */
#ifndef KUSTODE_RULES_PGP_ARMOUR_H
#define KUSTODE_RULES_PGP_ARMOUR_H

#include "text/span.h"

typedef enum ArmourState { ARMOUR_NONE, ARMOUR_CUT, ARMOUR_COMPLETE } ArmourState;

/*
 * The first one that begins in [start, end) of `text` and where that is, in `begin`; how it goes on
 * is read to the end of the text, since a signature can be a layer of its own. Quote marks before a
 * line do not matter. Linear.
 */
ArmourState pgp_armour_find(Span text, size_t start, size_t end, size_t *begin);

#endif
