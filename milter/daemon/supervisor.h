/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The process that an init system knows: opens the socket, gives up root, starts the front, starts
 * it again with back-off should it die, hands on signals. Holds nothing of any post. One thread, so
 * that it may fork.
 */
#ifndef KUSTODE_DAEMON_SUPERVISOR_H
#define KUSTODE_DAEMON_SUPERVISOR_H

#include "daemon/options.h"
#include "settings/config.h"

/* Until the daemon is told to leave; the exit status. Takes over `config`. */
int supervisor_run(const Options *options, Config *config);

#endif
