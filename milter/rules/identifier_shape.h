/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Identifiers as their issuers write them, from the folded form that patterns see. In a shape `%`
 * is the next run of digits of what was found, where there is one; `*`, `^` and `~`, at the end,
 * are the last word without what the shape begins with: as it is, in capitals, or with a capital in
 * front. All else stands for itself.
 */
#ifndef KUSTODE_RULES_IDENTIFIER_SHAPE_H
#define KUSTODE_RULES_IDENTIFIER_SHAPE_H

#include "text/span.h"

/* Caller's. */
char *identifier_write(const char *shape, Span found);

#endif
