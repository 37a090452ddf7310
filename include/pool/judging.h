/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * "Judge these bytes": the one call that both shells make. Whether a process of its own answers or
 * this one is hidden here.
 */
#ifndef KUSTODE_POOL_JUDGING_H
#define KUSTODE_POOL_JUDGING_H

#include "decision/plan.h"
#include "decision/presentation.h"

typedef struct Judging Judging;

/* Takes over `policies`. Reference counted, thread-safe: a transaction keeps the generation it
 * began with. */
Judging *judging_new_in_process(Policies *policies);
/*
 * The same, by processes of their own: a zygote is forked from here, so this process must not have
 * threads yet. At most `workers` judge at a time. Without `has_filter` they may make any system
 * call (sanitizers need that).
 */
Judging *judging_new_with_workers(Policies *policies, unsigned workers, bool has_filter,
                                  GError **error);

/*
 * The same with a zygote that is there already and may be any process's child: `control` leads to
 * it, and is taken over; so is `roster` (pool/roster), its lists as this side sees them.
 */
Judging *judging_new_from_zygote(int control, Policies *roster, unsigned workers);

/* Twice the cores, at least 4: while one waits for memory another computes. */
unsigned judging_default_workers(void);

Judging *judging_ref(Judging *judging);
void judging_unref(Judging *judging);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Judging, judging_unref)

/*
 * Has so many judging processes at once, as far as they may live, so that the first posts need not
 * wait for them to be born.
 */
void judging_hire(Judging *judging, unsigned workers);

/* How many judging processes there are, and how many of them wait for work. */
unsigned judging_workers(const Judging *judging);
unsigned judging_idle_workers(const Judging *judging);

/* The configured lists: what a shell needs to know before judging. */
const ListIndex *judging_lists(const Judging *judging);
ListMode judging_list_mode(const Judging *judging, int list);
const char *judging_list_address(const Judging *judging, int list);
const char *judging_generation(const Judging *judging);
const Limits *judging_limits(const Judging *judging);
bool judging_uses_spool(const Judging *judging);
const RuleSet *judging_rules(const Judging *judging);

typedef struct JudgingRequest {
    Span raw;
    Envelope envelope;
    const PostList *lists;     /* to decide for, or NULL: found from envelope or header */
    size_t n_lists;            /* with `lists` set and 0 here: by `defaults` */
    Presentation presentation; /* what to render */
    bool undo;                 /* the edits take off what was once put in, and nothing is put in */
    unsigned wait_seconds;     /* for a free process; 0: a minute */
} JudgingRequest;

/* Why no judgement came of a process, and what is to be thought of the post. */
typedef enum JudgingFailure {
    JUDGING_ANSWERED, /* one came */
    JUDGING_BUSY,     /* nobody was free in time: no process had it, it may be tried again */
    JUDGING_GONE,     /* this generation has no process any more: likewise, with another one */
    JUDGING_KILLED,   /* the process died of it: a signal, memory, a forbidden call */
    JUDGING_LATE,     /* the process took longer than a post may */
    JUDGING_LIED,     /* its answer was no judgement */
    N_JUDGING_FAILURES
} JudgingFailure;

/* What a failure is called in log and status: "killed" ...; static. */
const char *judging_failure_name(JudgingFailure failure);

typedef struct Judgement {
    GPtrArray *outcomes; /* Outcome, one a list, at least one */
    GPtrArray *edits;    /* Edit: what the transaction as a whole asks for (decision/plan) */
    Reply reply;
    char *message_id;     /* the post's own Message-ID, <> and all; NULL: none */
    int64_t date_seconds; /* the post's own Date, since 1970; -1: unreadable */
    JudgingFailure failed_by;
    char *failure;  /* why it could not be judged, for the log; NULL: it was */
    char *rendered; /* by `presentation`, or NULL */
    int64_t microseconds;
} Judgement;

/* Never NULL: a post that could not be judged has verdict `error`. Caller's. */
Judgement *judging_judge(Judging *judging, const JudgingRequest *request);
Judgement *judgement_new(void);
void judgement_free(Judgement *judgement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Judgement, judgement_free)

#endif
