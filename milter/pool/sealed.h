/* SPDX-License-Identifier: BSD-2-Clause */
/* Data that one process hands to another as a descriptor: a memfd that nobody can change any more
 * (memfd_create(2)). */
#ifndef KUSTODE_POOL_SEALED_H
#define KUSTODE_POOL_SEALED_H

#include <glib.h>

/* -1 with `error` when the system has none to give. Sinks `value`. */
int sealed_new(GVariant *value, GError **error);

/* What is behind the descriptor, which stays the caller's; NULL when it is not sealed or nothing of
 * that type. The pages are shared, not copied. Caller's. */
GVariant *sealed_read(int fd, const GVariantType *type);

#endif
