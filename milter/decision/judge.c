/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/judge.h"

#include "decision/annotate.h"
#include "decision/verdict.h"

/*
 * A long post with its middle blanked, same length, so that every offset holds: what is judged is
 * its beginning and its end. NULL when it is short enough, the usual case.
 */
static char *blank_middle(Span raw, const Limits *limits)
{
    if (raw.length <= limits->judged_head_bytes + limits->judged_tail_bytes) {
        return NULL;
    }
    char *copy = g_memdup2(raw.text, raw.length);
    size_t tail = raw.length - limits->judged_tail_bytes;
    memset(copy + limits->judged_head_bytes, '\n', tail - limits->judged_head_bytes);
    return copy;
}

Examination *judge_take_apart(Span raw, const Envelope *envelope, const Policies *policies)
{
    Examination *examination = g_new0(Examination, 1);
    examination->policies = policies;
    examination->envelope = *envelope;
    examination->blanked = blank_middle(raw, &policies->limits);
    Span judged = examination->blanked == NULL ? raw : span_make(examination->blanked, raw.length);
    examination->message = message_parse(judged, &policies->limits);
    examination->layers = layers_split(examination->message, &policies->limits);
    examination->limits = examination->message->limits | examination->layers->limits;
    if (examination->blanked != NULL) {
        examination->limits |= limit_bit(LIMIT_JUDGED);
    }
    if (raw.length > policies->limits.message_bytes) {
        examination->limits |= limit_bit(LIMIT_MESSAGE);
    }
    return examination;
}

Examination *judge_examine(Span raw, const Envelope *envelope, const Policies *policies)
{
    Examination *examination = judge_take_apart(raw, envelope, policies);
    examination->findings = match_find(policies->rules, &examination->envelope,
                                       examination->message, examination->layers);
    examination->limits |= findings_limits(examination->findings);
    return examination;
}

void examination_free(Examination *examination)
{
    if (examination == NULL) {
        return;
    }
    findings_free(examination->findings);
    layers_free(examination->layers);
    message_free(examination->message);
    g_free(examination->blanked);
    g_free(examination);
}

static const Layer *first_forward(const Layers *layers)
{
    for (guint i = 0; i < layers->all->len; i++) {
        if (layers_at(layers, i)->kind == LAYER_FORWARDED) {
            return layers_at(layers, i);
        }
    }
    return NULL;
}

static void describe_post(Outcome *outcome, const Examination *examination)
{
    const Layer *forward = first_forward(examination->layers);
    outcome->is_forwarded = examination->layers->is_forwarded;
    outcome->how = forward == NULL ? LAYER_HOW_NONE : forward->how;
    outcome->limits = examination->limits;
    outcome->gen = g_strdup(examination->policies->generation);
    const GPtrArray *references = findings_references(examination->findings);
    for (guint i = 0; i < references->len; i++) {
        const Reference *reference = g_ptr_array_index(references, i);
        g_ptr_array_add(outcome->references, g_strdup(reference->id));
    }
}

const Policy *judge_policy(const Examination *examination, const PostList *list)
{
    const Policies *policies = examination->policies;
    return list->number < 0 ? policies->defaults : g_ptr_array_index(policies->lists, list->number);
}

GPtrArray *judge_hits(const Examination *examination, const PostList *list)
{
    const Policy *policy = judge_policy(examination, list);
    ListRules rules = { policy_list_name(policy, list->address),
                        (const char *const *)policy->languages, policy->overrides };
    return match_hits(examination->findings, &rules);
}

Outcome *judge_decide(const Examination *examination, const PostList *list)
{
    const Policy *policy = judge_policy(examination, list);
    g_autoptr(GPtrArray) hits = judge_hits(examination, list);
    Outcome *outcome = outcome_new();
    outcome->list = g_strdup(policy_list_name(policy, list->address));
    outcome->mode = policy->mode;
    outcome->header = policy->header;
    outcome->wants_references = policy->references;
    outcome->on_limit = policy->on_limit;
    outcome->on_error = policy->on_error;
    outcome->held_by = policy->held_by;
    describe_post(outcome, examination);
    verdict_reach(outcome, examination, hits, policy);
    annotate(outcome, examination, policy);
    return outcome;
}

static void post_list_clear(void *list)
{
    g_free(((PostList *)list)->address);
}

/* The same list by two addresses (`also`) is one; two addresses of one pattern are two. */
static bool is_same_list(const Policies *policies, const PostList *a, const PostList *b)
{
    const Policy *policy = g_ptr_array_index(policies->lists, a->number);
    return a->number == b->number && g_strcmp0(policy_list_name(policy, a->address),
                                               policy_list_name(policy, b->address)) == 0;
}

/* Takes over `address`. */
static void add_once(GArray *lists, const Policies *policies, int number, char *address)
{
    PostList list = { number, address };
    bool is_known = number < 0;
    for (guint i = 0; i < lists->len && !is_known; i++) {
        is_known = is_same_list(policies, &list, &g_array_index(lists, PostList, i));
    }
    if (is_known) {
        g_free(address);
    } else {
        g_array_append_val(lists, list);
    }
}

GArray *judge_lists(const Examination *examination)
{
    GArray *lists = g_array_new(FALSE, FALSE, sizeof(PostList));
    g_array_set_clear_func(lists, post_list_clear);
    const Policies *policies = examination->policies;
    const char *const *recipients = examination->envelope.recipients;
    if (recipients == NULL) {
        char *address = NULL;
        int number = list_index_find_in_message(policies->index, examination->message, &address);
        add_once(lists, policies, number, address);
        return lists;
    }
    for (size_t i = 0; recipients[i] != NULL; i++) {
        int number = list_index_find(policies->index, recipients[i]);
        add_once(lists, policies, number, g_ascii_strdown(recipients[i], -1));
    }
    return lists;
}
