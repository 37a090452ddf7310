/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/record.h"

#include <glib.h>

static Outcome *sample_outcome(void)
{
    Outcome *outcome = outcome_new();
    outcome->list = g_strdup("forum@school.example");
    outcome->mode = LIST_LIVE;
    outcome->verdict = VERDICT_HOAX;
    outcome->stance = STANCE_ASKS;
    outcome->scores[CLASS_HOAX] = 6.5;
    outcome->thresholds[CLASS_ADVISORY] = 4;
    outcome->actions = 1u << ACTION_SUBJECT;
    outcome->is_forwarded = true;
    outcome->how = LAYER_PASTED;
    outcome->layer = g_strdup("forwarded:pasted");
    outcome->annotation = ANNOTATION_SUBJECT;
    g_ptr_array_add(outcome->content, edit_new(EDIT_CHANGE_FIELD, "Subject", 1, "[x] y"));
    outcome->gen = g_strdup("3f9a12c4");
    OutcomeRule *rule = g_new0(OutcomeRule, 1);
    rule->name = g_strdup("RULE");
    rule->points = -1.5;
    rule->is_shadow = true;
    g_ptr_array_add(outcome->rules, rule);
    g_ptr_array_add(outcome->reasons, g_strdup("a reason"));
    g_ptr_array_add(outcome->references, g_strdup("CVE-2001-0500"));
    return outcome;
}

static Judgement *sample_judgement(void)
{
    Judgement *judgement = judgement_new();
    g_ptr_array_add(judgement->outcomes, sample_outcome());
    judgement->reply = REPLY_ACCEPT;
    judgement->message_id = g_strdup("<one@school.example>");
    judgement->date_seconds = 1234567890;
    judgement->rendered = g_strdup("{\"a\":1}\n");
    return judgement;
}

static GBytes *packed(const Judgement *judgement)
{
    return g_byte_array_free_to_bytes(judgement_pack(judgement));
}

static Judgement *unpacked(GBytes *bytes)
{
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    return judgement_unpack(span_make(data, length));
}

static void test_judgement_comes_back_as_it_went(void)
{
    g_autoptr(Judgement) sent = sample_judgement();
    g_autoptr(GBytes) bytes = packed(sent);
    g_autoptr(Judgement) got = unpacked(bytes);
    g_assert_nonnull(got);
    const Outcome *outcome = g_ptr_array_index(got->outcomes, 0);
    g_assert_cmpstr(outcome->list, ==, "forum@school.example");
    g_assert_cmpint(outcome->stance, ==, STANCE_ASKS);
    g_assert_cmpfloat(outcome->scores[CLASS_HOAX], ==, 6.5);
    g_assert_cmpint(outcome->annotation, ==, ANNOTATION_SUBJECT);
    g_assert_null(outcome->not_judged);
    const OutcomeRule *rule = g_ptr_array_index(outcome->rules, 0);
    g_assert_cmpstr(rule->name, ==, "RULE");
    g_assert_true(rule->is_shadow);
    const Edit *edit = g_ptr_array_index(outcome->content, 0);
    g_assert_cmpstr(edit->value, ==, "[x] y");
    g_assert_cmpstr(got->message_id, ==, "<one@school.example>");
    g_assert_cmpint(got->date_seconds, ==, 1234567890);
    g_assert_cmpstr(got->rendered, ==, "{\"a\":1}\n");
    g_autoptr(GBytes) again = packed(got);
    g_assert_true(g_bytes_equal(bytes, again));
}

static void test_values_out_of_range_are_refused(void)
{
    g_autoptr(Judgement) judgement = sample_judgement();
    Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
    outcome->verdict = 17;
    g_autoptr(GBytes) bytes = packed(judgement);
    g_autoptr(Judgement) got = unpacked(bytes);
    g_assert_null(got);
    outcome->verdict = VERDICT_NONE;
    outcome->annotation = N_ANNOTATIONS;
    g_autoptr(GBytes) more = packed(judgement);
    g_autoptr(Judgement) none = unpacked(more);
    g_assert_null(none);
}

static void test_nothing_and_too_much_are_refused(void)
{
    g_autoptr(Judgement) judgement = judgement_new();
    g_autoptr(GBytes) bytes = packed(judgement);
    g_autoptr(Judgement) none = unpacked(bytes);
    g_assert_null(none);
    Outcome *outcome = sample_outcome();
    g_ptr_array_add(judgement->outcomes, outcome);
    for (size_t i = 0; i <= limits_default.edits; i++) {
        g_ptr_array_add(outcome->content, edit_new(EDIT_DELETE_FIELD, "X", 1, NULL));
    }
    g_autoptr(GBytes) more = packed(judgement);
    g_autoptr(Judgement) many = unpacked(more);
    g_assert_null(many);
}

/* A worker gone mad: any byte changed, any cut. Read without harm, and what is believed is in
 * range. */
static void test_lies_do_no_harm(void)
{
    g_autoptr(Judgement) judgement = sample_judgement();
    g_autoptr(GBytes) bytes = packed(judgement);
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    for (int round = 0; round < 20000; round++) {
        gsize cut = g_test_rand_int_range(0, 4) == 0
                        ? (gsize)g_test_rand_int_range(0, (gint32)length + 1)
                        : length;
        g_autofree char *lie = g_memdup2(data, length);
        for (int i = g_test_rand_int_range(1, 5); i > 0; i--) {
            lie[g_test_rand_int_range(0, (gint32)length)] = (char)g_test_rand_int();
        }
        g_autoptr(Judgement) got = judgement_unpack(span_make(lie, cut));
        if (got != NULL) {
            const Outcome *outcome = g_ptr_array_index(got->outcomes, 0);
            g_assert_cmpint(outcome->verdict, <=, VERDICT_ERROR);
            g_assert_nonnull(verdict_name(outcome->verdict));
        }
    }
}

static void test_request_comes_back_as_it_went(void)
{
    const PostList lists[] = { { 3, NULL }, { 1, (char *)"x@y.example" } };
    JudgingRequest sent = {
        .envelope = { .sender = "\xff"
                                "a@b",
                      .received_seconds = 42 },
        .lists = lists,
        .n_lists = 2,
        .presentation = { .kind = PRESENT_SCAN_JSON,
                          .source = "x.mbox",
                          .message = 7,
                          .is_verbose = true },
    };
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(request_pack(&sent));
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    JudgingRequest got;
    g_assert_true(request_unpack(span_make(data, length), &got));
    g_assert_null(got.envelope.queue_id);
    g_assert_null(got.lists[0].address);
    g_assert_cmpstr(got.lists[1].address, ==, "x@y.example");
    g_assert_cmpstr(got.envelope.sender, ==,
                    "\xff"
                    "a@b");
    g_assert_cmpint(got.envelope.received_seconds, ==, 42);
    g_assert_cmpuint(got.n_lists, ==, 2);
    g_assert_cmpint(got.lists[0].number, ==, 3);
    g_assert_cmpstr(got.presentation.source, ==, "x.mbox");
    g_assert_cmpuint(got.presentation.message, ==, 7);
    g_assert_true(got.presentation.is_verbose);
    request_clear(&got);
    for (gsize cut = 0; cut < length; cut++) {
        g_assert_false(request_unpack(span_make(data, cut), &got));
        request_clear(&got);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/record/judgement", test_judgement_comes_back_as_it_went);
    g_test_add_func("/record/out-of-range", test_values_out_of_range_are_refused);
    g_test_add_func("/record/nothing-too-much", test_nothing_and_too_much_are_refused);
    g_test_add_func("/record/lies", test_lies_do_no_harm);
    g_test_add_func("/record/request", test_request_comes_back_as_it_went);
    return g_test_run();
}
