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
