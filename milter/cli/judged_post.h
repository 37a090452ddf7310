/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One judged post as the tuning commands see it: where it stands, its verdict, every hit, and the
 * layers with their texts. Read from what PRESENT_POST_JSON rendered, since a post is judged in a
 * process of its own.
 */
#ifndef KUSTODE_CLI_JUDGED_POST_H
#define KUSTODE_CLI_JUDGED_POST_H

#include "cli/cli.h"
#include "cli/labels.h"
#include "decision/verdict.h"

/*
 * A hit; it begins with a RuleHit, so that verdict_choose takes the array of them. Of that `rule`,
 * `points`, `is_shadow`, `layer`, `kinds` (brought or not), `excerpt`, `condition` and `also` are
 * filled; the other pointers are NULL.
 */
typedef struct JudgedHit {
    RuleHit hit;
    char *part;          /* or NULL: in no text */
    size_t line, column; /* 1-based */
    size_t start, end;   /* in characters of the layer's text; equal: in no text */
} JudgedHit;

typedef struct JudgedPost {
    char *source;
    size_t number;
    char *message_id, *list, *from, *subject, *date; /* each may be NULL */
    char *not_judged;                                /* NULL: in full */
    int64_t date_seconds;                            /* -1: unreadable */
    ListMode mode;
    Verdict verdict;
    Stance stance, said; /* `said`: what verdict_choose wants */
    ActionSet actions;
    double scores[N_CLASSES], thresholds[N_CLASSES];
    GPtrArray *hits;    /* JudgedHit, one a rule */
    json_t *layers;     /* the array of `kustode layers --json`, texts included */
    const Label *label; /* or NULL */
} JudgedPost;

/*
 * `judgement` must have been rendered as PRESENT_POST_JSON; `labels` may be NULL. Rules that hit
 * are looked up in `rules`, which must outlive the post. Caller's.
 */
JudgedPost *judged_post_new(const MailboxMessage *message, const Judgement *judgement,
                            const RuleSet *rules, Labels *labels);
void judged_post_free(JudgedPost *post);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JudgedPost, judged_post_free)

/* Lets go of the layers' texts, most of its memory, where many posts are kept. */
void judged_post_drop_layers(JudgedPost *post);

/* `FILE:N`, as the user would name it. Caller's. */
char *judged_post_place(const JudgedPost *post);

/*
 * How near the post is to another verdict, in parts of the nearest threshold: 0 stands on it, 1 has
 * no points at all or twice as many as needed.
 */
double judged_post_margin(const JudgedPost *post);

#endif
