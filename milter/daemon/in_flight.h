/* SPDX-License-Identifier: BSD-2-Clause */
/* How many posts are under way, from DATA to their end, so that leaving can wait for them. Any
 * thread. */
#ifndef KUSTODE_DAEMON_IN_FLIGHT_H
#define KUSTODE_DAEMON_IN_FLIGHT_H

#include <stdbool.h>

/* One more; false when the daemon is leaving and takes no further post. */
bool in_flight_begin(void);

/* One less. */
void in_flight_end(void);

/* Takes no further post and waits until there is none, or the time is over; how many are left. */
unsigned in_flight_finish(unsigned seconds);

#endif
