/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/status_header.h"

#include <glib.h>

#include "decision/edit.h"

static Outcome *sample_outcome(void)
{
    Outcome *outcome = outcome_new();
    outcome->list = g_strdup("forum@school.example");
    outcome->mode = LIST_LIVE;
    outcome->verdict = VERDICT_HOAX;
    outcome->actions = 1u << ACTION_SUBJECT | 1u << ACTION_NOTICE;
    outcome->scores[CLASS_HOAX] = 6.5;
    outcome->thresholds[CLASS_HOAX] = outcome->thresholds[CLASS_ADVISORY] = 4;
    outcome->gen = g_strdup("3f9a12c4");
    return outcome;
}

static void add_rule(Outcome *outcome, const char *name, double points)
{
    OutcomeRule *rule = g_new0(OutcomeRule, 1);
    rule->name = g_strdup(name);
    rule->points = points;
    g_ptr_array_add(outcome->rules, rule);
}

static void test_verdict_comes_first(void)
{
    g_autoptr(Outcome) outcome = sample_outcome();
    g_autofree char *value = status_header_value(outcome, HEADER_VERDICT);
    g_assert_cmpstr(value, ==,
                    "hoax; list=<forum@school.example>; action=subject,notice;\n gen=3f9a12c4");
}

static void test_full_tells_score_and_rules(void)
{
    g_autoptr(Outcome) outcome = sample_outcome();
    outcome->limits = limit_bit(LIMIT_PARTS);
    outcome->is_forwarded = true;
    outcome->how = LAYER_MARKED;
    add_rule(outcome, "A", 2.5);
    add_rule(outcome, "B", 4);
    g_autofree char *value = status_header_value(outcome, HEADER_FULL);
    g_assert_cmpstr(value, ==,
                    "hoax; list=<forum@school.example>; action=subject,notice;\n gen=3f9a12c4; "
                    "score=6.5/4.0; limit=parts; forwarded=marked;\n rules=A(2.5),B(4.0)");
}

/* Whatever a name holds: one field, ASCII, within 900 bytes, verdict and action on the first line.
 */
static void test_value_is_always_sound(void)
{
    g_autoptr(Outcome) outcome = sample_outcome();
    g_free(outcome->list);
    outcome->list = g_strdup("a\r\nX-Evil: 1\n\xc3\xbc;action=none@b.example");
    for (int i = 0; i < 200; i++) {
        add_rule(outcome, "A_RULE_WITH_A_LONG_NAME", 1);
    }
    g_autofree char *value = status_header_value(outcome, HEADER_FULL);
    g_assert_true(field_value_is_sound(value));
    g_assert_cmpuint(strlen(value), <=, 900);
    const char *first_end = strchr(value, '\n');
    g_assert_nonnull(first_end);
    g_assert_true(strstr(value, "; action=subject,notice") < first_end);
    g_assert_null(strstr(value, ";action=none"));
    g_assert_nonnull(strstr(value, ",+"));
}

static void test_references_are_joined(void)
{
    g_autoptr(Outcome) outcome = sample_outcome();
    g_assert_null(references_header_value(outcome));
    g_ptr_array_add(outcome->references, g_strdup("CVE-2001-0500"));
    g_ptr_array_add(outcome->references, g_strdup("MS01-033"));
    g_autofree char *value = references_header_value(outcome);
    g_assert_cmpstr(value, ==, "CVE-2001-0500, MS01-033");
    for (int i = 0; i < 500; i++) {
        g_ptr_array_add(outcome->references, g_strdup("CVE-2001-0500"));
    }
    g_autofree char *many = references_header_value(outcome);
    g_assert_true(field_value_is_sound(many));
    g_assert_cmpuint(strlen(many), <=, 900);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/status-header/verdict-first", test_verdict_comes_first);
    g_test_add_func("/status-header/full", test_full_tells_score_and_rules);
    g_test_add_func("/status-header/always-sound", test_value_is_always_sound);
    g_test_add_func("/status-header/references", test_references_are_joined);
    return g_test_run();
}
