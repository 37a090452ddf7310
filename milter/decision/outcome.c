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

static const struct {
    const char *name, *reason;
} annotations[N_ANNOTATIONS] = {
    [ANNOTATION_NONE] = { "none", "nothing is to be shown in the post" },
    [ANNOTATION_SUBJECT] = { "subject", "a tag in the Subject" },
    [ANNOTATION_TEXT] = { "text", "a notice at the top of the text" },
    [ANNOTATION_PART] = { "part", "a notice as the first part: no text part may be changed" },
    [ANNOTATION_WRAP] = { "wrap", "a notice around the post: its signature stays valid" },
    [ANNOTATION_HEADER_ANNOTATE] = { "header-only:annotate", "the list says `annotate: none`" },
    [ANNOTATION_HEADER_DKIM] = { "header-only:dkim",
                                 "the poster's DKIM signature covers it; `from-munged: yes` or "
                                 "`resigned: yes` where that is no concern" },
    [ANNOTATION_HEADER_ENCRYPTED] = { "header-only:encrypted", "the post is encrypted" },
    [ANNOTATION_HEADER_AUTO_REPLY] = { "header-only:auto-reply", "a program answered" },
    [ANNOTATION_HEADER_REPORT] = { "header-only:report", "a report that programs read" },
    [ANNOTATION_HEADER_DIGEST] = { "header-only:digest", "a digest of many posts" },
    [ANNOTATION_HEADER_CALENDAR] = { "header-only:calendar", "an invitation that programs read" },
    [ANNOTATION_HEADER_SIZE] = { "header-only:size", "longer than `limits.message`" },
    [ANNOTATION_HEADER_NO_TEXT] = { "header-only:no-text",
                                    "no text in it that a notice can be put into" },
    [ANNOTATION_HEADER_PRESENT] = { "header-only:present", "there is a notice of ours already" },
};

const char *annotation_name(Annotation annotation)
{
    return annotations[annotation].name;
}

const char *annotation_reason(Annotation annotation)
{
    return annotations[annotation].reason;
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
    outcome->content = g_ptr_array_new_with_free_func((GDestroyNotify)edit_free);
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
    outcome->held_by = policy->held_by;
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
    g_ptr_array_unref(outcome->content);
    g_free(outcome);
}
