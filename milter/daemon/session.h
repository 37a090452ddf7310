/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What libmilter calls: an SMTP session of the MTA, with any number of posts one after the other.
 * Each call-back turns its arguments into the pieces of a Post; the last one has it judged.
 */
#ifndef KUSTODE_DAEMON_SESSION_H
#define KUSTODE_DAEMON_SESSION_H

#include <libmilter/mfapi.h>

#include "daemon/counters.h"

extern const struct smfiDesc session_callbacks;

/* Where posts are counted; set before the first session. */
extern Counters *session_counters;

#endif
