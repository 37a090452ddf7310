/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The workers of one generation as the asking side sees them: who is idle, who is asked, who died
 * of what. Thread-safe: many connections ask at once, each a worker of its own.
 */
#ifndef KUSTODE_POOL_CREW_H
#define KUSTODE_POOL_CREW_H

#include "pool/judging.h"

typedef struct Crew Crew;

/* `control` leads to a zygote, and is taken over. At most `most` workers live at a time. */
Crew *crew_new(int control, unsigned most);
void crew_free(Crew *crew);

/*
 * One post, one worker, never a second one when it fails. NULL with the reason in `failure`, and in
 * `cause` (caller's) what is known of it, for the log.
 */
Judgement *crew_judge(Crew *crew, const JudgingRequest *request, JudgingFailure *failure,
                      char **cause);

/* Has at least so many workers, or as many as may live; fewer when the zygote gives none. */
void crew_hire(Crew *crew, unsigned count);

/* How many there are, and how many of them wait for work. */
unsigned crew_alive(Crew *crew);
unsigned crew_idle(Crew *crew);

#endif
