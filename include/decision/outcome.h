/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was decided about one post for one list: a record of its own, without pointers into rules or
 * mail, fit to cross a process border.
 */
#ifndef KUSTODE_DECISION_OUTCOME_H
#define KUSTODE_DECISION_OUTCOME_H

#include "decision/edit.h"
#include "decision/policy.h"

typedef enum Verdict { VERDICT_NONE, VERDICT_ADVISORY, VERDICT_HOAX, VERDICT_ERROR } Verdict;

/* "none" ...; static. */
const char *verdict_name(Verdict verdict);

/* How a verdict shows in Subject and body; why not, where only the header says it. */
typedef enum Annotation {
    ANNOTATION_NONE,    /* nothing was wanted */
    ANNOTATION_SUBJECT, /* the tag alone */
    ANNOTATION_TEXT,    /* the notice in the text, in all its alternatives */
    ANNOTATION_PART,    /* as a part of its own, the first */
    ANNOTATION_WRAP,    /* around a signed mail */
    ANNOTATION_HEADER_ANNOTATE,
    ANNOTATION_HEADER_DKIM,
    ANNOTATION_HEADER_ENCRYPTED,
    ANNOTATION_HEADER_AUTO_REPLY,
    ANNOTATION_HEADER_REPORT,
    ANNOTATION_HEADER_DIGEST,
    ANNOTATION_HEADER_CALENDAR,
    ANNOTATION_HEADER_SIZE,
    ANNOTATION_HEADER_NO_TEXT,
    ANNOTATION_HEADER_PRESENT,
    N_ANNOTATIONS
} Annotation;

/* "none", "text", "header-only:dkim" ...; static. */
const char *annotation_name(Annotation annotation);

/* The same for people, a sentence; static. */
const char *annotation_reason(Annotation annotation);

typedef struct OutcomeRule {
    char *name;
    VerdictClass verdict_class;
    double points;
    bool is_shadow;
} OutcomeRule;

typedef struct Outcome {
    char *list; /* NULL: no configured list, judged by `defaults` */
    ListMode mode;
    Verdict verdict;
    Stance stance;
    char *not_judged; /* NULL: judged in full; else "skipped:auto-reply", "error:parser" ... */
    double scores[N_CLASSES];
    double thresholds[N_CLASSES];
    ActionSet actions; /* done, or with mode shadow what would be done */
    bool is_forwarded;
    LayerHow how;          /* of the first forward */
    char *layer;           /* where the weightiest hit stands: "forwarded:marked"; or NULL */
    GPtrArray *rules;      /* OutcomeRule */
    GPtrArray *reasons;    /* char *: for people, in the list's language */
    GPtrArray *references; /* char *: ids */
    LimitSet limits;
    Failure on_error;    /* what the list wants where judging failed */
    HeldBy held_by;      /* where a step holds */
    Failure on_limit;    /* and where a limit was met and no class reached its verdict */
    Place decided_by;    /* the setting that chose the actions; line 0: built in, or none chosen */
    HeaderDetail header; /* of the status header */
    bool wants_references; /* X-Kustode-References */
    char *subject_tag;     /* that `content` puts in, UTF-8; NULL: none */
    Annotation annotation;
    GPtrArray *content; /* Edit: the Subject tag and the notice in this list's copy */
    char *gen;
} Outcome;

Outcome *outcome_new(void);

/*
 * For a post that could not be judged: verdict `error`, and what the list's `on-error` wants.
 * `address` names a list whose policy is one of a pattern, else NULL. Caller's.
 */
Outcome *outcome_of_failure(const Policy *policy, const char *address, const char *gen);
void outcome_free(Outcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outcome, outcome_free)

#endif
