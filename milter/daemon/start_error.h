/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What keeps the daemon from starting: errors whose code is the exit status of interfaces.md
 * (sysexits.h has the same numbers).
 */
#ifndef KUSTODE_DAEMON_START_ERROR_H
#define KUSTODE_DAEMON_START_ERROR_H

#include <sysexits.h>

#include <glib.h>

#define START_ERROR g_quark_from_static_string("kustode-start-error")

#endif
