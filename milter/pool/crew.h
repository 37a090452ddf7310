/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The workers of one generation as the asking side sees them: who is idle, who is asked, who died
 * of what. Thread-safe: many connections ask at once, each a worker of its own.
 */
#ifndef KUSTODE_POOL_CREW_H
#define KUSTODE_POOL_CREW_H

#include "pool/judging.h"

typedef struct Crew Crew;

typedef enum CrewFailure {
    CREW_ANSWERED,
    CREW_BUSY,   /* nobody was free in time: the sender may try again */
    CREW_KILLED, /* the worker died of the post: a signal, memory, a forbidden call */
    CREW_LATE,   /* it took longer than a post may */
    CREW_LIED,   /* its answer was no judgement */
    N_CREW_FAILURES
} CrewFailure;

/* What a failure is called in log and status: "killed" ...; static. */
const char *crew_failure_name(CrewFailure failure);

/* `control` leads to a zygote, and is taken over. At most `most` workers live at a time. */
Crew *crew_new(int control, unsigned most);
void crew_free(Crew *crew);

/*
 * One post, one worker, never a second one when it fails. NULL with the reason in `failure`, and in
 * `cause` (caller's) what is known of it, for the log.
 */
Judgement *crew_judge(Crew *crew, const JudgingRequest *request, CrewFailure *failure,
                      char **cause);

typedef struct CrewCounts {
    unsigned idle, busy;
    uint64_t by_failure[N_CREW_FAILURES];
} CrewCounts;
CrewCounts crew_counts(Crew *crew);

#endif
