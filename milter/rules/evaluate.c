/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/evaluate.h"

void evaluation_begin(Evaluation *evaluation, const Findings *findings, const ListRules *list)
{
    evaluation->findings = findings;
    evaluation->list = list;
    evaluation->known = g_new0(unsigned char *, (size_t)findings->n_voices + 2);
}

void evaluation_end(Evaluation *evaluation)
{
    for (int i = 0; i < evaluation->findings->n_voices + 2; i++) {
        g_free(evaluation->known[i]);
    }
    g_clear_pointer(&evaluation->known, g_free);
}

/* Whether the rule is written for a language that the list wants. */
static bool speaks_to(const ListRules *list, const Rule *rule)
{
    if (list->languages == NULL || rule->languages == NULL) {
        return true;
    }
    for (guint i = 0; i < rule->languages->len; i++) {
        if (g_strv_contains(list->languages, g_ptr_array_index(rule->languages, i))) {
            return true;
        }
    }
    return false;
}

RuleMode evaluate_mode(const Evaluation *evaluation, const Rule *rule)
{
    const ListRules *list = evaluation->list;
    if (!speaks_to(list, rule)) {
        return RULE_OFF;
    }
    const RuleOverride *override = rule_overrides_find(list->overrides, rule);
    return override != NULL ? override->mode : rule->mode;
}

bool evaluation_counts(const Evaluation *evaluation, const Sighting *sighting, int voice)
{
    return voice == VOICE_ANY || sighting->layer == LAYER_NONE ||
           evaluation->findings->voices[sighting->layer] == voice;
}

static Truth evaluate_leaf(const Evaluation *evaluation, unsigned slot, int voice)
{
    const Findings *findings = evaluation->findings;
    const Sighting *seen = findings_sighting(findings, findings->first[slot]);
    for (; seen != NULL; seen = findings_sighting(findings, seen->next)) {
        if (evaluation_counts(evaluation, seen, voice)) {
            return TRUTH_YES;
        }
    }
    return findings_is_open(findings, slot) ? TRUTH_OPEN : TRUTH_NO;
}

Truth evaluate_condition(Evaluation *evaluation, const Condition *condition, int voice)
{
    if (condition->kind != NULL && condition->kind->holds != NULL) {
        return condition->kind->holds(condition, evaluation, voice);
    }
    if (condition->kind != NULL) {
        return evaluate_leaf(evaluation, condition->slot, voice);
    }
    size_t yes = 0, open = 0;
    for (guint i = 0; i < condition->parts->len; i++) {
        Truth truth = evaluate_condition(evaluation, g_ptr_array_index(condition->parts, i), voice);
        yes += truth == TRUTH_YES;
        open += truth == TRUTH_OPEN;
    }
    Truth truth = yes >= condition->at_least          ? TRUTH_YES
                  : yes + open >= condition->at_least ? TRUTH_OPEN
                                                      : TRUTH_NO;
    return condition->is_negated ? (Truth)(TRUTH_YES - truth) : truth;
}

/* The best that the condition comes to in one voice, and that voice. What belongs to no layer
 * counts in a post without any. */
static Truth evaluate_together(Evaluation *evaluation, const Condition *condition, int *voice)
{
    Truth best = TRUTH_NO;
    int voices = MAX(evaluation->findings->n_voices, 1);
    for (int i = 0; i < voices && best != TRUTH_YES; i++) {
        Truth truth = evaluate_condition(evaluation, condition, i);
        if (truth > best) {
            best = truth;
            *voice = i;
        }
    }
    return best;
}

static bool needs_one_voice(const Evaluation *evaluation, const Rule *rule, int voice)
{
    return voice == VOICE_ANY &&
           rule_set_parts(evaluation->findings->rules, rule->number)->is_together;
}

static Truth evaluate_anew(Evaluation *evaluation, const Rule *rule, int voice)
{
    int chosen = VOICE_ANY;
    return needs_one_voice(evaluation, rule, voice)
               ? evaluate_together(evaluation, rule->condition, &chosen)
               : evaluate_condition(evaluation, rule->condition, voice);
}

Truth evaluate_rule(Evaluation *evaluation, const Rule *rule, int voice)
{
    if (!evaluation_may_hold(evaluation, rule->number)) {
        return TRUTH_NO;
    }
    unsigned char **known = &evaluation->known[voice + 1];
    if (*known == NULL) {
        *known = g_new0(unsigned char, evaluation->findings->rules->rules->len);
    }
    if ((*known)[rule->number] == 0) {
        (*known)[rule->number] = (unsigned char)(1 + evaluate_anew(evaluation, rule, voice));
    }
    return (Truth)((*known)[rule->number] - 1);
}

int evaluate_voice(Evaluation *evaluation, const Rule *rule, int voice)
{
    if (needs_one_voice(evaluation, rule, voice)) {
        evaluate_together(evaluation, rule->condition, &voice);
    }
    return voice;
}

/* More than one is all the same to us. */
enum { FAR = 2 };

static size_t distance_of_parts(Evaluation *evaluation, const Condition *condition, int voice,
                                const Condition **missing)
{
    size_t met = 0;
    const Condition *nearly = NULL;
    for (guint i = 0; i < condition->parts->len; i++) {
        const Condition *part_missing = NULL;
        size_t distance = evaluate_distance(evaluation, g_ptr_array_index(condition->parts, i),
                                            voice, &part_missing);
        met += distance == 0;
        if (distance == 1 && nearly == NULL) {
            nearly = part_missing;
        }
    }
    if (met >= condition->at_least) {
        return 0;
    }
    *missing = nearly;
    return met + 1 == condition->at_least && nearly != NULL ? 1 : FAR;
}

size_t evaluate_distance(Evaluation *evaluation, const Condition *condition, int voice,
                         const Condition **missing)
{
    if (condition->kind == NULL && !condition->is_negated) {
        return distance_of_parts(evaluation, condition, voice, missing);
    }
    if (evaluate_condition(evaluation, condition, voice) == TRUTH_YES) {
        return 0;
    }
    *missing = condition;
    return 1;
}
