/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judging a post: examine it once, decide for each of its lists. Pure: the same bytes, envelope and
 * policies give the same outcome on every machine. The first file a newcomer reads.
 */
#ifndef KUSTODE_DECISION_JUDGE_H
#define KUSTODE_DECISION_JUDGE_H

#include "decision/outcome.h"

typedef struct Examination {
    const Policies *policies;
    Envelope envelope;
    char *blanked; /* what is judged of a post longer than that; NULL: all of it */
    Message *message;
    Layers *layers;
    Findings *findings; /* NULL: taken apart alone */
    LimitSet limits;    /* all that were met */
} Examination;

/* `raw`, `envelope`'s strings and `policies` must outlive the examination. */
Examination *judge_examine(Span raw, const Envelope *envelope, const Policies *policies);
/* The same without its rules: who says what. */
Examination *judge_take_apart(Span raw, const Envelope *envelope, const Policies *policies);
void examination_free(Examination *examination);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Examination, examination_free)

/*
 * One list of a post: its number in `policies->lists`, -1 for `defaults`, and the address that led
 * to it, which names the list where the policy is one of a pattern; NULL: as the policy has it.
 */
typedef struct PostList {
    int number;
    char *address;
} PostList;

/* PostList: the lists of the post, by its envelope or else its header, each address once. Caller's,
 * owns the addresses; may be empty. */
GArray *judge_lists(const Examination *examination);

/* The outcome for one list; caller's. */
Outcome *judge_decide(const Examination *examination, const PostList *list);

/* The policy of a list, and the hits under it (RuleHit; caller's, owns its elements), for showing
 * them. */
const Policy *judge_policy(const Examination *examination, const PostList *list);
GPtrArray *judge_hits(const Examination *examination, const PostList *list);

#endif
