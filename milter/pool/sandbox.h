/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a judging process may still do: compute, answer, end. Resource limits (setrlimit(2)) and a
 * system call filter (seccomp(2)) through libseccomp.
 */
#ifndef KUSTODE_POOL_SANDBOX_H
#define KUSTODE_POOL_SANDBOX_H

#include <stdbool.h>

#include <glib.h>

/* Can this system filter calls at all? False with `error` telling why not. */
bool sandbox_is_possible(GError **error);

/*
 * Locks this process in, for good. Afterwards only the descriptor `channel` is open. With
 * `with_filter` false nothing else is done: a debugger or a sanitizer needs memory and calls.
 */
bool sandbox_enter(int channel, bool with_filter, GError **error);

#endif
