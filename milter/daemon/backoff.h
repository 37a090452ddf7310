/* SPDX-License-Identifier: BSD-2-Clause */
/* When to start again what has died: at once the first time, then after ever longer pauses. */
#ifndef KUSTODE_DAEMON_BACKOFF_H
#define KUSTODE_DAEMON_BACKOFF_H

#include <glib.h>

typedef struct Backoff {
    unsigned deaths; /* since it last lived long */
    gint64 since;    /* when it was started, monotonic */
} Backoff;

void backoff_note_start(Backoff *backoff);

/* It died: the monotonic time to start it again. */
gint64 backoff_next_start(Backoff *backoff);

#endif
