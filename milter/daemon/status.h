/* SPDX-License-Identifier: BSD-2-Clause */
/* What `kustode status` prints: one object, as JSON or as lines of `key: value`. */
#ifndef KUSTODE_DAEMON_STATUS_H
#define KUSTODE_DAEMON_STATUS_H

#include "daemon/counters.h"
#include "daemon/succession.h"

/* With a line end; caller's. */
char *status_json(const Succession *succession, const Counters *counters);
char *status_text(const Succession *succession, const Counters *counters);

#endif
