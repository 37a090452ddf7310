/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/findings.h"

#include "rules/condition.h"

/* References of digests that name thousands are cut here, and the cut is shown. */
enum { MOST_IDENTIFIERS = 1000 };

typedef struct TextRun {
    Findings *findings;
    unsigned layer;
    int n_identifier_patterns;
} TextRun;

static size_t identifier_count(void)
{
    size_t count = 0;
    identifier_kinds(&count);
    return count;
}

static bool on_identifier(TextRun *run, int pattern, size_t start, size_t end)
{
    Findings *findings = run->findings;
    if (findings->identifiers->len >= MOST_IDENTIFIERS) {
        findings->limits |= limit_bit(LIMIT_RECORD);
        return false;
    }
    size_t count = 0;
    IdentifierSighting sighting = { &identifier_kinds(&count)[pattern], run->layer, start, end };
    g_array_append_val(findings->identifiers, sighting);
    return true;
}

static bool on_text_hit(int pattern, size_t start, size_t end, void *user)
{
    TextRun *run = user;
    if (pattern < run->n_identifier_patterns) {
        return on_identifier(run, pattern, start, end);
    }
    const RuleSet *rules = run->findings->rules;
    unsigned slot = g_array_index(rules->text_slots, unsigned, pattern);
    Sighting sighting = {
        .layer = (int)run->layer, .count = 1, .start = start, .end = end, .is_canonical = true
    };
    size_t count = findings_add(run->findings, slot, sighting);
    return count > 0 && count < g_array_index(rules->slots, Slot, slot).enough;
}

static int compare_starts(const void *a, const void *b)
{
    const IdentifierSighting *left = a, *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

/* Those of one layer, which came pattern by pattern, in the order of its text. */
static void sort_identifiers(GArray *identifiers, guint first)
{
    if (identifiers->len - first > 1) {
        qsort(&g_array_index(identifiers, IdentifierSighting, first), identifiers->len - first,
              sizeof(IdentifierSighting), compare_starts);
    }
}

static void find_in_texts(Findings *findings)
{
    TextRun run = { .findings = findings, .n_identifier_patterns = (int)identifier_count() };
    for (guint i = 0; i < findings->layers->all->len; i++) {
        const Layer *layer = layers_at(findings->layers, findings->order[i]);
        guint before = findings->identifiers->len;
        unsigned kinds = findings->kinds[layer->id];
        const unsigned char *wanted =
            kinds == 0 ? NULL : findings->rules->texts_wanted[__builtin_ctz(kinds)];
        if (layer->text_part == NULL || wanted == NULL) {
            continue;
        }
        run.layer = layer->id;
        pattern_matcher_run(findings->matchers->texts,
                            canonical_span(findings_canonical(findings, layer)), wanted,
                            on_text_hit, &run);
        sort_identifiers(findings->identifiers, before);
    }
}

typedef struct ValueRun {
    Findings *findings;
    const Value *value;
    const Canonical *canonical;
} ValueRun;

static bool on_value_hit(int pattern, size_t start, size_t end, void *user)
{
    const ValueRun *run = user;
    const Value *value = run->value;
    Findings *findings = run->findings;
    unsigned slot = g_array_index(findings->rules->value_slots, unsigned, pattern);
    unsigned kind = value->layer == LAYER_NONE ? 1u << LAYER_OWN : findings->kinds[value->layer];

    if ((g_array_index(findings->rules->slots, Slot, slot).layers & kind) == 0) {
        return false;
    }
    Sighting sighting = { .layer = value->layer,
                          .count = 1,
                          .start = value->start,
                          .end = value->end,
                          .is_canonical = value->is_canonical,
                          .field = value->field };
    if (value->field != NULL) {
        size_t from = offset_map_start(run->canonical->map, start);
        size_t to = offset_map_end(run->canonical->map, end);
        sighting.excerpt = excerpt_of(span_slice(value->text, from, MAX(from, to)));
    }
    findings_add(findings, slot, sighting);
    return false;
}

void findings_run_values(Findings *findings, const Scope *scope, const Value *value)
{
    g_autoptr(Canonical) canonical = canonical_new(value->text);
    ValueRun run = { findings, value, canonical };
    pattern_matcher_run(findings->matchers->values, canonical_span(canonical), scope->wanted,
                        on_value_hit, &run);
}

/* Slots of patterns that met their limits; `slots` leads to them from the patterns, of which the
 * first have none. */
static void note_failures(Findings *findings, const PatternMatcher *matcher, const GArray *slots,
                          guint first)
{
    const LimitSet failures = limit_bit(LIMIT_RULE) | limit_bit(LIMIT_SCAN);
    LimitSet limits = pattern_matcher_limits(matcher);
    findings->limits |= limits;
    for (guint pattern = first; (limits & failures) != 0 && pattern < slots->len; pattern++) {
        if (pattern_matcher_failed(matcher, (int)pattern)) {
            findings_leave_open(findings, g_array_index(slots, unsigned, pattern));
        }
    }
}

/* Joined runs are one voice, and so are an attached message and its author's own words. */
static int voice_of(Findings *findings, const Layer *layer)
{
    if (layer->same_as >= 0 && (unsigned)layer->same_as < layer->id) {
        return findings->voices[layer->same_as];
    }
    if (layer->kind == LAYER_OWN && layer->parent >= 0 && (unsigned)layer->parent < layer->id &&
        layers_at(findings->layers, (size_t)layer->parent)->text_part == NULL) {
        return findings->voices[layer->parent];
    }
    return findings->n_voices++;
}

static void survey_layers(Findings *findings)
{
    guint count = findings->layers->all->len, next = 0;
    findings->order = g_new(unsigned, count);
    findings->kinds = g_new(unsigned, count);
    findings->voices = g_new(int, count);
    findings->canonical = g_new0(Canonical *, count);
    for (guint i = 0; i < count; i++) {
        const Layer *layer = layers_at(findings->layers, i);
        /* An encoded file holds no words: no rule asks for it. */
        findings->kinds[i] =
            layer->encoding != NULL ? 0 : 1u << layer_kind_for_rules(findings->layers, layer);
        findings->voices[i] = voice_of(findings, layer);
        if (!layer_is_alternative(layer)) {
            findings->order[next++] = i;
        }
    }
    for (guint i = 0; i < count; i++) {
        if (layer_is_alternative(layers_at(findings->layers, i))) {
            findings->order[next++] = i;
        }
    }
}

static void find_by_kinds(Findings *findings)
{
    for (size_t i = 0; condition_kinds[i] != NULL; i++) {
        const GPtrArray *leaves = findings->rules->leaves[i];
        if (condition_kinds[i]->find != NULL && leaves->len > 0) {
            condition_kinds[i]->find(findings, leaves);
        }
    }
}

/* A rule is touched as well when one it refers to is; those are in the list before it. */
static void pass_touches_on(Findings *findings)
{
    const GPtrArray *referrers = findings->rules->referrers;
    for (guint i = 0; i < referrers->len; i++) {
        const Rule *rule = g_ptr_array_index(referrers, i);
        const GPtrArray *references = rule_set_parts(findings->rules, rule->number)->references;
        for (guint j = 0; j < references->len; j++) {
            const Condition *reference = g_ptr_array_index(references, j);
            const Rule *referred = reference->argument;
            findings->is_touched[rule->number] |=
                referred != NULL && findings->is_touched[referred->number];
        }
    }
}

static void clear_sighting(gpointer element)
{
    g_free(((Sighting *)element)->excerpt);
}

static Findings *find(const RuleSet *rules, const Envelope *envelope, const Message *message,
                      const Layers *layers, bool use_prefilter)
{
    Findings *findings = g_new0(Findings, 1);
    findings->rules = rules;
    findings->envelope = envelope;
    findings->message = message;
    findings->layers = layers;
    findings->first = g_new0(unsigned, rules->slots->len);
    findings->last = g_new0(unsigned, rules->slots->len);
    findings->is_touched = g_new0(unsigned char, rules->rules->len);
    findings->sightings = g_array_new(FALSE, FALSE, sizeof(Sighting));
    g_array_set_clear_func(findings->sightings, clear_sighting);
    findings->identifiers = g_array_new(FALSE, FALSE, sizeof(IdentifierSighting));
    survey_layers(findings);

    findings->matchers = rule_set_take_matchers(rules);
    pattern_matcher_use_prefilter(findings->matchers->texts, use_prefilter);
    pattern_matcher_use_prefilter(findings->matchers->values, use_prefilter);
    find_in_texts(findings);
    note_failures(findings, findings->matchers->texts, rules->text_slots,
                  (guint)identifier_count());
    findings->references = references_collect(findings);
    find_by_kinds(findings);
    note_failures(findings, findings->matchers->values, rules->value_slots, 0);
    rule_set_give_back(rules, g_steal_pointer(&findings->matchers));
    pass_touches_on(findings);
    return findings;
}

Findings *match_find(const RuleSet *rules, const Envelope *envelope, const Message *message,
                     const Layers *layers)
{
    return find(rules, envelope, message, layers, true);
}

Findings *match_find_slowly(const RuleSet *rules, const Envelope *envelope, const Message *message,
                            const Layers *layers)
{
    return find(rules, envelope, message, layers, false);
}
