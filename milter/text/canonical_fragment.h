/* SPDX-License-Identifier: BSD-2-Clause */
/* For pattern alone: the canonical form of a piece cut out of a pattern. */
#ifndef KUSTODE_TEXT_CANONICAL_FRAGMENT_H
#define KUSTODE_TEXT_CANONICAL_FRAGMENT_H

#include "text/span.h"

/* As canonical_literal, but the first and the last word may go on outside the fragment. Caller's.
 */
char *canonical_fragment(Span fragment);

#endif
