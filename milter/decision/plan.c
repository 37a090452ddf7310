/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/plan.h"

#include "decision/status_header.h"
#include "decision/subject.h"

/* An outcome that changes the mail: of a configured list that is live. */
static bool acts(const Outcome *outcome)
{
    return outcome->list != NULL && outcome->mode == LIST_LIVE;
}

static bool all_ask_for(const GPtrArray *outcomes, Action action)
{
    for (guint i = 0; i < outcomes->len; i++) {
        const Outcome *outcome = g_ptr_array_index(outcomes, i);
        if (!acts(outcome) || !(outcome->actions & (1u << action))) {
            return false;
        }
    }
    return outcomes->len > 0;
}

static bool asks_to_try_again(const Outcome *outcome)
{
    if (outcome->verdict == VERDICT_ERROR) {
        return outcome->on_error == FAILURE_TEMPFAIL;
    }
    return outcome->verdict == VERDICT_NONE && outcome->limits != 0 &&
           outcome->on_limit == FAILURE_TEMPFAIL;
}

Reply plan_reply(const GPtrArray *outcomes)
{
    for (guint i = 0; i < outcomes->len; i++) {
        const Outcome *outcome = g_ptr_array_index(outcomes, i);
        if (acts(outcome) && asks_to_try_again(outcome)) {
            return REPLY_TEMPFAIL;
        }
    }
    if (all_ask_for(outcomes, ACTION_DISCARD)) {
        return REPLY_DISCARD;
    }
    return all_ask_for(outcomes, ACTION_REJECT) ? REPLY_REJECT : REPLY_ACCEPT;
}

static bool any_watches(const GPtrArray *outcomes)
{
    for (guint i = 0; i < outcomes->len; i++) {
        const Outcome *outcome = g_ptr_array_index(outcomes, i);
        if (outcome->list != NULL && outcome->mode != LIST_OFF) {
            return true;
        }
    }
    return false;
}

void plan_content(GPtrArray *edits, const GPtrArray *outcomes, const Message *message)
{
    const HeaderField *field = message_field(message->top, "Subject");
    for (guint i = 0; i < outcomes->len; i++) {
        const Outcome *outcome = g_ptr_array_index(outcomes, i);
        if (!acts(outcome) || outcome->subject_tag == NULL) {
            continue;
        }
        g_autofree char *value =
            subject_with_tag(field == NULL ? span_of("") : field->raw, outcome->subject_tag);
        if (value != NULL) {
            EditKind kind = field == NULL ? EDIT_INSERT_FIELD : EDIT_CHANGE_FIELD;
            g_ptr_array_add(edits,
                            edit_new(kind, field == NULL ? "Subject" : field->name, 1, value));
        }
        return; /* one Subject for all: the first list that wants a tag has it */
    }
}

static void add_field(GPtrArray *edits, const char *name, const char *value)
{
    g_assert(field_value_is_sound(value));
    g_ptr_array_add(edits, edit_new(EDIT_INSERT_FIELD, name, 0, value));
}

static void add_marks(GPtrArray *edits, const Outcome *outcome)
{
    if (!acts(outcome) || outcome->header == HEADER_NONE) {
        return;
    }
    g_autofree char *references =
        outcome->wants_references ? references_header_value(outcome) : NULL;
    if (references != NULL) {
        add_field(edits, REFERENCES_HEADER_NAME, references);
    }
    g_autofree char *status = status_header_value(outcome, outcome->header);
    add_field(edits, STATUS_HEADER_NAME, status);
}

GPtrArray *plan_edits(const GPtrArray *outcomes, Span raw, GPtrArray *content)
{
    GPtrArray *edits = g_ptr_array_new_with_free_func((GDestroyNotify)edit_free);
    if (any_watches(outcomes)) {
        edits_remove_marks(edits, raw);
    }
    g_ptr_array_extend_and_steal(edits, content);
    for (guint i = outcomes->len; i-- > 0;) {
        add_marks(edits, g_ptr_array_index(outcomes, i));
    }
    return edits;
}
