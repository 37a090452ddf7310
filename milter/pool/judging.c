/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/judging.h"

#include "mail/date.h"

struct Judging {
    gatomicrefcount references;
    Policies *policies;
};

Judging *judging_new_in_process(Policies *policies)
{
    Judging *judging = g_new0(Judging, 1);
    g_atomic_ref_count_init(&judging->references);
    judging->policies = policies;
    return judging;
}

Judging *judging_ref(Judging *judging)
{
    g_atomic_ref_count_inc(&judging->references);
    return judging;
}

void judging_unref(Judging *judging)
{
    if (judging != NULL && g_atomic_ref_count_dec(&judging->references)) {
        policies_free(judging->policies);
        g_free(judging);
    }
}

const ListIndex *judging_lists(const Judging *judging)
{
    return judging->policies->index;
}

static const Policy *policy_of(const Judging *judging, int list)
{
    return list < 0 ? judging->policies->defaults
                    : g_ptr_array_index(judging->policies->lists, list);
}

ListMode judging_list_mode(const Judging *judging, int list)
{
    return policy_of(judging, list)->mode;
}

const char *judging_list_address(const Judging *judging, int list)
{
    return policy_of(judging, list)->address;
}

const char *judging_generation(const Judging *judging)
{
    return judging->policies->generation;
}

const Limits *judging_limits(const Judging *judging)
{
    return &judging->policies->limits;
}

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

Judgement *judging_judge(Judging *judging, const JudgingRequest *request)
{
    int64_t start = g_get_monotonic_time();
    g_autoptr(Examination) examination =
        judge_examine(request->raw, &request->envelope, judging->policies);
    g_autoptr(GArray) lists = lists_of(examination, request);
    Judgement *judgement = g_new0(Judgement, 1);
    judgement->outcomes = g_ptr_array_new_with_free_func((GDestroyNotify)outcome_free);
    for (guint i = 0; i < lists->len; i++) {
        g_ptr_array_add(judgement->outcomes,
                        judge_decide(examination, &g_array_index(lists, PostList, i)));
    }
    judgement->edits = plan_edits(judgement->outcomes, examination->message);
    judgement->reply = plan_reply(judgement->outcomes);
    judgement->date_seconds = date_parse(message_header(examination->message->top, "Date"));
    judgement->microseconds = g_get_monotonic_time() - start;
    if (request->presentation.kind != PRESENT_NOTHING) {
        Presentation presentation = request->presentation;
        presentation.microseconds = judgement->microseconds;
        judgement->rendered = present(examination, lists, judgement->outcomes, &presentation);
    }
    return judgement;
}

void judgement_free(Judgement *judgement)
{
    if (judgement == NULL) {
        return;
    }
    g_ptr_array_unref(judgement->outcomes);
    g_ptr_array_unref(judgement->edits);
    g_free(judgement->rendered);
    g_free(judgement);
}
