/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/record.h"

#define OUTCOME_TYPE   "(msuuums(dddd)ubumsa(sudb)asasuuubmsss)"
#define EDIT_TYPE      "(usuaytt)"
#define JUDGEMENT_TYPE "(a" OUTCOME_TYPE "a" EDIT_TYPE "umsxmsx)"
#define REQUEST_TYPE   "(ayayxa(ims)b(uaytt)(bbbu))"

enum {
    OUTCOMES_MOST = 1024, /* lists in one transaction */
    TEXTS_MOST = 256      /* reasons, references: as many as hits */
};

static GVariant *bytes_or_empty(const char *text)
{
    return g_variant_new_bytestring(text == NULL ? "" : text);
}

GVariant *request_pack(const JudgingRequest *request)
{
    const Presentation *as = &request->presentation;
    GVariantBuilder lists;
    g_variant_builder_init(&lists, G_VARIANT_TYPE("a(ims)"));
    for (size_t i = 0; i < request->n_lists; i++) {
        g_variant_builder_add(&lists, "(ims)", request->lists[i].number, request->lists[i].address);
    }
    return g_variant_new(
        "(@ay@ayxa(ims)b(u@aytt)(bbbu))", bytes_or_empty(request->envelope.sender),
        bytes_or_empty(request->envelope.queue_id), request->envelope.received_seconds, &lists,
        request->lists != NULL, as->kind, bytes_or_empty(as->source), (guint64)as->message,
        (guint64)as->offset, as->in_colour, as->is_verbose, as->with_near, as->width);
}

static PostList *lists_unpack(GVariantIter *iter)
{
    PostList *lists = g_new0(PostList, g_variant_iter_n_children(iter) + 1);
    for (PostList *list = lists; g_variant_iter_next(iter, "(im&s)", &list->number, &list->address);
         list++) {
    }
    return lists;
}

bool request_unpack(Span bytes, JudgingRequest *request, GVariant **keep)
{
    GVariant *packed = g_variant_ref_sink(g_variant_new_from_data(
        G_VARIANT_TYPE(REQUEST_TYPE), bytes.text, bytes.length, FALSE, NULL, NULL));
    g_autoptr(GVariantIter) lists = NULL;
    gboolean has_lists, in_colour, is_verbose, with_near;
    guint32 kind;
    guint64 message, offset;
    Presentation *as = &request->presentation;
    *request = (JudgingRequest){ 0 };
    g_variant_get(packed, "(^&ay^&ayxa(ims)b(u^&aytt)(bbbu))", &request->envelope.sender,
                  &request->envelope.queue_id, &request->envelope.received_seconds, &lists,
                  &has_lists, &kind, &as->source, &message, &offset, &in_colour, &is_verbose,
                  &with_near, &as->width);
    as->kind = kind;
    as->message = message;
    as->offset = offset;
    as->in_colour = in_colour;
    as->is_verbose = is_verbose;
    as->with_near = with_near;
    request->n_lists = g_variant_iter_n_children(lists);
    if (has_lists) {
        request->lists = lists_unpack(lists);
    }
    *keep = packed;
    return kind < N_PRESENTATIONS;
}

void request_clear(JudgingRequest *request)
{
    g_free((int *)request->lists);
}

static GVariant *strings_pack(const GPtrArray *texts)
{
    return g_variant_new_strv((const char *const *)texts->pdata, texts->len);
}

static GVariant *rules_pack(const GPtrArray *rules)
{
    GVariantBuilder builder;
    g_variant_builder_init(&builder, G_VARIANT_TYPE("a(sudb)"));
    for (guint i = 0; i < rules->len; i++) {
        const OutcomeRule *rule = g_ptr_array_index(rules, i);
        g_variant_builder_add(&builder, "(sudb)", rule->name, rule->verdict_class, rule->points,
                              rule->is_shadow);
    }
    return g_variant_builder_end(&builder);
}

static GVariant *outcome_pack(const Outcome *outcome)
{
    return g_variant_new(
        "(msuuums(dddd)ubums@a(sudb)@as@asuuubmsss)", outcome->list, outcome->mode,
        outcome->verdict, outcome->stance, outcome->not_judged, outcome->scores[CLASS_HOAX],
        outcome->scores[CLASS_ADVISORY], outcome->thresholds[CLASS_HOAX],
        outcome->thresholds[CLASS_ADVISORY], outcome->actions, outcome->is_forwarded, outcome->how,
        outcome->layer, rules_pack(outcome->rules), strings_pack(outcome->reasons),
        strings_pack(outcome->references), outcome->limits, outcome->on_limit, outcome->header,
        outcome->wants_references, outcome->subject_tag, outcome->annotate, outcome->gen);
}

static GVariant *edit_pack(const Edit *edit)
{
    GVariant *value = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, edit->value, edit->length, 1);
    return g_variant_new("(usu@aytt)", edit->kind, edit->name == NULL ? "" : edit->name,
                         edit->occurrence, value, (guint64)edit->start, (guint64)edit->end);
}

GVariant *judgement_pack(const Judgement *judgement)
{
    GVariantBuilder outcomes, edits;
    g_variant_builder_init(&outcomes, G_VARIANT_TYPE("a" OUTCOME_TYPE));
    for (guint i = 0; i < judgement->outcomes->len; i++) {
        g_variant_builder_add_value(&outcomes,
                                    outcome_pack(g_ptr_array_index(judgement->outcomes, i)));
    }
    g_variant_builder_init(&edits, G_VARIANT_TYPE("a" EDIT_TYPE));
    for (guint i = 0; i < judgement->edits->len; i++) {
        g_variant_builder_add_value(&edits, edit_pack(g_ptr_array_index(judgement->edits, i)));
    }
    return g_variant_new("(a" OUTCOME_TYPE "a" EDIT_TYPE "umsxmsx)", &outcomes, &edits,
                         judgement->reply, judgement->message_id, judgement->date_seconds,
                         judgement->rendered, judgement->microseconds);
}

static bool strings_unpack(GVariant *packed, GPtrArray *texts)
{
    if (g_variant_n_children(packed) > TEXTS_MOST) {
        return false;
    }
    GVariantIter iter;
    const char *text;
    g_variant_iter_init(&iter, packed);
    while (g_variant_iter_next(&iter, "&s", &text)) {
        g_ptr_array_add(texts, g_strdup(text));
    }
    return true;
}

static bool rules_unpack(GVariant *packed, GPtrArray *rules)
{
    if (g_variant_n_children(packed) > limits_default.hits * N_CLASSES) {
        return false;
    }
    GVariantIter iter;
    const char *name;
    guint32 verdict_class;
    gdouble points;
    gboolean is_shadow;
    g_variant_iter_init(&iter, packed);
    while (g_variant_iter_next(&iter, "(&sudb)", &name, &verdict_class, &points, &is_shadow)) {
        if (verdict_class >= N_CLASSES) {
            return false;
        }
        OutcomeRule *rule = g_new(OutcomeRule, 1);
        *rule = (OutcomeRule){ g_strdup(name), verdict_class, points, is_shadow };
        g_ptr_array_add(rules, rule);
    }
    return true;
}

/* Names are static in an Outcome; one that none of ours has been given to is a lie. */
static const char *known_annotation(const char *name)
{
    static const char *const known[] = { "none", "subject", "header-only:dkim",
                                         "header-only:annotate" };
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        if (strcmp(known[i], name) == 0) {
            return known[i];
        }
    }
    return NULL;
}

static Outcome *outcome_unpack(GVariant *packed)
{
    g_autoptr(Outcome) outcome = outcome_new();
    guint32 mode, verdict, stance, how, on_limit, header;
    gboolean is_forwarded, wants_references;
    const char *annotate;
    g_autoptr(GVariant) rules = NULL, reasons = NULL, references = NULL;
    g_variant_get(packed, "(msuuums(dddd)ubums@a(sudb)@as@asuuubms&ss)", &outcome->list, &mode,
                  &verdict, &stance, &outcome->not_judged, &outcome->scores[CLASS_HOAX],
                  &outcome->scores[CLASS_ADVISORY], &outcome->thresholds[CLASS_HOAX],
                  &outcome->thresholds[CLASS_ADVISORY], &outcome->actions, &is_forwarded, &how,
                  &outcome->layer, &rules, &reasons, &references, &outcome->limits, &on_limit,
                  &header, &wants_references, &outcome->subject_tag, &annotate, &outcome->gen);
    outcome->mode = mode;
    outcome->verdict = verdict;
    outcome->stance = stance;
    outcome->how = how;
    outcome->on_limit = on_limit;
    outcome->header = header;
    outcome->is_forwarded = is_forwarded;
    outcome->wants_references = wants_references;
    outcome->annotate = known_annotation(annotate);
    bool is_in_range = mode <= LIST_LIVE && verdict <= VERDICT_ERROR &&
                       stance <= STANCE_DISCUSSES && how <= LAYER_ATTACHED &&
                       on_limit <= FAILURE_TEMPFAIL && header <= HEADER_NONE &&
                       outcome->actions < 1u << N_ACTIONS && outcome->annotate != NULL;
    bool is_whole = is_in_range && rules_unpack(rules, outcome->rules) &&
                    strings_unpack(reasons, outcome->reasons) &&
                    strings_unpack(references, outcome->references);
    return is_whole ? g_steal_pointer(&outcome) : NULL;
}

static Edit *edit_unpack(GVariant *packed)
{
    guint32 kind, occurrence;
    guint64 start, end;
    const char *name;
    g_autoptr(GVariant) value = NULL;
    g_variant_get(packed, "(u&su@aytt)", &kind, &name, &occurrence, &value, &start, &end);
    if (kind > EDIT_REPLACE_BYTES) {
        return NULL;
    }
    Edit *edit = edit_new(kind, name, occurrence, NULL);
    gsize length;
    const char *bytes = g_variant_get_fixed_array(value, &length, 1);
    edit->value = g_strndup(bytes == NULL ? "" : bytes, length);
    edit->length = length;
    edit->start = start;
    edit->end = end;
    return edit;
}

static bool outcomes_unpack(GVariant *packed, GPtrArray *outcomes)
{
    size_t count = g_variant_n_children(packed);
    for (size_t i = 0; i < count && count <= OUTCOMES_MOST; i++) {
        g_autoptr(GVariant) child = g_variant_get_child_value(packed, i);
        Outcome *outcome = outcome_unpack(child);
        if (outcome == NULL) {
            return false;
        }
        g_ptr_array_add(outcomes, outcome);
    }
    return outcomes->len > 0;
}

static bool edits_unpack(GVariant *packed, GPtrArray *edits)
{
    size_t count = g_variant_n_children(packed);
    for (size_t i = 0; i < count && count <= limits_default.edits; i++) {
        g_autoptr(GVariant) child = g_variant_get_child_value(packed, i);
        Edit *edit = edit_unpack(child);
        if (edit == NULL) {
            return false;
        }
        g_ptr_array_add(edits, edit);
    }
    return count <= limits_default.edits;
}

Judgement *judgement_unpack(Span bytes)
{
    g_autoptr(GVariant) packed = g_variant_ref_sink(g_variant_new_from_data(
        G_VARIANT_TYPE(JUDGEMENT_TYPE), bytes.text, bytes.length, FALSE, NULL, NULL));
    if (!g_variant_is_normal_form(packed)) {
        return NULL;
    }
    g_autoptr(Judgement) judgement = judgement_new();
    g_autoptr(GVariant) outcomes = NULL, edits = NULL;
    guint32 reply;
    g_variant_get(packed, "(@a" OUTCOME_TYPE "@a" EDIT_TYPE "umsxmsx)", &outcomes, &edits, &reply,
                  &judgement->message_id, &judgement->date_seconds, &judgement->rendered,
                  &judgement->microseconds);
    judgement->reply = reply;
    bool is_sound = reply <= REPLY_TEMPFAIL && outcomes_unpack(outcomes, judgement->outcomes) &&
                    edits_unpack(edits, judgement->edits);
    return is_sound ? g_steal_pointer(&judgement) : NULL;
}
