/* SPDX-License-Identifier: BSD-2-Clause */
/* Ranges of a text replaced, all at once; whatever is in none of them stays byte for byte. */
#ifndef KUSTODE_TEXT_SPLICES_H
#define KUSTODE_TEXT_SPLICES_H

#include "text/span.h"

typedef struct Splices Splices;

Splices *splices_new(void);
void splices_free(Splices *splices);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Splices, splices_free)

/* [start, end) becomes `text`, copied. Of ranges that overlap the earlier one stands. */
void splices_add(Splices *splices, size_t start, size_t end, Span text);

/* The bytes after it all; caller's. */
GString *splices_apply(Splices *splices, Span bytes);

#endif
