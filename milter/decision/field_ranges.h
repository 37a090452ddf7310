/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A header block as an MTA reads it: fields up to the first line that is neither a field nor a
 * continuation. Found without a parser, since a shell may edit what no parser could read.
 */
#ifndef KUSTODE_DECISION_FIELD_RANGES_H
#define KUSTODE_DECISION_FIELD_RANGES_H

#include <glib.h>

#include "text/span.h"

typedef struct FieldRange {
    Span name;
    size_t start, end;
} FieldRange;

/* FieldRange, in order; the caller's. */
GArray *field_ranges(Span raw);

/* Where the last field ends; 0 without any. */
size_t field_ranges_end(const GArray *fields);

/* Where the body begins: behind the fields and the blank line. */
size_t field_ranges_body_start(Span raw, const GArray *fields);

/* lower-case name -> GArray of indexes (guint) in `fields`, in order: no edit has to search. The
 * caller's. */
GHashTable *field_ranges_by_name(const GArray *fields);

#endif
