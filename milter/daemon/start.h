/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What only root may do, before root is given up for good: sockets, pid file. And the way into the
 * background, whose parent returns when the daemon serves or has failed.
 */
#ifndef KUSTODE_DAEMON_START_H
#define KUSTODE_DAEMON_START_H

#include "daemon/control.h"
#include "daemon/options.h"
#include "daemon/report.h"

typedef struct Started {
    Listener *listener;
    Control control;
    char *pid_path; /* NULL: none */
    int pid_fd;
    bool uses_spool; /* as start_check found */
    int parent;      /* pipe to the process that was started by hand; -1: in the foreground */
} Started;

/* Forks unless in the foreground; the parent does not come back. False when that fails. */
bool start_detached(Started *started, const Options *options);

/* Opens what the service needs, and gives up root. False with `error` (START_ERROR). */
bool start_open(Started *started, const Options *options, const Service *service, GError **error);

/* Has the whole configuration read by a process that is the daemon's user already, while there is a
 * terminal to print its errors on. False with `status` when there are some. */
bool start_check(Started *started, const Options *options, const Service *service, int *status);

/* Lets go of the terminal. */
void start_leave_terminal(const Started *started);

/* Tells the waiting parent how it went: 0, or the exit status. The second call does nothing. */
void start_tell_parent(Started *started, int status);

void started_clear(Started *started);

#endif
