/* SPDX-License-Identifier: BSD-2-Clause */
/* What a process forked by the supervisor keeps open. */
#ifndef KUSTODE_DAEMON_DESCRIPTORS_H
#define KUSTODE_DAEMON_DESCRIPTORS_H

#include <stddef.h>

/*
 * Closes all but 0 to 2 and these, where -1 stands for none: what it holds of another process's
 * channel would keep that from ever seeing its end. Sorts `kept`.
 */
void descriptors_keep(int *kept, size_t count);

#endif
