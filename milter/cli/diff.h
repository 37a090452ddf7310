/* SPDX-License-Identifier: BSD-2-Clause */
/* `kustode diff`: one post under two configurations, and the sums over all. */
#ifndef KUSTODE_CLI_DIFF_H
#define KUSTODE_CLI_DIFF_H

#include "cli/judged_post.h"

typedef struct Diff {
    Cli *old, *new;
    size_t posts, changed;
    size_t other_scores; /* posts whose scores moved and nothing else */
    size_t by_verdict[VERDICT_ERROR + 1][VERDICT_ERROR + 1]; /* of those changed: before, now */
    GTree *by_rule;                                          /* name -> posts it differs in */
} Diff;

/* A rule that a post met differently: `before` or `now` is NULL where it did not hit. */
typedef struct RuleChange {
    const JudgedHit *before, *now;
    VerdictClass verdict_class;
} RuleChange;

typedef struct DiffSide {
    const Outcome *outcome;
    JudgedPost *post;
} DiffSide;

typedef struct DiffPost {
    DiffSide before, now;
    GPtrArray *rules; /* RuleChange */
} DiffPost;

/* Whether subscribers, moderators or the list manager would see a difference. */
bool outcomes_differ(const Outcome *was, const Outcome *is);
bool scores_differ(const Outcome *was, const Outcome *is);

void diff_begin(Diff *diff, Cli *new_one, Cli *old);

/*
 * A PairFunction: counts the post in the Diff, and prints it when it differs. Each post is judged
 * by both; the few that differ are judged once more, with everything that is shown of them.
 */
bool diff_pair(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
               const Judgement *by_other, void *user);

/* The post with what differs, counted in `diff`. The judgements, rendered as PRESENT_POST_JSON,
 * must outlive it. */
DiffPost *diff_post_new(Diff *diff, const MailboxMessage *message, const Judgement *before,
                        const Judgement *now);
void diff_post_free(DiffPost *post);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DiffPost, diff_post_free)

void diff_print(const DiffPost *post);
void diff_print_json(const DiffPost *post);

/* The sums, on standard error unless quiet; frees what `diff` has. */
void diff_close(Diff *diff);

#endif
