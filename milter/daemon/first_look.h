/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What must be known before root is given up: socket, pid file, and whom to become. The main file
 * says so, which somebody else may have written: root only reads its bytes; a process that is
 * nobody, and may do nothing but compute, parses them.
 */
#ifndef KUSTODE_DAEMON_FIRST_LOOK_H
#define KUSTODE_DAEMON_FIRST_LOOK_H

#include "daemon/report.h"

/* A report whose `service` alone counts. NULL with `status`, the errors printed. Caller's. */
Report *first_look(const char *path, int *status);

#endif
