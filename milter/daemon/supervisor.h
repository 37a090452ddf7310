/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The process that an init system knows: opens the sockets, gives up root, starts the front and the
 * zygotes, starts them again with back-off should they die, answers `kustode status` and `reload`.
 * Holds nothing of any post, parses nothing. One thread, so that it may fork.
 */
#ifndef KUSTODE_DAEMON_SUPERVISOR_H
#define KUSTODE_DAEMON_SUPERVISOR_H

#include "daemon/options.h"

/* Until the daemon is told to leave; the exit status. */
int supervisor_run(const Options *options);

#endif
