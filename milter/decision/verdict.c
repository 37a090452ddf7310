/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/verdict.h"

enum {
    REASONS_SHOWN = 3 /* a moderator reads no more */
};

/* Points and cues of one class. No single family of evidence tags a post (interfaces.md). */
typedef struct Tally {
    double points;
    const char *cue; /* the first, or NULL */
    bool has_second_cue;
} Tally;

/* Some of its leaves stand in what the poster brings, not in what he says. */
bool hit_is_brought(const RuleHit *hit)
{
    return (hit->kinds & (1u << LAYER_FORWARDED)) != 0;
}

static Tally tally_of(VerdictClass verdict_class, const GPtrArray *hits, bool only_brought)
{
    Tally tally = { 0 };
    for (guint i = 0; i < hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(hits, i);
        if (hit->is_shadow || (only_brought && !hit_is_brought(hit))) {
            continue;
        }
        tally.points += hit->points[verdict_class];
        const char *cue = hit->points[verdict_class] > 0 ? hit->rule->cue : NULL;
        if (cue != NULL && tally.cue != NULL && strcmp(cue, tally.cue) != 0) {
            tally.has_second_cue = true;
        }
        tally.cue = tally.cue == NULL ? cue : tally.cue;
    }
    return tally;
}

static bool counts(Tally tally, double threshold)
{
    return tally.points >= threshold && tally.has_second_cue;
}

/* Debunking outweighs asking, asking outweighs talking about it: the poster's clearest word stands.
 */
Stance stance_said(const GPtrArray *hits)
{
    static const Stance by_weight[] = { STANCE_DEBUNKS, STANCE_ASKS, STANCE_DISCUSSES };
    for (size_t i = 0; i < G_N_ELEMENTS(by_weight); i++) {
        for (guint j = 0; j < hits->len; j++) {
            const RuleHit *hit = g_ptr_array_index(hits, j);
            if (!hit->is_shadow && hit->rule->stance == by_weight[i]) {
                return by_weight[i];
            }
        }
    }
    return STANCE_NONE;
}

static bool has_kind(const Layers *layers, LayerKind kind)
{
    for (guint i = 0; i < layers->all->len; i++) {
        if (layers_at(layers, i)->kind == kind) {
            return true;
        }
    }
    return false;
}

static Stance stance_of(const Layers *layers, const GPtrArray *hits)
{
    Stance said = stance_said(hits);
    if (layers->is_forwarded) {
        return said == STANCE_NONE ? STANCE_PASSES_ON : said;
    }
    if (has_kind(layers, LAYER_QUOTED)) {
        return said == STANCE_NONE ? STANCE_DISCUSSES : said;
    }
    return STANCE_NONE; /* he brings nothing to stand to */
}

static bool has_decisive_hit(const GPtrArray *hits)
{
    for (guint i = 0; i < hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(hits, i);
        if (!hit->is_shadow && hit->rule->is_decisive) {
            return true;
        }
    }
    return false;
}

/* Both classes reached theirs: a dressed-up advisory is a hoax, else the larger in proportion, an
 * even case advisory. */
static Verdict weigh(const Tally tallies[N_CLASSES], const double thresholds[N_CLASSES],
                     const GPtrArray *hits)
{
    if (has_decisive_hit(hits)) {
        return VERDICT_HOAX;
    }
    double hoax = tallies[CLASS_HOAX].points / thresholds[CLASS_HOAX];
    double advisory = tallies[CLASS_ADVISORY].points / thresholds[CLASS_ADVISORY];
    return hoax > advisory ? VERDICT_HOAX : VERDICT_ADVISORY;
}

/*
 * A hoax stands before the list only when it is passed on. Who debunks it does not spread it; who
 * asks or talks about one spreads it only where the part he brings is one by itself.
 */
static bool hoax_is_put_before_the_list(const GPtrArray *hits, Stance said, double threshold)
{
    if (said == STANCE_DEBUNKS) {
        return false;
    }
    if (said == STANCE_ASKS || said == STANCE_DISCUSSES) {
        return counts(tally_of(CLASS_HOAX, hits, true), threshold);
    }
    return true;
}

Verdict verdict_choose(const GPtrArray *hits, Stance said, const double thresholds[N_CLASSES])
{
    Tally tallies[N_CLASSES];
    bool reached[N_CLASSES];
    for (int i = 0; i < N_CLASSES; i++) {
        tallies[i] = tally_of(i, hits, false);
        reached[i] = counts(tallies[i], thresholds[i]);
    }
    Verdict verdict = VERDICT_NONE;
    if (reached[CLASS_HOAX] && reached[CLASS_ADVISORY]) {
        verdict = weigh(tallies, thresholds, hits);
    } else if (reached[CLASS_HOAX]) {
        verdict = VERDICT_HOAX;
    } else if (reached[CLASS_ADVISORY]) {
        verdict = VERDICT_ADVISORY;
    }
    if (verdict == VERDICT_HOAX &&
        !hoax_is_put_before_the_list(hits, said, thresholds[CLASS_HOAX])) {
        return VERDICT_NONE;
    }
    return verdict;
}

static bool is_trusted(char *const *addresses, const Policy *policy)
{
    return addresses[0] != NULL && policy->trusted != NULL &&
           g_strv_contains((const char *const *)policy->trusted, addresses[0]);
}

/* An advisory of a trusted issuer, his own post or forwarded, passes with headers only. */
static bool comes_from_trusted(const Examination *examination, const Policy *policy)
{
    g_auto(GStrv) posters = message_addresses(examination->message->top, "From", 1);
    if (is_trusted(posters, policy)) {
        return true;
    }
    for (guint i = 0; i < examination->layers->all->len; i++) {
        const Layer *layer = layers_at(examination->layers, i);
        const char *from = layer->kind == LAYER_FORWARDED ? layer->origin.from : NULL;
        g_auto(GStrv) authors = addresses_parse(from == NULL ? "" : from, 1);
        if (is_trusted(authors, policy)) {
            return true;
        }
    }
    return false;
}

static void choose_step(Outcome *outcome, const ClassPolicy *policy, double points)
{
    for (guint i = 0; i < policy->steps->len; i++) {
        const PolicyStep *step = &g_array_index(policy->steps, PolicyStep, i);
        if (points >= step->from_points) {
            outcome->actions = step->actions;
            outcome->decided_by = step->place;
        }
    }
}

static void choose_actions(Outcome *outcome, const Examination *examination, const Policy *policy)
{
    if (outcome->verdict == VERDICT_NONE) {
        if (outcome->limits != 0 && policy->on_limit == FAILURE_HOLD) {
            outcome->actions = 1u << ACTION_HOLD;
        } else if (outcome->limits != 0 && policy->on_limit == FAILURE_NOTICE) {
            outcome->actions = 1u << ACTION_NOTICE;
        }
        return;
    }
    VerdictClass chosen = outcome->verdict == VERDICT_HOAX ? CLASS_HOAX : CLASS_ADVISORY;
    const ClassPolicy *class_policy = &policy->classes[chosen];
    if (chosen == CLASS_ADVISORY && comes_from_trusted(examination, policy)) {
        return;
    }
    if (outcome->stance == STANCE_ASKS && class_policy->has_asks) {
        outcome->actions = class_policy->asks;
        outcome->decided_by = class_policy->asks_place;
        return;
    }
    choose_step(outcome, class_policy, outcome->scores[chosen]);
}

/* The description in the list's language, else English, else whatever there is. */
static const char *about_in(const Rule *rule, const char *language)
{
    const char *about = NULL;
    if (rule->about != NULL) {
        about = language == NULL ? NULL : g_hash_table_lookup(rule->about, language);
        about = about != NULL ? about : g_hash_table_lookup(rule->about, "en");
    }
    return about != NULL ? about : rule->name;
}

static int compare_points(const void *a, const void *b, void *user)
{
    VerdictClass chosen = *(const VerdictClass *)user;
    double x = (*(RuleHit *const *)a)->points[chosen], y = (*(RuleHit *const *)b)->points[chosen];
    return (x < y) - (x > y);
}

static void give_reasons(Outcome *outcome, const Examination *examination, const GPtrArray *hits,
                         const char *language)
{
    if (outcome->verdict == VERDICT_NONE) {
        return;
    }
    VerdictClass chosen = outcome->verdict == VERDICT_HOAX ? CLASS_HOAX : CLASS_ADVISORY;
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    for (guint i = 0; i < hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(hits, i);
        if (hit->points[chosen] > 0) {
            g_ptr_array_add(sorted, (void *)hit);
        }
    }
    g_ptr_array_sort_with_data(sorted, compare_points, &chosen);
    for (guint i = 0; i < MIN(sorted->len, REASONS_SHOWN); i++) {
        const RuleHit *hit = g_ptr_array_index(sorted, i);
        g_ptr_array_add(outcome->reasons, g_strdup(about_in(hit->rule, language)));
    }
    const RuleHit *weightiest = sorted->len > 0 ? g_ptr_array_index(sorted, 0) : NULL;
    if (weightiest != NULL && weightiest->layer >= 0) {
        const Layer *layer = layers_at(examination->layers, (size_t)weightiest->layer);
        const char *how = layer_how_name(layer->how);
        outcome->layer = how == NULL ? g_strdup(layer_kind_name(layer->kind))
                                     : g_strdup_printf("%s:%s", layer_kind_name(layer->kind), how);
    }
}

static void list_rules(Outcome *outcome, const GPtrArray *hits)
{
    for (guint i = 0; i < hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(hits, i);
        for (int c = 0; c < N_CLASSES; c++) {
            if (hit->rule->points[c] != 0) {
                OutcomeRule *rule = g_new(OutcomeRule, 1);
                *rule =
                    (OutcomeRule){ g_strdup(hit->rule->name), c, hit->points[c], hit->is_shadow };
                g_ptr_array_add(outcome->rules, rule);
            }
        }
    }
}

void verdict_reach(Outcome *outcome, const Examination *examination, const GPtrArray *hits,
                   const Policy *policy)
{
    for (int i = 0; i < N_CLASSES; i++) {
        outcome->scores[i] = tally_of(i, hits, false).points;
        outcome->thresholds[i] = policy->classes[i].verdict_points;
    }
    outcome->stance = stance_of(examination->layers, hits);
    if (examination->layers->skipped == NULL) {
        outcome->verdict = verdict_choose(hits, stance_said(hits), outcome->thresholds);
    } else {
        outcome->not_judged = g_strconcat("skipped:", examination->layers->skipped, NULL);
    }
    choose_actions(outcome, examination, policy);
    give_reasons(outcome, examination, hits, policy->language);
    list_rules(outcome, hits);
}
