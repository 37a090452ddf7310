/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether rules hold for one list: the truth of leaves combined, over all layers or within one
 * voice. Each rule is evaluated at most once a voice.
 */
#ifndef KUSTODE_RULES_EVALUATE_H
#define KUSTODE_RULES_EVALUATE_H

#include "rules/condition.h"
#include "rules/findings.h"

enum { VOICE_ANY = -1 };

struct Evaluation {
    const Findings *findings;
    const ListRules *list;
    unsigned char **known; /* one a voice, VOICE_ANY first: one a rule, 0 not yet evaluated, else 1
                              + Truth; NULL: none yet */
};

void evaluation_begin(Evaluation *evaluation, const Findings *findings, const ListRules *list);
void evaluation_end(Evaluation *evaluation);

/* Whether it is worth while to ask for the rule of that number: most rules saw nothing in a post.
 */
static inline bool evaluation_may_hold(const Evaluation *evaluation, size_t number)
{
    const Findings *findings = evaluation->findings;
    return findings->is_touched[number] || findings->rules->may_hold_unseen[number];
}

/* Live, off or in shadow for this list, its languages considered. */
RuleMode evaluate_mode(const Evaluation *evaluation, const Rule *rule);

/* Whether the rule holds, its mode aside. A rule with `together` holds when it does so in any one
 * voice. */
Truth evaluate_rule(Evaluation *evaluation, const Rule *rule, int voice);
Truth evaluate_condition(Evaluation *evaluation, const Condition *condition, int voice);

/* The voice in which the rule holds; VOICE_ANY when it needs no single one. */
int evaluate_voice(Evaluation *evaluation, const Rule *rule, int voice);

/* Whether a sighting counts in a voice; what was seen in the post itself counts in each. */
bool evaluation_counts(const Evaluation *evaluation, const Sighting *sighting, int voice);

/* 0: it holds; 1: it would if one leaf or negation were otherwise, which is `missing`; 2: it is
 * farther away. */
size_t evaluate_distance(Evaluation *evaluation, const Condition *condition, int voice,
                         const Condition **missing);

#endif
