/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/roster.h"

#include <glib.h>

static Policy *policy_new(const char *address, ListMode mode, Failure on_error)
{
    Policy *policy = g_new0(Policy, 1);
    policy->address = g_strdup(address);
    policy->mode = mode;
    policy->on_error = on_error;
    policy->classes[CLASS_HOAX].verdict_points = 4;
    return policy;
}

static Policies *sample_policies(void)
{
    Policies *policies = g_new0(Policies, 1);
    policies->lists = g_ptr_array_new_with_free_func((GDestroyNotify)policy_free);
    policies->defaults = policy_new(NULL, LIST_SHADOW, FAILURE_DELIVER);
    g_assert_false(policies_use_spool(policies));
    policies->index = list_index_new();
    policies->limits = limits_default;
    policies->limits.message_bytes = 12345;
    g_strlcpy(policies->generation, "3f9a12c4", sizeof policies->generation);
    g_ptr_array_add(policies->lists, policy_new("forum@x.example", LIST_LIVE, FAILURE_HOLD));
    g_ptr_array_add(policies->lists, policy_new("*-news@x.example", LIST_OFF, FAILURE_TEMPFAIL));
    ((Policy *)g_ptr_array_index(policies->lists, 0))->held_by = HELD_BY_SPOOL;
    list_index_add(policies->index, "forum@x.example", 0, false);
    list_index_add(policies->index, "alias@y.example", 0, false);
    list_index_add(policies->index, "*-news@x.example", 1, false);
    list_index_add(policies->index, "x-request@x.example", 0, true);
    return policies;
}

static Policies *through(const Policies *policies)
{
    g_autoptr(GByteArray) packed = roster_pack(policies);
    return roster_unpack(span_make((const char *)packed->data, packed->len));
}

static void test_lists_are_found_on_the_other_side(void)
{
    static const struct {
        const char *address;
        int list;
    } rows[] = {
        { "<Forum@X.example>", 0 },   { "alias@y.example", 0 },          { "a-news@x.example", 1 },
        { "x-request@x.example", 0 }, { "forum-request@x.example", -1 }, { "other@x.example", -1 },
    };
    g_autoptr(Policies) sent = sample_policies();
    g_autoptr(Policies) got = through(sent);
    g_assert_nonnull(got);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_cmpint(list_index_find(got->index, rows[i].address), ==, rows[i].list);
    }
    const Policy *forum = g_ptr_array_index(got->lists, 0);
    g_assert_cmpint(forum->mode, ==, LIST_LIVE);
    g_assert_cmpint(forum->on_error, ==, FAILURE_HOLD);
    g_assert_cmpint(forum->held_by, ==, HELD_BY_SPOOL);
    g_assert_true(policies_use_spool(got));
    g_assert_null(got->defaults->address);
    g_assert_cmpstr(got->generation, ==, "3f9a12c4");
    g_assert_cmpuint(got->limits.message_bytes, ==, 12345);
}

static void test_lies_are_refused(void)
{
    g_autoptr(Policies) sent = sample_policies();
    g_autoptr(GByteArray) packed = roster_pack(sent);
    size_t length = packed->len;
    for (size_t cut = 0; cut < length; cut++) {
        g_assert_null(roster_unpack(span_make((const char *)packed->data, cut)));
    }
    for (int round = 0; round < 5000; round++) {
        g_autofree char *lie = g_memdup2(packed->data, length);
        lie[g_test_rand_int_range(0, (gint32)length)] = (char)g_test_rand_int();
        g_autoptr(Policies) got = roster_unpack(span_make(lie, length));
        if (got != NULL) {
            int list = list_index_find(got->index, "forum@x.example");
            g_assert_cmpint(list, <, (int)got->lists->len);
        }
    }
    ((Policy *)g_ptr_array_index(sent->lists, 0))->mode = 9;
    g_autoptr(Policies) none = through(sent);
    g_assert_null(none);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/roster/found", test_lists_are_found_on_the_other_side);
    g_test_add_func("/roster/lies", test_lies_are_refused);
    return g_test_run();
}
