/* SPDX-License-Identifier: BSD-2-Clause */
#include "records/log.h"

static Outcome *hoax(void)
{
    Outcome *outcome = outcome_new();
    outcome->list = g_strdup("forum@lists.test");
    outcome->mode = LIST_LIVE;
    outcome->verdict = VERDICT_HOAX;
    outcome->stance = STANCE_ASKS;
    outcome->actions = 1u << ACTION_SUBJECT | 1u << ACTION_NOTICE;
    outcome->scores[CLASS_HOAX] = 6.5;
    outcome->thresholds[CLASS_HOAX] = outcome->thresholds[CLASS_ADVISORY] = 4;
    outcome->layer = g_strdup("forwarded:marked");
    outcome->annotation = ANNOTATION_HEADER_DKIM;
    outcome->gen = g_strdup("3f9a12c4");
    return outcome;
}

static void add_rule(Outcome *outcome, const char *name, bool is_shadow)
{
    OutcomeRule *rule = g_new0(OutcomeRule, 1);
    rule->name = g_strdup(name);
    rule->is_shadow = is_shadow;
    g_ptr_array_add(outcome->rules, rule);
}

static PostRecord some_post(void)
{
    return (PostRecord){ .queue_id = "4XyZ",
                         .sender = "anna@members.test",
                         .message_id = "<1@members.test>",
                         .size_bytes = 1234,
                         .microseconds = 567 };
}

static void test_a_whole_line(void)
{
    g_autoptr(Outcome) outcome = hoax();
    add_rule(outcome, "HOAX_A", false);
    add_rule(outcome, "HOAX_NEW", true);
    add_rule(outcome, "HOAX_B", false);
    outcome->limits = limit_bit(LIMIT_PARTS) | limit_bit(LIMIT_TEXT);
    PostRecord post = some_post();
    g_autofree char *line = log_post_line(outcome, &post);
    g_assert_cmpstr(line, ==,
                    "4XyZ: list=forum@lists.test mode=live judged=yes verdict=hoax stance=asks "
                    "action=subject,notice score=6.5/4.0 rules=HOAX_A,HOAX_B shadow=HOAX_NEW "
                    "layer=forwarded:marked limit=parts,text annotate=header-only:dkim "
                    "from=<anna@members.test> msgid=<1@members.test> size=1234 us=567 "
                    "gen=3f9a12c4");
}

static void test_what_is_not_known_is_left_out(void)
{
    g_autoptr(Outcome) outcome = outcome_new();
    outcome->thresholds[CLASS_HOAX] = outcome->thresholds[CLASS_ADVISORY] = 4;
    outcome->mode = LIST_SHADOW;
    outcome->not_judged = g_strdup("skipped:encrypted");
    outcome->gen = g_strdup("00000000");
    PostRecord post = { .sender = "" };
    g_autofree char *line = log_post_line(outcome, &post);
    g_assert_cmpstr(line, ==,
                    "-: list=- mode=shadow judged=skipped:encrypted verdict=none action=none "
                    "score=0.0/4.0 annotate=none from=<> size=0 us=0 gen=00000000");
}

/* Whatever a sender writes: the line stays one line, and as many keys as with a harmless sender. */
static void test_nothing_adds_a_line_or_a_key(void)
{
    static const char *const hostile[] = {
        "a b@c",
        "a@b> verdict=none gen=0",
        "a\nkustode: list=x",
        "a\r\nb",
        "\"a\" b",
        "back\\slash",
        "tab\there",
        "\xff\xfe raw",
        "gr\xc3\xbc\xc3\x9f"
        "e@x",
        "\x1b[31mred",
        "del\x7f",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autoptr(Outcome) outcome = hoax();
        PostRecord post = some_post();
        g_autofree char *harmless = log_post_line(outcome, &post);
        post.sender = post.message_id = post.queue_id = hostile[i];
        add_rule(outcome, hostile[i], false);
        g_autofree char *line = log_post_line(outcome, &post);
        g_auto(GStrv) expected = g_strsplit(harmless, " ", -1);
        g_auto(GStrv) words = g_strsplit(line, " ", -1);
        g_assert_cmpuint(g_strv_length(words), ==, g_strv_length(expected) + 1); /* rules= */
        for (const char *p = line; *p != '\0'; p++) {
            g_assert_true(*p >= ' ' && *p <= '~' && *p != '"');
        }
    }
}

static void test_long_values_are_cut(void)
{
    g_autoptr(Outcome) outcome = hoax();
    g_autofree char *sender = g_strnfill(100000, 'a');
    PostRecord post = some_post();
    post.sender = post.message_id = sender;
    for (int i = 0; i < 1000; i++) {
        add_rule(outcome, "HOAX_RULE", false);
    }
    g_autofree char *line = log_post_line(outcome, &post);
    g_assert_cmpuint(strlen(line), <, 1400);
    g_assert_nonnull(strstr(line, ",+976 "));
    g_assert_nonnull(strstr(line, "a...> msgid="));
}

static void test_how_much_of_the_sender(void)
{
    static const struct {
        LogFrom from;
        const char *sender, *shown;
    } rows[] = {
        { LOG_FROM_FULL, "anna@members.test", " from=<anna@members.test> " },
        { LOG_FROM_DOMAIN, "anna@members.test", " from=<@members.test> " },
        { LOG_FROM_DOMAIN, "\"a@b\"@members.test", " from=<@members.test> " },
        { LOG_FROM_DOMAIN, "anna", " from=<> " },
        { LOG_FROM_DOMAIN, "", " from=<> " },
        { LOG_FROM_NONE, "anna@members.test", NULL },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Outcome) outcome = hoax();
        PostRecord post = some_post();
        post.message_id = NULL;
        post.sender = rows[i].sender;
        post.from = rows[i].from;
        g_autofree char *line = log_post_line(outcome, &post);
        if (rows[i].shown == NULL) {
            g_assert_null(strstr(line, "anna"));
            g_assert_null(strstr(line, "from="));
        } else {
            g_assert_nonnull(strstr(line, rows[i].shown));
        }
    }
}

static void test_where_it_is_held(void)
{
    g_autoptr(Outcome) outcome = hoax();
    PostRecord post = some_post();
    post.held = "0123456789abcdef0123456789abcdef";
    g_autofree char *first = log_post_line(outcome, &post);
    g_assert_nonnull(strstr(first, " held=0123456789ab from="));
    post.is_held_again = true;
    g_autofree char *again = log_post_line(outcome, &post);
    g_assert_nonnull(strstr(again, " held=0123456789ab again=yes from="));
}

static void test_a_decision(void)
{
    g_autoptr(Outcome) outcome = hoax();
    g_autoptr(HeldFacts) facts = held_facts_new(outcome);
    facts->decision = g_strdup("release");
    facts->decided_by = g_strdup("eve\nby=root");
    facts->queue_id = g_strdup("4XyZ");
    facts->answer = g_strdup("250 Ok: queued");
    Held held = { .id = (char *)"0123456789abcdef", .state = HELD_RELEASED, .facts = facts };
    g_autofree char *line = log_decision_line(&held);
    g_assert_cmpstr(
        line, ==,
        "held=0123456789ab decision=release by=eve\\x0Aby=root state=released "
        "list=forum@lists.test verdict=hoax queue-id=4XyZ answer=250\\x20Ok:\\x20queued");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/log/a-whole-line", test_a_whole_line);
    g_test_add_func("/log/what-is-not-known-is-left-out", test_what_is_not_known_is_left_out);
    g_test_add_func("/log/nothing-adds-a-line-or-a-key", test_nothing_adds_a_line_or_a_key);
    g_test_add_func("/log/long-values-are-cut", test_long_values_are_cut);
    g_test_add_func("/log/how-much-of-the-sender", test_how_much_of_the_sender);
    g_test_add_func("/log/where-it-is-held", test_where_it_is_held);
    g_test_add_func("/log/a-decision", test_a_decision);
    return g_test_run();
}
