/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/diagnostics.h"

static void test_order(void)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    diagnostics_error(diagnostics, (Place){ "b.yaml", 2, 1 }, "unknown key '%s'", "mod");
    diagnostics_warning(diagnostics, (Place){ "b.yaml", 1, 9 }, "unused rule");
    diagnostics_error(diagnostics, (Place){ "a.yaml", 7, 3 }, "second at its place");
    diagnostics_error(diagnostics, (Place){ "a.yaml", 7, 2 }, "before");
    diagnostics_error(diagnostics, (Place){ "a.yaml", 7, 3 }, "third at its place");
    diagnostics_warning(diagnostics, (Place){ NULL, 0, 0 }, "nowhere");

    static const char *const expected[] = {
        "nowhere",     "before",           "second at its place", "third at its place",
        "unused rule", "unknown key 'mod'"
    };
    g_assert_cmpuint(diagnostics_count(diagnostics), ==, G_N_ELEMENTS(expected));
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_assert_cmpstr(diagnostics_at(diagnostics, i)->message, ==, expected[i]);
    }
    g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, 4);
    g_assert_false(diagnostics_at(diagnostics, 0)->is_error);
    g_assert_true(diagnostics_at(diagnostics, 5)->is_error);
}

static const char *const keys[] = { "mode", "language", "languages", "annotate", "on", NULL };

static const struct {
    const char *word, *nearest;
} words[] = {
    { "mdoe", "mode" },            /* swapped */
    { "Mode", "mode" },            /* case is no letter */
    { "langage", "language" },     /* left out */
    { "languagess", "languages" }, /* the nearer of two */
    { "anotat", "annotate" },      /* two */
    { "nottate", NULL },           /* three */
    { "om", NULL },                /* half of it */
    { "", NULL },
    { "moderators", NULL },
};

static void test_nearest_word(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        g_assert_cmpstr(nearest_word(words[i].word, keys), ==, words[i].nearest);
    }
    g_autofree char *longest = g_strnfill(100000, 'm');
    g_assert_null(nearest_word(longest, keys));
    const char *const long_candidate[] = { longest, "mode", NULL };
    g_assert_cmpstr(nearest_word("mod", long_candidate), ==, "mode");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/diagnostics/order", test_order);
    g_test_add_func("/diagnostics/nearest-word", test_nearest_word);
    return g_test_run();
}
