/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/list_index.h"

static void test_find(void)
{
    g_autoptr(ListIndex) index = list_index_new();
    g_assert_true(list_index_add(index, "forum@school.example", 0, false));
    g_assert_true(list_index_add(index, "Teachers@School.example", 0, false));
    g_assert_true(list_index_add(index, "*@school.example", 1, false));
    g_assert_true(list_index_add(index, "*-announce@school.example", 2, false));
    g_assert_true(list_index_add(index, "all-*@*.example", 3, false));
    g_assert_true(list_index_add(index, "parents-request@school.example", 4, true));
    g_assert_true(list_index_add(index, "club-owner@school.example", 5, false));
    g_assert_true(list_index_add(index, "*-join@club.example", 6, true));

    static const struct {
        const char *address;
        int list;
    } cases[] = {
        { "forum@school.example", 0 },
        { "<FORUM@School.Example>", 0 },
        { " teachers@school.example ", 0 },
        { "anybody@school.example", 1 },
        { "forum-announce@school.example", 2 },
        { "all-hands@company.example", 3 },
        { "all-hands@school.example", 1 }, /* 15 letters against 13 */
        { "parents-request@school.example", 4 },
        { "club-owner@school.example", -1 },
        { "forum-request@school.example", -1 },
        { "forum+bounces@school.example", -1 },
        { "now-join@club.example", 6 },
        { "forum@school.example.org", -1 },
        { "forum@sub.school.example", -1 },
        { "xforum@elsewhere.example", -1 },
        { "@school.example", -1 },
        { "forum", -1 },
        { "", -1 },
        { "<>", -1 },
        { "<", -1 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].address);
        g_assert_cmpint(list_index_find(index, cases[i].address), ==, cases[i].list);
    }
    g_assert_cmpint(list_index_find_pattern(index, "x-request@school.example"), ==, 1);
    g_assert_cmpint(list_index_find_pattern(index, "forum@nowhere.test"), ==, -1);
}

static void test_long_addresses(void)
{
    g_autoptr(ListIndex) index = list_index_new();
    g_autofree char *local = g_strnfill(100000, 'a');
    g_autofree char *address = g_strconcat(local, "@school.example", NULL);
    g_assert_true(list_index_add(index, "*a*a*a*a*a*a*b@school.example", 0, false));
    g_assert_false(list_index_add(index, address, 1, false));
    g_assert_cmpint(list_index_find(index, address), ==, -1);
}

/* Whether a second pattern is refused beside a first one, in either order. */
static void test_overlap(void)
{
    static const struct {
        const char *one, *other;
        bool is_refused;
    } cases[] = {
        { "a@x.example", "A@X.example", true },
        { "*-a@x.example", "*-b@x.example", false },
        { "*-a@x.example", "*-a@x.example", true },
        { "a-*@x.example", "*-a@x.example", true }, /* a-a@, a-b-a@ */
        { "ab*@x.example", "*ba@x.example", true }, /* aba@ */
        { "ab*@x.example", "cd*@x.example", false },
        { "a*@x.example", "*a@y.example", false },
        { "*@abc.example", "abc@*.example", true },
        { "abc@*", "*@abc", true },
        { "*a*@x.example", "*b*@x.example", true }, /* ab@ */
        { "*a@x.example", "*aa@x.example", false }, /* the longer one is more specific */
        { "**@x.example", "*@x.example", true },
        { "*a@*", "*@*a", true },
        { "*@a*", "*a@*", true },
        { "a*b@*", "*c@x*", false },
    };
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(cases); i++) {
        bool is_turned = i % 2 == 1;
        const char *one = cases[i / 2].one, *other = cases[i / 2].other;
        g_autoptr(ListIndex) index = list_index_new();
        g_test_message("%s %s", one, other);
        g_assert_true(list_index_add(index, is_turned ? other : one, 0, false));
        g_assert_cmpint(!list_index_add(index, is_turned ? one : other, 1, false), ==,
                        cases[i / 2].is_refused);
    }
}

static void test_no_posts(void)
{
    static const struct {
        const char *address;
        bool takes_none;
    } cases[] = {
        { "forum@x.example", false },
        { "<forum@x.example>", false },
        { "forum-request@x.example", true },
        { "<Forum-Request@x.example>", true },
        { "forum-owner@x.example", true },
        { "owner-forum@x.example", true },
        { "forum-bounces@x.example", true },
        { "forum-admin@x.example", true },
        { "forum-approval@x.example", true },
        { "forum-outgoing@x.example", true },
        { "forum-digest@x.example", true },
        { "forum-join@x.example", true },
        { "forum-leave@x.example", true },
        { "forum+anything@x.example", true },
        { "mailman@x.example", true },
        { "Majordomo@x.example", true },
        { "sympa@x.example", true },
        { "LISTSERV@x.example", true },
        { "", true },
        { "<>", true },
        { "ownership@x.example", false },
        { "mailman-users@x.example", false },
        { "forum@owner-x.example", false },
        { "requests@x-request", false },
        { "cooking+@x.example", true },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].address);
        g_assert_cmpint(address_takes_no_posts(cases[i].address), ==, cases[i].takes_none);
    }
}

static void test_find_in_message(void)
{
    g_autoptr(ListIndex) index = list_index_new();
    g_assert_true(list_index_add(index, "forum@lists.school.example", 0, false));
    g_assert_true(list_index_add(index, "news@school.example", 1, false));
    g_assert_true(list_index_add(index, "all.staff@company.example", 2, false));

    static const struct {
        const char *mail;
        int list;
    } cases[] = {
        { "To: news@school.example\n\nx", 1 },
        { "To: a@b.example\nCc: Friends <x@y.example>, \"News\" <NEWS@School.example>\n\nx", 1 },
        { "To: news@school.example\nDelivered-To: mailing list forum@lists.school.example\n\nx",
          0 },
        { "To: news@school.example\nDelivered-To: me@home.example\nDelivered-To: "
          "forum@lists.school.example\n\nx",
          0 },
        { "To: news@school.example\nX-Original-To: forum@lists.school.example\n\nx", 0 },
        { "To: a@b.example\nList-Post: <mailto:Forum@lists.school.example?subject=x>\n\nx", 0 },
        { "List-Post: NO (moderated)\nTo: news@school.example\n\nx", 1 },
        { "List-Id: School forum <forum.lists.school.example>\n\nx", 0 },
        { "List-Id: <all.staff.company.example>\n\nx", 2 },
        { "List-Id: <other.lists.school.example>\nTo: news@school.example\n\nx", 1 },
        { "To: forum-request@lists.school.example\n\nx", -1 },
        { "To: nobody@nowhere.test\n\nx", -1 },
        { "To: \nCc: ,,<>\nList-Id: <>\nList-Post: <mailto:>\nDelivered-To:\n\nx", -1 },
        { "no header at all", -1 },
        { "", -1 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Message) message = message_parse(span_of(cases[i].mail), &limits_default);
        g_test_message("%s", cases[i].mail);
        g_autofree char *address = NULL;
        g_assert_cmpint(list_index_find_in_message(index, message, &address), ==, cases[i].list);
        g_assert_true((address != NULL) == (cases[i].list >= 0));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/list_index/find", test_find);
    g_test_add_func("/list_index/long_addresses", test_long_addresses);
    g_test_add_func("/list_index/overlap", test_overlap);
    g_test_add_func("/list_index/no_posts", test_no_posts);
    g_test_add_func("/list_index/find_in_message", test_find_in_message);
    return g_test_run();
}
