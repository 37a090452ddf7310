/* SPDX-License-Identifier: BSD-2-Clause */
/* The JSON object of interfaces.md, one line a message. */
#include "decision/present.h"
#include "decision/values_json.h"
#include "decision/verdict.h"
#include "presentation_unread.h"
#include "rules/advisory_facts.h"
#include "text/json.h"

static json_t *strings(const GPtrArray *texts)
{
    json_t *array = json_array();
    for (guint i = 0; i < texts->len; i++) {
        json_array_append_new(array, json_text(g_ptr_array_index(texts, i)));
    }
    return array;
}

static json_t *number_or_null(int number)
{
    return number < 0 ? json_null() : json_integer(number);
}

static json_t *pair(size_t first, size_t second)
{
    json_t *array = json_array();
    json_array_append_new(array, json_integer((json_int_t)first));
    json_array_append_new(array, json_integer((json_int_t)second));
    return array;
}

static json_t *limits_json(LimitSet limits)
{
    json_t *array = json_array();
    for (int i = 0; i < N_LIMITS; i++) {
        if (limits & limit_bit(i)) {
            json_array_append_new(array, json_string(limit_name(i)));
        }
    }
    return array;
}

static json_t *others_json(const GPtrArray *outcomes)
{
    json_t *others = json_array();
    for (guint i = 1; i < outcomes->len; i++) {
        const Outcome *outcome = g_ptr_array_index(outcomes, i);
        json_t *other = json_object();
        json_object_set_new(other, "list", json_text(outcome->list));
        json_object_set_new(other, "verdict", json_string(verdict_name(outcome->verdict)));
        json_object_set_new(other, "actions", actions_json(outcome->actions));
        json_object_set_new(other, "scores", class_points_json(outcome->scores));
        json_array_append_new(others, other);
    }
    return others;
}

static json_t *references_json(const Findings *findings)
{
    json_t *array = json_array();
    const GPtrArray *references = findings_references(findings);
    for (guint i = 0; i < references->len; i++) {
        const Reference *reference = g_ptr_array_index(references, i);
        json_t *object = json_object();
        json_object_set_new(object, "kind", json_text(reference->kind->kind));
        json_object_set_new(object, "id", json_text(reference->id));
        json_object_set_new(object, "issuer", json_text(reference->kind->issuer));
        json_object_set_new(object, "layer", json_integer(reference->layer));
        json_array_append_new(array, object);
    }
    return array;
}

/* The layer of the advisory: where its weightiest sign stands, else its first number; or NULL. */
static const Layer *advisory_layer(const Shown *shown)
{
    const RuleHit *weightiest = NULL;
    for (guint i = 0; i < shown->hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(shown->hits, i);
        double points = hit->points[CLASS_ADVISORY];
        double most = weightiest == NULL ? 0 : weightiest->points[CLASS_ADVISORY];
        weightiest = hit->layer >= 0 && points > most ? hit : weightiest;
    }
    const GPtrArray *references = findings_references(shown->examination->findings);
    if (weightiest != NULL) {
        return layers_at(shown->examination->layers, (size_t)weightiest->layer);
    }
    const Reference *first = references->len == 0 ? NULL : g_ptr_array_index(references, 0);
    return first == NULL ? NULL : layers_at(shown->examination->layers, first->layer);
}

static json_t *advisory_json(const Shown *shown)
{
    const Layer *layer = shown->outcome->verdict == VERDICT_ADVISORY ? advisory_layer(shown) : NULL;
    if (layer == NULL) {
        return json_null();
    }
    g_auto(AdvisoryFacts) facts;
    advisory_facts_read(&facts, layer);
    json_t *object = json_object();
    json_object_set_new(object, "layer", json_integer(layer->id));
    json_object_set_new(object, "tlp", json_text(facts.tlp));
    json_object_set_new(object, "date", json_text(facts.date));
    json_object_set_new(object, "severity", json_text(facts.severity));
    json_object_set_new(object, "signature", json_text(facts.signature));
    return object;
}

static void set_origin(json_t *object, const Origin *origin)
{
    json_object_set_new(object, "from", json_text(origin->from));
    json_object_set_new(object, "to", json_text(origin->to));
    json_object_set_new(object, "subject", json_text(origin->subject));
    json_object_set_new(object, "date", json_text(origin->date));
    json_object_set_new(object, "message_id", json_text(origin->message_id));
}

static json_t *layer_json(const Layer *layer, bool with_text)
{
    json_t *object = json_object();
    json_object_set_new(object, "id", json_integer(layer->id));
    json_object_set_new(object, "kind", json_string(layer_kind_name(layer->kind)));
    json_object_set_new(object, "level", json_integer(layer->level));
    json_object_set_new(object, "parent", number_or_null(layer->parent));
    json_object_set_new(object, "same_as", number_or_null(layer->same_as));
    json_object_set_new(object, "how", json_text(layer_how_name(layer->how)));
    json_object_set_new(object, "part", json_text(layer->part->id));
    if (layer->text_part != NULL && layer->text_part->alternative_of != NULL) {
        json_object_set_new(object, "alternative_of", json_text(layer->text_part->alternative_of));
    }
    json_object_set_new(object, "bytes", pair(layer->raw_start, layer->raw_end));
    json_object_set_new(object, "lines", pair(layer->first_line, layer->last_line));
    set_origin(object, &layer->origin);
    if (layer->digest > 0) {
        json_object_set_new(object, "digest", json_integer(layer->digest));
    }
    json_object_set_new(object, "confidence", json_integer(layer->confidence));
    json_object_set_new(object, "evidence", strings(layer->evidence));
    if (with_text) {
        json_object_set_new(object, "text", json_span(layer_text(layer)));
    }
    return object;
}

static json_t *layers_json(const Layers *layers, bool with_text)
{
    json_t *array = json_array();
    for (guint i = 0; i < layers->all->len; i++) {
        json_array_append_new(array, layer_json(layers_at(layers, i), with_text));
    }
    return array;
}

static json_t *hit_json(const RuleHit *hit, VerdictClass verdict_class)
{
    size_t line, column;
    bool has_place = hit_place(hit, &line, &column);
    json_t *object = json_object();
    json_object_set_new(object, "rule", json_text(hit->rule->name));
    json_object_set_new(object, "class", json_string(verdict_class_name(verdict_class)));
    json_object_set_new(object, "points", json_points(hit->points[verdict_class]));
    json_object_set_new(object, "shadow", json_boolean(hit->is_shadow));
    json_object_set_new(object, "layer", number_or_null(hit->layer));
    json_object_set_new(object, "part", json_text(has_place ? hit->part->part->id : NULL));
    json_object_set_new(object, "line", has_place ? json_integer((json_int_t)line) : json_null());
    json_object_set_new(object, "column",
                        has_place ? json_integer((json_int_t)column) : json_null());
    json_object_set_new(object, "excerpt", json_text(hit->excerpt));
    json_object_set_new(object, "also", json_integer((json_int_t)hit->also));
    json_object_set_new(object, "brought", json_boolean(hit_is_brought(hit)));
    return object;
}

/* Where it stands in the text of its layer, in characters; null: in no text. */
static json_t *range_json(const RuleHit *hit, const Layers *layers)
{
    if (hit->part == NULL || hit->layer < 0) {
        return json_null();
    }
    const Layer *layer = layers_at(layers, (size_t)hit->layer);
    Span text = layer_text(layer);
    const char *start = text.text + (hit->start - layer->start);
    const char *end = text.text + (hit->end - layer->start);
    size_t before = (size_t)g_utf8_strlen(text.text, start - text.text);
    return pair(before, before + (size_t)g_utf8_strlen(start, end - start));
}

/* The keys that only `explain` adds to a hit: what matched, and where the rule stands. */
static void explain_hit(json_t *object, const RuleHit *hit)
{
    g_autofree char *place =
        g_strdup_printf("%s:%u:%u", hit->place.file, hit->place.line, hit->place.column);
    json_object_set_new(object, "field", json_text(hit->field));
    json_object_set_new(object, "condition", json_text(hit->condition));
    json_object_set_new(object, "defined", json_text(place));
    json_object_set_new(object, "cue", json_text(hit->rule->cue));
}

static json_t *hits_json(const Shown *shown)
{
    json_t *array = json_array();
    bool is_post = shown->as->kind == PRESENT_POST_JSON;
    for (guint i = 0; i < shown->hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(shown->hits, i);
        for (int c = 0; c < N_CLASSES; c++) {
            if (hit->rule->points[c] != 0 || hit->points[c] != 0) {
                json_t *object = hit_json(hit, c);
                if (is_post || shown->as->kind == PRESENT_EXPLAIN_JSON) {
                    explain_hit(object, hit);
                }
                if (is_post) {
                    json_object_set_new(object, "range",
                                        range_json(hit, shown->examination->layers));
                }
                json_array_append_new(array, object);
            }
        }
    }
    return array;
}

static json_t *near_json(const Shown *shown)
{
    ListRules rules = { shown->policy->address, (const char *const *)shown->policy->languages,
                        shown->policy->overrides };
    g_autoptr(GPtrArray) near = match_near(shown->examination->findings, &rules);
    json_t *array = json_array();
    for (guint i = 0; i < near->len; i++) {
        const NearMiss *miss = g_ptr_array_index(near, i);
        json_t *object = json_object();
        json_object_set_new(object, "rule", json_text(miss->rule->name));
        json_object_set_new(object, "condition", json_text(miss->condition));
        json_array_append_new(array, object);
    }
    return array;
}

static void set_source(json_t *object, const Presentation *as)
{
    json_object_set_new(object, "source", json_text(as->source));
    json_object_set_new(object, "message", json_integer((json_int_t)as->message));
    json_object_set_new(object, "offset", json_integer((json_int_t)as->offset));
}

static void set_message_id(json_t *object, const Shown *shown)
{
    const char *message_id = message_header(shown->examination->message->top, "Message-ID");
    json_object_set_new(object, "message_id", json_span(span_trim(span_of(message_id))));
}

static void set_verdict(json_t *object, const Outcome *outcome)
{
    json_object_set_new(object, "list", json_text(outcome->list));
    json_object_set_new(object, "mode", json_string(list_mode_name(outcome->mode)));
    json_object_set_new(object, "judged",
                        outcome->not_judged == NULL ? json_true() : json_text(outcome->not_judged));
    json_object_set_new(object, "verdict", json_string(verdict_name(outcome->verdict)));
    json_object_set_new(object, "actions", actions_json(outcome->actions));
    json_object_set_new(object, "forwarded", json_boolean(outcome->is_forwarded));
    json_object_set_new(object, "stance", json_text(stance_name(outcome->stance)));
    json_object_set_new(object, "reasons", strings(outcome->reasons));
    json_object_set_new(object, "scores", class_points_json(outcome->scores));
}

/* What a table of posts has of each. */
static void set_post(json_t *object, const Shown *shown)
{
    const MimePart *top = shown->examination->message->top;
    json_object_set_new(object, "from", json_text(message_header(top, "From")));
    json_object_set_new(object, "subject", json_text(message_header(top, "Subject")));
    json_object_set_new(object, "date", json_text(message_header(top, "Date")));
}

/* What every object ends with. */
static char *closed_line(json_t *object, const Outcome *outcome)
{
    json_object_set_new(object, "limits", limits_json(outcome->limits));
    json_object_set_new(object, "gen", json_text(outcome->gen));
    g_autofree char *line = json_line(object);
    return g_strconcat(line, "\n", NULL);
}

char *present_failure_json(const Outcome *outcome, const Presentation *as)
{
    json_t *object = json_object();
    set_source(object, as);
    json_object_set_new(object, "message_id", json_null());
    set_verdict(object, outcome);
    json_object_set_new(object, "said", json_null());
    json_object_set_new(object, "others", json_array());
    json_object_set_new(object, "references", json_array());
    json_object_set_new(object, "advisory", json_null());
    json_object_set_new(object, "layers", json_array());
    json_object_set_new(object, "hits", json_array());
    return closed_line(object, outcome);
}

char *present_json(const Shown *shown)
{
    const Examination *examination = shown->examination;
    bool layers_only = shown->as->kind == PRESENT_LAYERS_JSON;
    bool is_post = shown->as->kind == PRESENT_POST_JSON;
    json_t *object = json_object();
    set_source(object, shown->as);
    set_message_id(object, shown);
    if (layers_only) {
        json_object_set_new(object, "forwarded", json_boolean(examination->layers->is_forwarded));
        json_object_set_new(object, "unread", unread_json(examination->message));
    } else {
        set_verdict(object, shown->outcome);
        json_object_set_new(object, "said", json_text(stance_name(stance_said(shown->hits))));
        json_object_set_new(object, "others", others_json(shown->outcomes));
        json_object_set_new(object, "references", references_json(examination->findings));
        json_object_set_new(object, "advisory", advisory_json(shown));
    }
    json_object_set_new(object, "layers", layers_json(examination->layers, layers_only || is_post));
    if (!layers_only) {
        json_object_set_new(object, "hits", hits_json(shown));
    }
    if (is_post) {
        set_post(object, shown);
    }
    if (shown->as->with_near) {
        json_object_set_new(object, "near", near_json(shown));
    }
    if (shown->as->is_verbose) {
        json_object_set_new(object, "microseconds", json_integer(shown->as->microseconds));
    }
    return closed_line(object, shown->outcome);
}
