/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the front has done so far, in memory that it shares with the supervisor, which tells it to
 * whoever asks: it outlives the front. Only the front writes.
 */
#ifndef KUSTODE_DAEMON_COUNTERS_H
#define KUSTODE_DAEMON_COUNTERS_H

#include <stdatomic.h>

#include "pool/judging.h"

enum {
    N_VERDICTS = VERDICT_ERROR + 1,
    COUNTED_LISTS = 256, /* when there are more, the one with fewest posts makes room */
    LIST_BYTES = 256,    /* an address has at most 254 (RFC 5321 4.5.3.1.3) */
    ERROR_BYTES = 256,
};

typedef struct ListCounter {
    char address[LIST_BYTES]; /* "": free */
    uint64_t verdicts[N_VERDICTS];
} ListCounter;

typedef struct Counters {
    atomic_uint judging; /* posts being judged, or waiting for a process */
    atomic_uint idle;    /* processes without work when a post was last answered */
    _Atomic uint64_t failures[N_JUDGING_FAILURES];
    _Atomic uint64_t verdicts[N_VERDICTS];
    _Atomic uint64_t limits[N_LIMITS];
    ListCounter lists[COUNTED_LISTS];
    _Atomic int64_t error_at; /* seconds since 1970; 0: never */
    char error[ERROR_BYTES];  /* why a post could last not be judged, printable ASCII */
} Counters;

/* Shared with every process forked afterwards; NULL when the system has no memory. */
Counters *counters_new(void);

/* A new front: nothing is being judged. */
void counters_reset_gauges(Counters *counters);

/* Any thread. */
void counters_note_outcomes(Counters *counters, const Judgement *judgement);

/* Of a judgement that has a `failure`. Any thread. */
void counters_note_failure(Counters *counters, const Judgement *judgement, const char *queue_id);

#endif
