/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/rule_order.h"

#include "rules/condition.h"

typedef enum Progress { UNSEEN, ON_PATH, SETTLED } Progress;

typedef struct Settling {
    RuleSet *rules;
    Diagnostics *diagnostics;
    unsigned char *progress; /* Progress, one a rule */
    GPtrArray *path;         /* Rule: from where it began to where it is */
} Settling;

/* `A -> B -> A`, from the first time it was on the path. Caller's. */
static char *write_circle(const Settling *settling, const Rule *rule)
{
    GString *out = g_string_new(NULL);
    guint first = 0;
    g_ptr_array_find(settling->path, rule, &first);
    for (guint i = first; i < settling->path->len; i++) {
        const Rule *step = g_ptr_array_index(settling->path, i);
        g_string_append_printf(out, "%s -> ", step->name);
    }
    g_string_append(out, rule->name);
    return g_string_free(out, FALSE);
}

static void cut(Condition *reference, Rule *rule)
{
    reference->argument = NULL;
    rule->mode = RULE_OFF;
}

/* Whether a condition may hold though no leaf has seen anything; generous, since it only spares
 * work. */
static bool may_hold_unseen(const RuleSet *rules, const Condition *condition)
{
    if (condition->is_negated) {
        return true;
    }
    if (condition->kind != NULL) {
        const Rule *referred = condition->kind->refers_to_rule ? condition->argument : NULL;
        if (referred != NULL) {
            return rules->may_hold_unseen[referred->number];
        }
        return condition->kind->holds != NULL;
    }
    size_t number = 0;
    for (guint i = 0; i < condition->parts->len; i++) {
        number += may_hold_unseen(rules, g_ptr_array_index(condition->parts, i));
    }
    return number >= condition->at_least;
}

/* Whether the reference leads back to a rule on the path, which is an error. */
static bool closes_circle(const Settling *settling, const Condition *reference)
{
    const Rule *referred = reference->argument;
    if (settling->progress[referred->number] != ON_PATH) {
        return false;
    }
    g_autofree char *circle = write_circle(settling, referred);
    diagnostics_error(settling->diagnostics, reference->value->place,
                      "rules refer to each other in a circle: %s", circle);
    return true;
}

/* Whether the reference does not lead too deep, which would be an error. */
static bool is_shallow(const Settling *settling, const Condition *reference)
{
    const Rule *referred = reference->argument;
    if (settling->progress[referred->number] == SETTLED &&
        rule_set_parts(settling->rules, referred->number)->height < DEEPEST_NESTING) {
        return true;
    }
    diagnostics_error(settling->diagnostics, reference->value->place,
                      "rules refer to rules more than %d deep", DEEPEST_NESTING);
    return false;
}

/* Recursion ends where the path is as long as references may be deep. */
static void settle(Settling *settling, Rule *rule)
{
    RuleParts *parts = rule_set_parts(settling->rules, rule->number);
    if (settling->progress[rule->number] != UNSEEN || settling->path->len > DEEPEST_NESTING) {
        return;
    }
    settling->progress[rule->number] = ON_PATH;
    g_ptr_array_add(settling->path, rule);
    for (guint i = 0; i < parts->references->len; i++) {
        Condition *reference = g_ptr_array_index(parts->references, i);
        Rule *referred = reference->argument;
        if (referred == NULL) {
            continue;
        }
        if (closes_circle(settling, reference)) {
            cut(reference, rule);
            continue;
        }
        settle(settling, referred);
        if (!is_shallow(settling, reference)) {
            cut(reference, rule);
            continue;
        }
        RuleParts *below = rule_set_parts(settling->rules, referred->number);
        below->is_referred_to = true;
        parts->height = MAX(parts->height, below->height + 1);
    }
    g_ptr_array_set_size(settling->path, (int)settling->path->len - 1);
    settling->progress[rule->number] = SETTLED;
    settling->rules->may_hold_unseen[rule->number] =
        may_hold_unseen(settling->rules, rule->condition);
    if (parts->references->len > 0) {
        g_ptr_array_add(settling->rules->referrers, rule);
    }
}

void rule_order_settle(RuleSet *rules, Diagnostics *diagnostics)
{
    g_autofree unsigned char *progress = g_new0(unsigned char, rules->rules->len + 1);
    g_autoptr(GPtrArray) path = g_ptr_array_new();
    Settling settling = { rules, diagnostics, progress, path };
    rules->may_hold_unseen = g_new0(unsigned char, rules->rules->len + 1);
    for (guint i = 0; i < rules->rules->len; i++) {
        settle(&settling, g_ptr_array_index(rules->rules, i));
    }
}
