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

Judgement *judge_post(const Policies *policies, const JudgingRequest *request)
{
    int64_t start = g_get_monotonic_time();
    g_autoptr(Examination) examination = judge_examine(request->raw, &request->envelope, policies);
    g_autoptr(GArray) lists = lists_of(examination, request);
    Judgement *judgement = judgement_new();
    for (guint i = 0; i < lists->len; i++) {
        const PostList *list = &g_array_index(lists, PostList, i);
        Outcome *outcome = judge_decide(examination, list);
        if (request->undo) {
            g_ptr_array_unref(outcome->content);
            outcome->content = undo_content(examination->message, judge_policy(examination, list));
        }
        g_ptr_array_add(judgement->outcomes, outcome);
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
