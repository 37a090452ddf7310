/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `rule: NAME`: another rule holds. Tested in that rule's own layers; a rule that is off, in shadow
 * or for other languages does not hold for others.
 */
#include "rules/condition.h"

#include "rules/evaluate.h"

static bool load(ConditionLoader *loader, Condition *condition)
{
    if (condition->value->kind == TREE_SCALAR) {
        return condition_expect_words(loader, condition->value, "the name of a rule");
    }
    diagnostics_error(loader->diagnostics, condition->value->place,
                      "the name of one rule is expected here");
    return false;
}

static bool resolve(RuleSet *rules, Condition *condition, Diagnostics *diagnostics)
{
    const char *name = condition->value->scalar;
    condition->argument = g_hash_table_lookup(rules->by_name, name);
    if (condition->argument != NULL || g_hash_table_contains(rules->declared, name)) {
        return true;
    }
    const char *nearest = nearest_word(name, rule_set_names(rules));
    if (nearest != NULL) {
        diagnostics_error(diagnostics, condition->value->place,
                          "there is no rule '%s' (did you mean '%s'?)", name, nearest);
    } else {
        diagnostics_error(diagnostics, condition->value->place, "there is no rule '%s'", name);
    }
    return false;
}

static Truth holds(const Condition *condition, Evaluation *evaluation, int voice)
{
    const Rule *rule = condition->argument;
    if (rule == NULL || evaluate_mode(evaluation, rule) != RULE_LIVE) {
        return TRUTH_NO;
    }
    return evaluate_rule(evaluation, rule, voice);
}

const ConditionKind condition_rule = {
    .name = "rule",
    .default_layers = 1u << LAYER_OWN,
    .load = load,
    .resolve = resolve,
    .holds = holds,
    .refers_to_rule = true,
};
