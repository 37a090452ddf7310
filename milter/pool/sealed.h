/* SPDX-License-Identifier: BSD-2-Clause */
/* Data that one process hands to another as a descriptor: a memfd that nobody can change any more
 * (memfd_create(2)). */
#ifndef KUSTODE_POOL_SEALED_H
#define KUSTODE_POOL_SEALED_H

#include "text/span.h"

/* -1 with `error` when the system has none to give. */
int sealed_new(Span bytes, GError **error);
int sealed_new_of(GVariant *value, GError **error); /* sinks `value` */

/* What is behind the descriptor, which stays the caller's; NULL when it is not sealed. The pages
 * are shared, not copied. Caller's. */
GBytes *sealed_read(int fd);

/* The same as a value; NULL also when it is none of that type. */
GVariant *sealed_read_as(int fd, const GVariantType *type);

#endif
