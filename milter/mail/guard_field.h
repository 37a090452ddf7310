/* SPDX-License-Identifier: BSD-2-Clause */
/* What of one field GMime must not see. Private to mail/guard. */
#ifndef KUSTODE_MAIL_GUARD_FIELD_H
#define KUSTODE_MAIL_GUARD_FIELD_H

#include <stdbool.h>

#include "text/limits.h"
#include "text/span.h"

typedef enum FieldKind { FIELD_PLAIN, FIELD_ADDRESSES, FIELD_CONTENT } FieldKind;

FieldKind field_kind(Span name);

/* Whether the value is too long, or nests deeper than GMime's address parser may recurse. */
bool addresses_are_hostile(Span value, const Limits *limits);

/*
 * Calls `blank` for each range of a Content-* value, half open, that goes beyond the limits: what
 * follows the last byte or parameter allowed, and the rest of a word longer than a boundary may be.
 */
typedef void (*BlankRange)(void *guard, size_t start, size_t end);
void content_excess(Span value, const Limits *limits, BlankRange blank, void *guard);

#endif
