/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/generation.h"

static GMutex mutex;
static GCond changed;
static Generation *in_force;

Generation *generation_new(Judging *judging, LogFrom log_from, const char *spool)
{
    Generation *generation = g_new0(Generation, 1);
    g_atomic_ref_count_init(&generation->references);
    generation->judging = judging;
    generation->log_from = log_from;
    generation->spool = g_strdup(spool);
    return generation;
}

void generation_unref(Generation *generation)
{
    if (generation != NULL && g_atomic_ref_count_dec(&generation->references)) {
        judging_unref(generation->judging);
        g_free(generation->spool);
        g_free(generation);
    }
}

void generation_announce(Generation *generation)
{
    g_mutex_lock(&mutex);
    Generation *before = in_force;
    in_force = generation;
    g_cond_broadcast(&changed);
    g_mutex_unlock(&mutex);
    generation_unref(before);
}

bool generation_is_there(void)
{
    g_mutex_lock(&mutex);
    bool is_there = in_force != NULL;
    g_mutex_unlock(&mutex);
    return is_there;
}

bool generation_wait_for_another(const Generation *generation, unsigned seconds)
{
    gint64 end = g_get_monotonic_time() + (gint64)seconds * G_TIME_SPAN_SECOND;
    g_mutex_lock(&mutex);
    bool is_in_time = true;
    while (in_force == generation && is_in_time) {
        is_in_time = g_cond_wait_until(&changed, &mutex, end);
    }
    bool has_changed = in_force != generation;
    g_mutex_unlock(&mutex);
    return has_changed;
}

Generation *generation_in_force(void)
{
    g_mutex_lock(&mutex);
    Generation *generation = in_force;
    g_atomic_ref_count_inc(&generation->references);
    g_mutex_unlock(&mutex);
    return generation;
}
