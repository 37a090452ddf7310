/* SPDX-License-Identifier: BSD-2-Clause */
/* The tool's side of the daemon's control socket, and what is said over it. */
#ifndef KUSTODE_POOL_CONTROL_CALL_H
#define KUSTODE_POOL_CONTROL_CALL_H

#include <glib.h>

/* One byte; the answer is an exit status (int) with a sealed text. */
typedef enum ControlRequest {
    CONTROL_STATUS = 's',
    CONTROL_STATUS_JSON = 'j',
    CONTROL_RELOAD = 'r', /* answered when the files as they were then are in force, or refused */
} ControlRequest;

/*
 * Asks the daemon behind the socket at `path` and waits. Its exit status, and in `text` (caller's)
 * what it said; -1 with `error` when nobody answers.
 */
int control_call(const char *path, ControlRequest request, char **text, GError **error);

#endif
