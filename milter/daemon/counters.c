/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/counters.h"

#include <sys/mman.h>

/* Of the rows of lists and the text of the error. */
static GMutex mutex;

Counters *counters_new(void)
{
    void *memory =
        mmap(NULL, sizeof(Counters), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void counters_reset_gauges(Counters *counters)
{
    atomic_store(&counters->judging, 0);
    atomic_store(&counters->idle, 0);
}

static uint64_t posts_of(const ListCounter *list)
{
    uint64_t posts = 0;
    for (int i = 0; i < N_VERDICTS; i++) {
        posts += list->verdicts[i];
    }
    return posts;
}

/* Its row, or that of the list with fewest posts, which it takes over. */
static ListCounter *row_of(Counters *counters, const char *address)
{
    ListCounter *fewest = &counters->lists[0];
    for (int i = 0; i < COUNTED_LISTS; i++) {
        ListCounter *list = &counters->lists[i];
        if (strcmp(list->address, address) == 0) {
            return list;
        }
        if (posts_of(list) < posts_of(fewest)) {
            fewest = list;
        }
    }
    *fewest = (ListCounter){ 0 };
    g_strlcpy(fewest->address, address, LIST_BYTES);
    return fewest;
}

static void note_outcome(Counters *counters, const Outcome *outcome)
{
    atomic_fetch_add(&counters->verdicts[outcome->verdict], 1);
    for (int i = 0; i < N_LIMITS; i++) {
        if ((outcome->limits & limit_bit(i)) != 0) {
            atomic_fetch_add(&counters->limits[i], 1);
        }
    }
    if (outcome->list != NULL && outcome->list[0] != '\0') {
        row_of(counters, outcome->list)->verdicts[outcome->verdict]++;
    }
}

void counters_note_outcomes(Counters *counters, const Judgement *judgement)
{
    g_mutex_lock(&mutex);
    for (guint i = 0; i < judgement->outcomes->len; i++) {
        note_outcome(counters, g_ptr_array_index(judgement->outcomes, i));
    }
    g_mutex_unlock(&mutex);
}

void counters_note_failure(Counters *counters, const Judgement *judgement, const char *queue_id)
{
    char text[ERROR_BYTES];
    g_snprintf(text, sizeof text, "%s: %s", queue_id, judgement->failure);
    for (char *p = text; *p != '\0'; p++) {
        *p = *p < ' ' || *p > '~' ? '?' : *p;
    }
    atomic_fetch_add(&counters->failures[judgement->failed_by], 1);
    g_mutex_lock(&mutex);
    memcpy(counters->error, text, sizeof text);
    g_mutex_unlock(&mutex);
    atomic_store(&counters->error_at, g_get_real_time() / G_USEC_PER_SEC);
}
