/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `count: {text: 'pattern', at-least: 3, at-most: 9}` (or `phrase`): how often something stands in
 * a layer. Holds in each layer where the number lies within.
 */
#include "rules/condition.h"

#include <math.h>

#include "rules/findings.h"

enum { MOST_COUNTED = 10000 };

typedef struct Count {
    size_t at_least, at_most;
    unsigned seen; /* the slot of the hits that are counted */
} Count;

static bool read_number(ConditionLoader *loader, const TreeNode *node, size_t *number)
{
    double value = 0;
    if (node == NULL) {
        return true;
    }
    if (!tree_is_number(node, &value) || value < 0 || value > MOST_COUNTED ||
        value != floor(value)) {
        diagnostics_error(loader->diagnostics, node->place,
                          "a whole number from 0 to %d is expected here", MOST_COUNTED);
        return false;
    }
    *number = (size_t)value;
    return true;
}

static bool read_range(ConditionLoader *loader, const TreeNode *value, Count *count)
{
    const TreeNode *at_least = tree_get(value, "at-least"), *at_most = tree_get(value, "at-most");
    if (!read_number(loader, at_least, &count->at_least) ||
        !read_number(loader, at_most, &count->at_most)) {
        return false;
    }
    if ((at_least == NULL && at_most == NULL) || count->at_least > count->at_most) {
        diagnostics_error(loader->diagnostics, value->place,
                          "count takes at-least, at-most, or both, the smaller number first");
        return false;
    }
    return true;
}

static bool load(ConditionLoader *loader, Condition *condition)
{
    static const char *const known[] = { "text", "phrase", "at-least", "at-most", NULL };
    const TreeNode *value = condition->value;
    const TreeNode *text = tree_get(value, "text"), *phrase = tree_get(value, "phrase");

    if (value->kind != TREE_MAP || (text == NULL) == (phrase == NULL)) {
        diagnostics_error(loader->diagnostics, value->place,
                          "count takes what to count and how often: {text: '...', at-least: 3}");
        return false;
    }
    Count *count = g_new0(Count, 1);
    condition->argument = count;
    count->at_most = MOST_COUNTED;
    if (!condition_expect_keys(loader, value, known) || !read_range(loader, value, count)) {
        return false;
    }
    count->seen = condition_new_slot(loader, condition);
    condition_count_hits(loader, count->seen, MIN(count->at_most + 1, (size_t)MOST_COUNTED));
    return condition_add_texts(loader, count->seen, text != NULL ? PATTERN_REGEX : PATTERN_PHRASE,
                               text != NULL ? text : phrase);
}

static void find_in_layer(Findings *findings, const Condition *condition, const Layer *layer)
{
    const Count *count = condition->argument;
    const Sighting *seen = findings_in_layer(findings, count->seen, (int)layer->id);
    size_t number = seen == NULL ? 0 : seen->count;

    if (findings_is_open(findings, count->seen)) {
        findings_leave_open(findings, condition->slot);
        return;
    }
    /* Nothing seen in an alternative can mean that the primary was seen to say the same. */
    bool may_say_the_same = seen == NULL && layer_is_alternative(layer);
    if (may_say_the_same || number < count->at_least || number > count->at_most) {
        return;
    }
    Sighting sighting = { .layer = (int)layer->id, .count = 1, .is_canonical = true };
    if (seen != NULL) {
        sighting.start = seen->start;
        sighting.end = seen->end;
    }
    findings_add(findings, condition->slot, sighting);
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    for (guint i = 0; i < leaves->len; i++) {
        const Condition *condition = g_ptr_array_index(leaves, i);
        for (guint j = 0; j < findings->layers->all->len; j++) {
            const Layer *layer = layers_at(findings->layers, findings->order[j]);
            if (layer->text_part != NULL && (findings->kinds[layer->id] & condition->layers) != 0) {
                find_in_layer(findings, condition, layer);
            }
        }
    }
}

const ConditionKind condition_count = {
    .name = "count",
    .default_layers = 1u << LAYER_OWN | 1u << LAYER_FORWARDED,
    .load = load,
    .find = find,
    .free_argument = g_free,
};
