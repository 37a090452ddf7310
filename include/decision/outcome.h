/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was decided about one post for one list: a record of its own, without pointers into rules or mail, fit to cross a
 * process border; and the edits that carry it out.
 */
#ifndef KUSTODE_DECISION_OUTCOME_H
#define KUSTODE_DECISION_OUTCOME_H

#include "decision/edit.h"
#include "decision/policy.h"

typedef enum Verdict { VERDICT_NONE, VERDICT_ADVISORY, VERDICT_HOAX, VERDICT_ERROR } Verdict;

/* "none" ...; static. */
const char *verdict_name(Verdict verdict);

typedef struct OutcomeRule {
    char *name;
    VerdictClass verdict_class;
    double points;
    bool is_shadow;
} OutcomeRule;

typedef struct Outcome {
    char *list;                /* NULL: no configured list, judged by `defaults` */
    ListMode mode;
    Verdict verdict;
    Stance stance;
    char *not_judged;          /* NULL: judged in full; else "skipped:auto-reply", "error:parser" ... */
    double scores[N_CLASSES];
    double thresholds[N_CLASSES];
    ActionSet actions;         /* done, or with mode shadow what would be done */
    bool is_forwarded;
    LayerHow how;              /* of the first forward */
    char *layer;               /* where the weightiest hit stands: "forwarded:marked"; or NULL */
    GPtrArray *rules;          /* OutcomeRule */
    GPtrArray *reasons;        /* char *: for people, in the list's language */
    GPtrArray *references;     /* char *: ids */
    LimitSet limits;
    const char *annotate;      /* what was chosen and why: "subject", "header-only:dkim" ...; static */
    char *gen;
    GPtrArray *edits;          /* Edit, in the order to apply */
} Outcome;

Outcome *outcome_new(void);
void outcome_free(Outcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outcome, outcome_free)

#endif
