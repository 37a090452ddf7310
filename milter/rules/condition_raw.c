/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `raw: 'pattern'`, or a list of patterns: over a layer's text as written, with its capitals, line
 * ends and quote marks. For what canonical text cannot show.
 */
#include "rules/condition.h"

#include "rules/findings.h"

#define RAW_SCOPE ":raw" /* no header field can be called so */

static bool load(ConditionLoader *loader, Condition *condition)
{
    return condition_add_values(loader, condition->slot, PATTERN_RAW, condition->value, RAW_SCOPE);
}

typedef struct RawRun {
    Findings *findings;
    const Layer *layer;
} RawRun;

static bool on_hit(int pattern, size_t start, size_t end, void *user)
{
    const RawRun *run = user;
    const RuleSet *rules = run->findings->rules;
    unsigned slot = g_array_index(rules->value_slots, unsigned, pattern);
    const Slot *of_leaf = &g_array_index(rules->slots, Slot, slot);
    if ((of_leaf->layers & run->findings->kinds[run->layer->id]) == 0) {
        return false;
    }
    Sighting sighting = { .layer = (int)run->layer->id, .count = 1, .start = start, .end = end };
    size_t count = findings_add(run->findings, slot, sighting);
    return count > 0 && count < of_leaf->enough;
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    const Scope *scope = rule_set_scope(findings->rules, RAW_SCOPE);
    unsigned wanted = conditions_layers(leaves);
    for (guint i = 0; i < findings->layers->all->len; i++) {
        const Layer *layer = layers_at(findings->layers, findings->order[i]);
        if (layer->text_part != NULL && (findings->kinds[layer->id] & wanted) != 0) {
            RawRun run = { findings, layer };
            pattern_matcher_run(findings->matchers->values, layer_text(layer), scope->wanted,
                                on_hit, &run);
        }
    }
}

const ConditionKind condition_raw = {
    .name = "raw",
    .default_layers = 1u << LAYER_OWN | 1u << LAYER_FORWARDED,
    .load = load,
    .find = find,
};
