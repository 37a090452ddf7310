/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `list: '*@example.org'`, or a list of addresses: which list the post is for. The only condition
 * whose answer differs from list to list.
 */
#include "rules/condition.h"

#include "rules/evaluate.h"
#include "rules/wildcard.h"

static bool load(ConditionLoader *loader, Condition *condition)
{
    return condition_expect_words(loader, condition->value, "the address of a list");
}

static Truth holds(const Condition *condition, Evaluation *evaluation, int voice)
{
    const char *address = evaluation->list->address;
    (void)voice;
    for (size_t i = 0; address != NULL && i < condition_word_count(condition->value); i++) {
        if (wildcard_matches(condition_word(condition->value, i)->scalar, address)) {
            return TRUTH_YES;
        }
    }
    return TRUTH_NO;
}

const ConditionKind condition_list = {
    .name = "list",
    .default_layers = 1u << LAYER_OWN,
    .load = load,
    .holds = holds,
};
