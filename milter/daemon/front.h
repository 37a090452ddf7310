/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The process that talks to the MTA: libmilter's threads on a socket that is open already. It
 * parses neither mail nor configuration; generations come to it over a link from the supervisor.
 */
#ifndef KUSTODE_DAEMON_FRONT_H
#define KUSTODE_DAEMON_FRONT_H

#include <limits.h>

#include "daemon/counters.h"
#include "records/log.h"

enum { FRONT_LEAVE_SECONDS = 10 };

/* What the supervisor says over the link. Without a supervisor (end of file) the front leaves. */
typedef struct FrontOrder {
    enum {
        FRONT_SERVE, /* a new generation; its zygote's control and its roster come along */
        FRONT_LEAVE, /* once the posts in flight are done */
    } what;
    unsigned workers;
    LogFrom log_from;
    char spool[PATH_MAX];
} FrontOrder;
enum { ORDER_CONTROL, ORDER_ROSTER, N_ORDER_DESCRIPTORS };

/* Comes back when the generation is in force. */
enum { FRONT_SERVES = 's' };

/* Never returns; SIGTERM must be blocked. */
G_NORETURN void front_run(int listen_fd, int link, Counters *counters);

#endif
