/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The process that reads the configuration and, when it is good, becomes the zygote of that
 * generation. Forked by the supervisor, which has given up root by then and never parses itself.
 */
#ifndef KUSTODE_DAEMON_READING_H
#define KUSTODE_DAEMON_READING_H

#include "daemon/identity.h"
#include "daemon/report.h"

typedef struct ReadingOrder {
    const char *path;         /* NULL: the default */
    const Report *former;     /* the generation in force, or NULL */
    bool from_former;         /* read its files, not those on disk */
    bool only_report;         /* no zygote: is it good? */
    const Identity *identity; /* to become before anything is parsed; NULL: root is given up */
} ReadingOrder;

/* The process; its end of `control` in `control`, the report comes over it (reading_receive). -1
 * with errno. */
pid_t reading_start(const ReadingOrder *order, int *control);

/*
 * Waits for the report and the roster of that process (-1: none, the configuration is wrong). NULL
 * when it died without. Caller's.
 */
Report *reading_receive(int control, int *roster);

#endif
