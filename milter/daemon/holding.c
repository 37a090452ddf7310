/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/holding.h"

#include <syslog.h>

#include <gio/gio.h>

#include "records/held.h"

static bool wants_spool(const Outcome *outcome)
{
    return outcome->list != NULL && outcome->mode == LIST_LIVE &&
           outcome->held_by == HELD_BY_SPOOL && (outcome->actions & 1u << ACTION_HOLD) != 0;
}

/* Of a post longer than limits.message the end is not there, so that nobody could release it. */
static bool is_whole(const Post *post)
{
    return post->size <= judging_limits(post->generation->judging)->message_bytes;
}

/* The recipients that lead to the list at `position`; caller's. */
static char **recipients_of(const Post *post, unsigned position)
{
    GPtrArray *recipients = g_ptr_array_new();
    for (guint i = 0; i < post->recipients->len; i++) {
        if (g_array_index(post->list_of, int, i) == (int)position) {
            g_ptr_array_add(recipients, g_strdup(g_ptr_array_index(post->recipients, i)));
        }
    }
    g_ptr_array_add(recipients, NULL);
    return (char **)g_ptr_array_free(recipients, FALSE);
}

static HeldFacts *facts_of(const Post *post, const Outcome *outcome, unsigned position,
                           const char *queue_id)
{
    HeldFacts *facts = held_facts_new(outcome);
    g_free(facts->list); /* by the envelope, whatever a broken worker says */
    facts->list = g_strdup(g_array_index(post->lists, PostList, position).address);
    facts->sender = g_strdup(post->sender);
    facts->recipients = recipients_of(post, position);
    facts->queue_id = g_strdup(queue_id);
    facts->message_id = g_strdup(post->message_id);
    facts->received_seconds = g_get_real_time() / G_USEC_PER_SEC;
    facts->size_bytes = (int64_t)post->size;
    return facts;
}

/* With what its list's subscribers are to see: the status header, tag and notice of that list
 * alone. */
static bool store(HeldOutcome *held, const Post *post, Outcome *outcome, const HeldFacts *facts,
                  GError **error)
{
    Span raw = span_make(post->bytes, post->length);
    g_autoptr(GPtrArray) alone = g_ptr_array_new();
    g_ptr_array_add(alone, outcome);
    g_autoptr(GPtrArray) edits = plan_edits(alone, raw);
    GString *copy = edits_apply(raw, edits);
    const HeldPost entry = { facts, raw, span_make(copy->str, copy->len) };
    bool is_new;
    bool is_stored = held_store(post->generation->spool, &entry, &held->id, &is_new, error);
    g_string_free(copy, TRUE);
    held->is_known = !is_new;
    return is_stored;
}

static bool store_all(Holding *holding, const Post *post, const Judgement *judgement,
                      const char *queue_id, GError **error)
{
    for (unsigned i = 0; i < MIN(holding->count, post->lists->len); i++) {
        Outcome *outcome = g_ptr_array_index(judgement->outcomes, i);
        if (!wants_spool(outcome) || !is_whole(post)) {
            continue;
        }
        g_autoptr(HeldFacts) facts = facts_of(post, outcome, i, queue_id);
        if (!store(&holding->outcomes[i], post, outcome, facts, error)) {
            return false;
        }
        holding->held++;
    }
    return true;
}

static bool take_out_recipients(Holding *holding, const Wire *wire, const Post *post)
{
    holding->is_all = true;
    for (guint i = 0; i < post->recipients->len; i++) {
        int list = g_array_index(post->list_of, int, i);
        if (list < 0 || holding->outcomes[list].id == NULL) {
            holding->is_all = false;
        } else if (smfi_delrcpt(wire->context, g_ptr_array_index(post->recipients, i)) !=
                   MI_SUCCESS) {
            return false;
        }
    }
    return true;
}

/* What is too long for the spool passes, unless the list would rather have it come again. */
static bool may_pass(const Post *post, const Judgement *judgement, const char *queue_id)
{
    for (guint i = 0; i < judgement->outcomes->len; i++) {
        const Outcome *outcome = g_ptr_array_index(judgement->outcomes, i);
        if (wants_spool(outcome) && !is_whole(post)) {
            if (outcome->on_error == FAILURE_TEMPFAIL) {
                return false;
            }
            log_service(LOG_WARNING,
                        "%s: list=%s: not held, passes with its header: longer than limits.message",
                        queue_id, outcome->list);
        }
    }
    return true;
}

/* Without the lists that leave. */
static void plan_for_the_rest(Holding *holding, const Judgement *judgement, Span raw)
{
    g_autoptr(GPtrArray) staying = g_ptr_array_new();
    for (unsigned i = 0; i < holding->count; i++) {
        if (holding->outcomes[i].id == NULL) {
            g_ptr_array_add(staying, g_ptr_array_index(judgement->outcomes, i));
        }
    }
    g_ptr_array_unref(holding->edits);
    holding->edits = plan_edits(staying, raw);
}

Holding holding_none(const Judgement *judgement)
{
    return (Holding){ .outcomes = g_new0(HeldOutcome, judgement->outcomes->len),
                      .count = judgement->outcomes->len,
                      .edits = g_ptr_array_ref(judgement->edits) };
}

bool holding_begin(Holding *holding, const Wire *wire, const Post *post, const Judgement *judgement,
                   const char *queue_id, GError **error)
{
    /* A post whose lists have gone with a reload meanwhile is judged by `defaults`. */
    if (holding->count != MAX(post->lists->len, 1)) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                            "judged for other lists than those of the post");
        return false;
    }
    if (!may_pass(post, judgement, queue_id)) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                            "to be held, but longer than limits.message");
        return false;
    }
    if (!store_all(holding, post, judgement, queue_id, error)) {
        return false;
    }
    if (holding->held == 0) {
        return true;
    }
    plan_for_the_rest(holding, judgement, span_make(post->bytes, post->length));
    if (!take_out_recipients(holding, wire, post)) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                            "the mail server lets no recipient be taken out");
        return false;
    }
    return true;
}

void holding_clear(Holding *holding)
{
    for (unsigned i = 0; i < holding->count; i++) {
        g_free(holding->outcomes[i].id);
    }
    g_free(holding->outcomes);
    g_clear_pointer(&holding->edits, g_ptr_array_unref);
}
