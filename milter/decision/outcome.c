/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/outcome.h"

const char *verdict_name(Verdict verdict)
{
    static const char *const names[] = {
        [VERDICT_NONE] = "none",
        [VERDICT_ADVISORY] = "advisory",
        [VERDICT_HOAX] = "hoax",
        [VERDICT_ERROR] = "error",
    };
    return names[verdict];
}

static void outcome_rule_free(void *rule)
{
    g_free(((OutcomeRule *)rule)->name);
    g_free(rule);
}

Outcome *outcome_new(void)
{
    Outcome *outcome = g_new0(Outcome, 1);
    outcome->rules = g_ptr_array_new_with_free_func(outcome_rule_free);
    outcome->reasons = g_ptr_array_new_with_free_func(g_free);
    outcome->references = g_ptr_array_new_with_free_func(g_free);
    outcome->annotate = "none";
    return outcome;
}

Outcome *outcome_of_failure(const Policy *policy, const char *address, const char *gen)
{
    Outcome *outcome = outcome_new();
    outcome->list = g_strdup(policy_list_name(policy, address));
    outcome->mode = policy->mode;
    outcome->header = policy->header;
    outcome->verdict = VERDICT_ERROR;
    outcome->not_judged = g_strdup("error:parser");
    outcome->limits = limit_bit(LIMIT_PARSER);
    outcome->on_error = policy->on_error;
    if (policy->on_error == FAILURE_HOLD) {
        outcome->actions = 1u << ACTION_HOLD;
    } else if (policy->on_error == FAILURE_NOTICE) {
        outcome->actions = 1u << ACTION_NOTICE;
    }
    for (int i = 0; i < N_CLASSES; i++) {
        outcome->thresholds[i] = policy->classes[i].verdict_points;
    }
    outcome->gen = g_strdup(gen);
    return outcome;
}

void outcome_free(Outcome *outcome)
{
    if (outcome == NULL) {
        return;
    }
    g_free(outcome->list);
    g_free(outcome->not_judged);
    g_free(outcome->layer);
    g_free(outcome->subject_tag);
    g_free(outcome->gen);
    g_ptr_array_unref(outcome->rules);
    g_ptr_array_unref(outcome->reasons);
    g_ptr_array_unref(outcome->references);
    g_free(outcome);
}
