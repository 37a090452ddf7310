/* SPDX-License-Identifier: BSD-2-Clause */
/* The front as the supervisor holds it: its process, the link to it, when to start it again. */
#ifndef KUSTODE_DAEMON_FRONT_PROCESS_H
#define KUSTODE_DAEMON_FRONT_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "daemon/backoff.h"
#include "daemon/front.h"
#include "daemon/report.h"

typedef struct FrontProcess {
    int listen_fd, lock_fd;
    Counters *counters;
    pid_t pid; /* 0: none */
    int link;  /* -1: none */
    Backoff backoff;
    gint64 due; /* when to start it; 0: it is there, or is not to be started again */
} FrontProcess;

void front_process_start(FrontProcess *front);

/* Hands it a generation; closes both descriptors. False when there is no front to take it. */
bool front_process_serve(FrontProcess *front, const Report *report, int control, int roster);

/* Tells it to leave when the posts in flight are done. */
void front_process_leave(FrontProcess *front);

/* It has ended, as of waitpid(2). */
void front_process_ended(FrontProcess *front, int status);

#endif
