/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/judge_post.h"

#include "decision/undo.h"
#include "mail/date.h"

/* PostList: those to decide for; one of number -1 stands for `defaults`. */
static GArray *lists_of(const Examination *examination, const JudgingRequest *request)
{
    GArray *lists = request->lists == NULL ? judge_lists(examination)
                                           : g_array_new(FALSE, FALSE, sizeof(PostList));
    if (request->lists != NULL) {
        g_array_append_vals(lists, request->lists, (guint)request->n_lists);
    }
    if (lists->len == 0) {
        PostList defaults = { -1, NULL };
        g_array_append_val(lists, defaults);
    }
    return lists;
}

/* Who says what, and the way back, are told without rules. */
static bool needs_rules(const JudgingRequest *request)
{
    PresentationKind kind = request->presentation.kind;
    return !request->undo && kind != PRESENT_LAYERS_JSON && kind != PRESENT_LAYERS_TEXT;
}

static Outcome *undecided(const Examination *examination, const PostList *list, bool undo)
{
    Outcome *outcome = outcome_new();
    outcome->limits = examination->limits;
    outcome->gen = g_strdup(examination->policies->generation);
    if (undo) {
        const Policy *policy = judge_policy(examination, list);
        g_ptr_array_extend_and_steal(outcome->content, undo_content(examination->message, policy));
    }
    return outcome;
}

Judgement *judge_post(const Policies *policies, const JudgingRequest *request)
{
    int64_t start = g_get_monotonic_time();
    bool by_rules = needs_rules(request);
    g_autoptr(Examination) examination =
        by_rules ? judge_examine(request->raw, &request->envelope, policies)
                 : judge_take_apart(request->raw, &request->envelope, policies);
    g_autoptr(GArray) lists = lists_of(examination, request);
    Judgement *judgement = judgement_new();
    for (guint i = 0; i < lists->len; i++) {
        const PostList *list = &g_array_index(lists, PostList, i);
        g_ptr_array_add(judgement->outcomes, by_rules
                                                 ? judge_decide(examination, list)
                                                 : undecided(examination, list, request->undo));
    }
    judgement->reply = plan_reply(judgement->outcomes);
    const char *message_id = message_header(examination->message->top, "Message-ID");
    if (message_id != NULL) {
        judgement->message_id = span_copy(span_trim(span_of(message_id)));
    }
    judgement->date_seconds = date_parse(message_header(examination->message->top, "Date"));
    judgement->microseconds = g_get_monotonic_time() - start;
    if (request->presentation.kind != PRESENT_NOTHING) {
        Presentation presentation = request->presentation;
        presentation.microseconds = judgement->microseconds;
        judgement->rendered = present(examination, lists, judgement->outcomes, &presentation);
    }
    return judgement;
}
