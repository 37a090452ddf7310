/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/record.h"

#include "pool/packing.h"

enum {
    OUTCOMES_MOST = 1024, /* lists in one transaction */
    TEXTS_MOST = 256,     /* reasons, references: as many as hits */
};

GByteArray *request_pack(const JudgingRequest *request)
{
    GByteArray *out = g_byte_array_new();
    const Presentation *as = &request->presentation;
    pack_text(out, request->envelope.sender);
    pack_text(out, request->envelope.queue_id);
    pack_number(out, request->envelope.received_seconds);
    pack_number(out, as->kind);
    pack_text(out, as->source);
    pack_number(out, (int64_t)as->message);
    pack_number(out, (int64_t)as->offset);
    pack_number(out, as->in_colour);
    pack_number(out, as->is_verbose);
    pack_number(out, as->with_near);
    pack_number(out, as->width);
    pack_number(out, request->undo);
    pack_number(out, request->lists != NULL);
    pack_number(out, (int64_t)request->n_lists);
    for (size_t i = 0; i < request->n_lists; i++) {
        pack_number(out, request->lists[i].number);
        pack_text(out, request->lists[i].address);
    }
    return out;
}

static void unpack_presentation(Unpacker *in, Presentation *as)
{
    as->kind = unpack_up_to(in, N_PRESENTATIONS - 1);
    as->source = unpack_octets(in);
    as->message = unpack_up_to(in, INT64_MAX);
    as->offset = unpack_up_to(in, INT64_MAX);
    as->in_colour = unpack_up_to(in, true);
    as->is_verbose = unpack_up_to(in, true);
    as->with_near = unpack_up_to(in, true);
    as->width = (unsigned)unpack_up_to(in, UINT32_MAX);
}

bool request_unpack(Span bytes, JudgingRequest *request)
{
    Unpacker in = { bytes, false };
    *request = (JudgingRequest){ 0 };
    request->envelope.sender = unpack_octets(&in);
    request->envelope.queue_id = unpack_octets(&in);
    request->envelope.received_seconds = unpack_number(&in);
    unpack_presentation(&in, &request->presentation);
    request->undo = unpack_up_to(&in, true);
    bool has_lists = unpack_up_to(&in, true);
    request->n_lists = unpack_up_to(&in, bytes.length);
    PostList *lists = has_lists ? g_new0(PostList, request->n_lists + 1) : NULL;
    for (size_t i = 0; has_lists && i < request->n_lists; i++) {
        lists[i].number = (int)unpack_number(&in);
        lists[i].address = (char *)unpack_octets(&in);
    }
    request->lists = lists;
    return unpack_is_whole(&in);
}

void request_clear(JudgingRequest *request)
{
    g_free((PostList *)request->lists);
}

static void pack_texts(GByteArray *out, const GPtrArray *texts)
{
    pack_number(out, texts->len);
    for (guint i = 0; i < texts->len; i++) {
        pack_text(out, g_ptr_array_index(texts, i));
    }
}

static void unpack_texts(Unpacker *in, GPtrArray *texts)
{
    uint64_t count = unpack_up_to(in, TEXTS_MOST);
    for (uint64_t i = 0; i < count && !in->is_broken; i++) {
        g_ptr_array_add(texts, g_strdup(unpack_text(in)));
    }
}

static void pack_rules(GByteArray *out, const GPtrArray *rules)
{
    pack_number(out, rules->len);
    for (guint i = 0; i < rules->len; i++) {
        const OutcomeRule *rule = g_ptr_array_index(rules, i);
        pack_text(out, rule->name);
        pack_number(out, rule->verdict_class);
        pack_double(out, rule->points);
        pack_number(out, rule->is_shadow);
    }
}

static void unpack_rules(Unpacker *in, GPtrArray *rules)
{
    uint64_t count = unpack_up_to(in, limits_default.hits * N_CLASSES);
    for (uint64_t i = 0; i < count && !in->is_broken; i++) {
        OutcomeRule *rule = g_new(OutcomeRule, 1);
        rule->name = g_strdup(unpack_text(in));
        rule->verdict_class = unpack_up_to(in, N_CLASSES - 1);
        rule->points = unpack_double(in);
        rule->is_shadow = unpack_up_to(in, true);
        g_ptr_array_add(rules, rule);
        in->is_broken = in->is_broken || rule->name == NULL;
    }
}

static void pack_edit(GByteArray *out, const Edit *edit)
{
    pack_number(out, edit->kind);
    pack_text(out, edit->name);
    pack_number(out, edit->occurrence);
    pack_bytes(out, span_make(edit->value, edit->length));
    pack_number(out, (int64_t)edit->start);
    pack_number(out, (int64_t)edit->end);
}

static void pack_edits(GByteArray *out, const GPtrArray *edits)
{
    pack_number(out, edits->len);
    for (guint i = 0; i < edits->len; i++) {
        pack_edit(out, g_ptr_array_index(edits, i));
    }
}

static void pack_outcome(GByteArray *out, const Outcome *outcome)
{
    pack_text(out, outcome->list);
    pack_number(out, outcome->mode);
    pack_number(out, outcome->verdict);
    pack_number(out, outcome->stance);
    pack_text(out, outcome->not_judged);
    for (int i = 0; i < N_CLASSES; i++) {
        pack_double(out, outcome->scores[i]);
        pack_double(out, outcome->thresholds[i]);
    }
    pack_number(out, outcome->actions);
    pack_number(out, outcome->is_forwarded);
    pack_number(out, outcome->how);
    pack_text(out, outcome->layer);
    pack_rules(out, outcome->rules);
    pack_texts(out, outcome->reasons);
    pack_texts(out, outcome->references);
    pack_number(out, outcome->limits);
    pack_number(out, outcome->on_error);
    pack_number(out, outcome->on_limit);
    pack_number(out, outcome->held_by);
    pack_number(out, outcome->header);
    pack_number(out, outcome->wants_references);
    pack_text(out, outcome->subject_tag);
    pack_number(out, outcome->annotation);
    pack_edits(out, outcome->content);
    pack_text(out, outcome->gen);
}

static Edit *unpack_edit(Unpacker *in)
{
    EditKind kind = unpack_up_to(in, EDIT_REPLACE_BYTES);
    const char *name = unpack_text(in);
    unsigned occurrence = (unsigned)unpack_up_to(in, UINT32_MAX);
    Edit *edit = edit_new(kind, name == NULL ? "" : name, occurrence, NULL);
    Span value = unpack_bytes(in);
    edit->value = span_copy(value);
    edit->length = value.length;
    edit->start = unpack_up_to(in, SIZE_MAX);
    edit->end = unpack_up_to(in, SIZE_MAX);
    return edit;
}

static void unpack_edits(Unpacker *in, GPtrArray *edits)
{
    uint64_t count = unpack_up_to(in, limits_default.edits);
    for (uint64_t i = 0; i < count && !in->is_broken; i++) {
        g_ptr_array_add(edits, unpack_edit(in));
    }
}

static Outcome *unpack_outcome(Unpacker *in)
{
    Outcome *outcome = outcome_new();
    outcome->list = g_strdup(unpack_text(in));
    outcome->mode = unpack_up_to(in, LIST_LIVE);
    outcome->verdict = unpack_up_to(in, VERDICT_ERROR);
    outcome->stance = unpack_up_to(in, STANCE_DISCUSSES);
    outcome->not_judged = g_strdup(unpack_text(in));
    for (int i = 0; i < N_CLASSES; i++) {
        outcome->scores[i] = unpack_double(in);
        outcome->thresholds[i] = unpack_double(in);
    }
    outcome->actions = (ActionSet)unpack_up_to(in, (1u << N_ACTIONS) - 1);
    outcome->is_forwarded = unpack_up_to(in, true);
    outcome->how = unpack_up_to(in, LAYER_ATTACHED);
    outcome->layer = g_strdup(unpack_text(in));
    unpack_rules(in, outcome->rules);
    unpack_texts(in, outcome->reasons);
    unpack_texts(in, outcome->references);
    outcome->limits = (LimitSet)unpack_up_to(in, UINT32_MAX);
    outcome->on_error = unpack_up_to(in, FAILURE_TEMPFAIL);
    outcome->on_limit = unpack_up_to(in, FAILURE_TEMPFAIL);
    outcome->held_by = unpack_up_to(in, HELD_BY_SPOOL);
    outcome->header = unpack_up_to(in, HEADER_NONE);
    outcome->wants_references = unpack_up_to(in, true);
    outcome->subject_tag = g_strdup(unpack_text(in));
    outcome->annotation = unpack_up_to(in, N_ANNOTATIONS - 1);
    unpack_edits(in, outcome->content);
    outcome->gen = g_strdup(unpack_text(in));
    in->is_broken = in->is_broken || outcome->gen == NULL;
    return outcome;
}

GByteArray *judgement_pack(const Judgement *judgement)
{
    GByteArray *out = g_byte_array_new();
    pack_number(out, judgement->reply);
    pack_text(out, judgement->message_id);
    pack_number(out, judgement->date_seconds);
    pack_text(out, judgement->rendered);
    pack_number(out, judgement->microseconds);
    pack_number(out, judgement->outcomes->len);
    for (guint i = 0; i < judgement->outcomes->len; i++) {
        pack_outcome(out, g_ptr_array_index(judgement->outcomes, i));
    }
    return out;
}

Judgement *judgement_unpack(Span bytes)
{
    Unpacker in = { bytes, false };
    g_autoptr(Judgement) judgement = judgement_new();
    judgement->reply = unpack_up_to(&in, REPLY_TEMPFAIL);
    judgement->message_id = g_strdup(unpack_text(&in));
    judgement->date_seconds = unpack_number(&in);
    judgement->rendered = g_strdup(unpack_text(&in));
    judgement->microseconds = unpack_number(&in);
    uint64_t outcomes = unpack_up_to(&in, OUTCOMES_MOST);
    for (uint64_t i = 0; i < outcomes && !in.is_broken; i++) {
        g_ptr_array_add(judgement->outcomes, unpack_outcome(&in));
    }
    return outcomes > 0 && unpack_is_whole(&in) ? g_steal_pointer(&judgement) : NULL;
}
