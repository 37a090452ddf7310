/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/in_flight.h"

#include <glib.h>

static GMutex mutex;
static GCond changed;
static unsigned count;
static bool is_leaving;

bool in_flight_begin(void)
{
    g_mutex_lock(&mutex);
    bool may_begin = !is_leaving;
    count += may_begin;
    g_mutex_unlock(&mutex);
    return may_begin;
}

void in_flight_end(void)
{
    g_mutex_lock(&mutex);
    g_assert(count > 0);
    count--;
    g_cond_signal(&changed);
    g_mutex_unlock(&mutex);
}

unsigned in_flight_finish(unsigned seconds)
{
    gint64 end = g_get_monotonic_time() + (gint64)seconds * G_TIME_SPAN_SECOND;
    g_mutex_lock(&mutex);
    is_leaving = true;
    while (count > 0 && g_cond_wait_until(&changed, &mutex, end)) {
    }
    unsigned left = count;
    g_mutex_unlock(&mutex);
    return left;
}
