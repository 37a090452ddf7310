/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/match.h"

#include <stdlib.h>

#include "rules/evaluate.h"
#include "rules/rule.h"

static int compare_rules(const void *a, const void *b)
{
    const RuleOverride *one = a, *other = b;
    return (one->rule > other->rule) - (one->rule < other->rule);
}

const RuleOverride *rule_overrides_find(const RuleOverrides *overrides, const Rule *rule)
{
    if (overrides == NULL) {
        return NULL;
    }
    RuleOverride wanted = { .rule = rule->number };
    return bsearch(&wanted, overrides->items, overrides->count, sizeof wanted, compare_rules);
}

/* The earliest sighting that made a rule hold, the leaf it belongs to, and how many hits there
 * were. */
typedef struct Evidence {
    const Sighting *earliest;
    const Condition *leaf;
    size_t count;
    unsigned kinds;    /* of layers */
    GHashTable *rules; /* those already looked into; NULL: none */
} Evidence;

/* Where a sighting begins in its layer's text. */
static size_t sighting_start(const Findings *findings, const Sighting *sighting)
{
    return sighting->is_canonical
               ? offset_map_start(findings->canonical[sighting->layer]->map, sighting->start)
               : sighting->start;
}

static size_t sighting_end(const Findings *findings, const Sighting *sighting)
{
    return sighting->is_canonical
               ? offset_map_end(findings->canonical[sighting->layer]->map, sighting->end)
               : sighting->end;
}

/* What stands in the post itself, then the layers in the order of the mail. */
static bool is_earlier(const Findings *findings, const Sighting *a, const Sighting *b)
{
    if (a->layer != b->layer) {
        return a->layer < b->layer;
    }
    return sighting_start(findings, a) < sighting_start(findings, b);
}

static void gather_leaf(const Evaluation *evaluation, const Condition *leaf, int voice,
                        Evidence *evidence)
{
    const Findings *findings = evaluation->findings;
    const Sighting *seen = findings_sighting(findings, findings->first[leaf->slot]);
    for (; seen != NULL; seen = findings_sighting(findings, seen->next)) {
        if (!evaluation_counts(evaluation, seen, voice)) {
            continue;
        }
        evidence->count += seen->count;
        evidence->kinds |= seen->layer == LAYER_NONE ? 0 : findings->kinds[seen->layer];
        if (evidence->earliest == NULL || is_earlier(findings, seen, evidence->earliest)) {
            evidence->earliest = seen;
            evidence->leaf = leaf;
        }
    }
}

/* Whether a rule is looked into for the first time: ways to it may be many. */
static bool is_first_visit(Evidence *evidence, const Rule *rule)
{
    if (evidence->rules == NULL) {
        evidence->rules = g_hash_table_new(NULL, NULL);
    }
    return g_hash_table_add(evidence->rules, (gpointer)rule);
}

/* What the leaves saw that made the condition hold; nothing under a negation is evidence. */
static void gather_evidence(Evaluation *evaluation, const Condition *condition, int voice,
                            Evidence *evidence)
{
    if (condition->is_negated || evaluate_condition(evaluation, condition, voice) != TRUTH_YES) {
        return;
    }
    for (guint i = 0; condition->parts != NULL && i < condition->parts->len; i++) {
        gather_evidence(evaluation, g_ptr_array_index(condition->parts, i), voice, evidence);
    }
    if (condition->kind == NULL) {
        return;
    }
    if (!condition->kind->refers_to_rule) {
        gather_leaf(evaluation, condition, voice, evidence);
        return;
    }
    const Rule *rule = condition->argument;
    if (is_first_visit(evidence, rule)) {
        gather_evidence(evaluation, rule->condition, evaluate_voice(evaluation, rule, voice),
                        evidence);
    }
}

static void show_sighting(const Findings *findings, const Sighting *sighting, RuleHit *hit)
{
    hit->layer = sighting->layer;
    hit->field = sighting->field;
    if (sighting->excerpt != NULL) {
        hit->excerpt = g_strdup(sighting->excerpt);
        return;
    }
    const Layer *layer = layers_at(findings->layers, (size_t)sighting->layer);
    hit->part = layer->text_part;
    hit->start = layer->start + sighting_start(findings, sighting);
    hit->end = MAX(hit->start, layer->start + sighting_end(findings, sighting));
    hit->excerpt = excerpt_of(span_slice(hit->part->text, hit->start, hit->end));
}

static RuleHit *new_hit(Evaluation *evaluation, const Rule *rule)
{
    RuleHit *hit = g_new0(RuleHit, 1);
    Evidence evidence = { 0 };
    gather_evidence(evaluation, rule->condition, evaluate_voice(evaluation, rule, VOICE_ANY),
                    &evidence);
    g_clear_pointer(&evidence.rules, g_hash_table_unref);

    const Condition *shown = evidence.leaf != NULL ? evidence.leaf : rule->condition;
    hit->rule = rule;
    hit->layer = LAYER_NONE;
    hit->condition = condition_describe(shown);
    hit->place = shown->key != NULL ? shown->key->place : shown->value->place;
    if (evidence.earliest != NULL) {
        show_sighting(evaluation->findings, evidence.earliest, hit);
        hit->also = evidence.count - 1;
        hit->kinds = evidence.kinds;
    } else {
        hit->excerpt = g_strdup("");
    }
    return hit;
}

static void set_points(const Evaluation *evaluation, RuleHit *hit)
{
    const Rule *rule = hit->rule;
    const RuleOverride *override = rule_overrides_find(evaluation->list->overrides, rule);
    hit->is_shadow = evaluate_mode(evaluation, rule) == RULE_SHADOW;
    if (!hit->is_shadow) {
        memcpy(hit->points, override != NULL ? override->points : rule->points, sizeof hit->points);
    }
}

static void free_hit(gpointer element)
{
    RuleHit *hit = element;
    g_free(hit->excerpt);
    g_free(hit->condition);
    g_free(hit);
}

GPtrArray *match_hits(const Findings *findings, const ListRules *list)
{
    GPtrArray *hits = g_ptr_array_new_with_free_func(free_hit);
    Evaluation evaluation;
    evaluation_begin(&evaluation, findings, list);
    for (guint i = 0; i < findings->rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(findings->rules->rules, i);
        if (!evaluation_may_hold(&evaluation, i) || rule_is_part(rule) ||
            evaluate_mode(&evaluation, rule) == RULE_OFF ||
            evaluate_rule(&evaluation, rule, VOICE_ANY) != TRUTH_YES) {
            continue;
        }
        RuleHit *hit = new_hit(&evaluation, rule);
        set_points(&evaluation, hit);
        g_ptr_array_add(hits, hit);
    }
    evaluation_end(&evaluation);
    return hits;
}

static void free_near_miss(gpointer element)
{
    NearMiss *near_miss = element;
    g_free(near_miss->condition);
    g_free(near_miss);
}

/* The condition that alone keeps the rule from holding in one voice while others are met; else
 * NULL. */
static const Condition *missing_in_voice(Evaluation *evaluation, const Rule *rule, int voice)
{
    const Condition *condition = rule->condition, *missing = NULL;
    if (condition->kind != NULL || condition->is_negated ||
        evaluate_distance(evaluation, condition, voice, &missing) != 1) {
        return NULL;
    }
    Evidence evidence = { 0 };
    for (guint i = 0; i < condition->parts->len; i++) {
        gather_evidence(evaluation, g_ptr_array_index(condition->parts, i), voice, &evidence);
    }
    g_clear_pointer(&evidence.rules, g_hash_table_unref);
    return evidence.count > 0 ? missing : NULL;
}

static const Condition *missing_condition(Evaluation *evaluation, const Rule *rule)
{
    const Findings *findings = evaluation->findings;
    if (!rule_set_parts(findings->rules, rule->number)->is_together) {
        return missing_in_voice(evaluation, rule, VOICE_ANY);
    }
    const Condition *missing = NULL;
    for (int voice = 0; voice < findings->n_voices && missing == NULL; voice++) {
        missing = missing_in_voice(evaluation, rule, voice);
    }
    return missing;
}

GPtrArray *match_near(const Findings *findings, const ListRules *list)
{
    GPtrArray *near = g_ptr_array_new_with_free_func(free_near_miss);
    Evaluation evaluation;
    evaluation_begin(&evaluation, findings, list);
    for (guint i = 0; i < findings->rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(findings->rules->rules, i);
        if (!findings->is_touched[i] || rule_is_part(rule) ||
            evaluate_mode(&evaluation, rule) == RULE_OFF ||
            evaluate_rule(&evaluation, rule, VOICE_ANY) == TRUTH_YES) {
            continue;
        }
        const Condition *missing = missing_condition(&evaluation, rule);
        if (missing != NULL) {
            NearMiss *near_miss = g_new(NearMiss, 1);
            near_miss->rule = rule;
            near_miss->condition = condition_describe(missing);
            near_miss->place = missing->key != NULL ? missing->key->place : missing->value->place;
            g_ptr_array_add(near, near_miss);
        }
    }
    evaluation_end(&evaluation);
    return near;
}
