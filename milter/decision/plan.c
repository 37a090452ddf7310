/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/plan.h"

#include "decision/status_header.h"

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

static void *copy_edit(const void *edit, void *user G_GNUC_UNUSED)
{
    return edit_copy(edit);
}

static void add_content(GPtrArray *edits, const GPtrArray *outcomes)
{
    for (guint i = 0; i < outcomes->len; i++) {
        const Outcome *outcome = g_ptr_array_index(outcomes, i);
        if (acts(outcome) && outcome->content->len > 0) {
            g_ptr_array_extend(edits, outcome->content, copy_edit, NULL);
            return;
        }
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

GPtrArray *plan_edits(const GPtrArray *outcomes, Span raw)
{
    GPtrArray *edits = g_ptr_array_new_with_free_func((GDestroyNotify)edit_free);
    if (any_watches(outcomes)) {
        edits_remove_marks(edits, raw);
    }
    add_content(edits, outcomes);
    for (guint i = outcomes->len; i-- > 0;) {
        add_marks(edits, g_ptr_array_index(outcomes, i));
    }
    return edits;
}

GPtrArray *plan_undo(const GPtrArray *outcomes, Span raw)
{
    GPtrArray *edits = g_ptr_array_new_with_free_func((GDestroyNotify)edit_free);
    const Outcome *first = g_ptr_array_index(outcomes, 0);
    edits_remove_marks(edits, raw);
    g_ptr_array_extend(edits, first->content, copy_edit, NULL);
    return edits;
}
