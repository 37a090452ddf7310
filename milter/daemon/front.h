/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The process that talks to the MTA: libmilter's threads on a socket that is open already. SIGUSR1
 * makes it read the configuration again, SIGUSR2 makes it leave once the posts in flight are done.
 */
#ifndef KUSTODE_DAEMON_FRONT_H
#define KUSTODE_DAEMON_FRONT_H

#include "settings/config.h"

enum { FRONT_RELOAD = SIGUSR1, FRONT_LEAVE = SIGUSR2, FRONT_LEAVE_SECONDS = 10 };

/* Serves `listen_fd`, with these policies until the first reload, which reads `path` (NULL: the
 * default). Never returns; both signals must be blocked. */
G_NORETURN void front_run(int listen_fd, const char *path, Config *config);

#endif
