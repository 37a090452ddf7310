/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/backoff.h"

enum {
    STEADY_SECONDS = 60, /* what lived so long did not die of its start */
    LONGEST_PAUSE_SECONDS = 30,
    LONGEST_SHIFT = 5, /* 2^5 > LONGEST_PAUSE_SECONDS */
};

void backoff_note_start(Backoff *backoff)
{
    backoff->since = g_get_monotonic_time();
}

gint64 backoff_next_start(Backoff *backoff)
{
    gint64 now = g_get_monotonic_time();
    if (now - backoff->since > STEADY_SECONDS * G_TIME_SPAN_SECOND) {
        backoff->deaths = 0;
    }
    unsigned deaths = backoff->deaths++;
    unsigned doubled = deaths == 0 ? 0 : 1u << MIN(deaths - 1, (unsigned)LONGEST_SHIFT);
    return now + MIN(doubled, (unsigned)LONGEST_PAUSE_SECONDS) * G_TIME_SPAN_SECOND;
}
