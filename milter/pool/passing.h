/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages between processes that carry descriptors with them (unix(7), SCM_RIGHTS). */
#ifndef KUSTODE_POOL_PASSING_H
#define KUSTODE_POOL_PASSING_H

#include <stdbool.h>
#include <stddef.h>

enum { PASSED_MOST = 3 };

/* The bytes as one message, never waiting for room; false when the other side is gone. */
bool pass_send(int socket, const void *bytes, size_t length, const int *descriptors, int count);

/*
 * Exactly so many bytes, in one message, with exactly `count` descriptors or with none, then -1
 * each. False at the end, and when it was anything else; nothing is left open then.
 */
bool pass_receive(int socket, void *bytes, size_t length, int *descriptors, int count);

#endif
