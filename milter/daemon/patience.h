/* SPDX-License-Identifier: BSD-2-Clause */
/* How long a post waits for a judging process. In a file of its own so that a test, which has less
 * of it, can put another in its place. */
#ifndef KUSTODE_DAEMON_PATIENCE_H
#define KUSTODE_DAEMON_PATIENCE_H

/* Then 451: a flood must not buy passage. */
extern const unsigned patience_seconds;

/* How often the MTA is told meanwhile that we are at it. */
extern const unsigned progress_seconds;

#endif
