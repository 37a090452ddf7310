/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/yaml_edit.h"

#include <glib.h>

static const struct {
    const char *before, *path, *value, *after; /* `after` NULL: refused */
} rows[] = {
    /* A scalar, its comment and its neighbours. */
    { "mode: shadow   # for now\nlike: lay\n", "mode", "live",
      "mode: live   # for now\nlike: lay\n" },
    { "a: \"x # y\" # z\n", "a", "2", "a: 2 # z\n" },
    { "a: 'it''s'\nb: 1\n", "a", "2", "a: 2\nb: 1\n" },
    { "{ a: 1, b: 2 }\n", "a", "3", "{ a: 3, b: 2 }\n" },
    { "{ a: x y, b: 2 }\n", "a", "3", "{ a: 3, b: 2 }\n" },
    { "a:\nb: 1\n", "a", "2", "a: 2\nb: 1\n" },
    { "a: # nothing yet\nb: 1\n", "a", "2", "a: 2 # nothing yet\nb: 1\n" },
    { "g\303\266: { \303\244: 1, b: 2 } # \303\274\n", "g\303\266 b", "3",
      "g\303\266: { \303\244: 1, b: 3 } # \303\274\n" },
    /* A value of several lines. */
    { "do:\n  4: [subject]\n  # later\n  7: [hold]\n\n# end\nb: 1\n", "do", "{ 5: [hold] }",
      "do: { 5: [hold] }\n\n# end\nb: 1\n" },
    { "t:\n- a\n- b\nb: 1\n", "t", "[c]", "t: [c]\nb: 1\n" },
    { "t: [a,\n    b] # x\n", "t", "[]", "t: [] # x\n" },
    /* A key that is new. */
    { "mode: live\n", "like", "lay", "mode: live\nlike: lay\n" },
    { "mode: live", "like", "lay", "mode: live\nlike: lay\n" },
    { "", "like", "lay", "like: lay\n" },
    { "# only a comment\n", "like", "lay", "# only a comment\nlike: lay\n" },
    { "mode: live\n\n# the end\n", "like", "lay", "mode: live\nlike: lay\n\n# the end\n" },
    { "rules: { A: 1 }\n", "rules B", "off", "rules: { A: 1, B: off }\n" },
    { "rules: {}\n", "rules B", "off", "rules: { B: off }\n" },
    { "rules: {\n  A: 1, # one\n  C: 2,\n  }\n", "rules B", "off",
      "rules: {\n  A: 1, # one\n  C: 2, B: off }\n" },
    { "rules:\n  A: 1   # one\n\nmode: live\n", "rules B", "off",
      "rules:\n  A: 1   # one\n  B: off\n\nmode: live\n" },
    { "rules:\nmode: live\n", "rules B", "off", "rules: { B: off }\nmode: live\n" },
    { "mode: live\n", "rules B", "off", "mode: live\nrules:\n  B: off\n" },
    /* Deep in a whole configuration. */
    { "lists:\n  a@x.example: # ours\n    mode: live\n    hoax: { verdict: 4 }\n\n  b@x.example: "
      "{}\n",
      "lists a@x.example hoax verdict", "5",
      "lists:\n  a@x.example: # ours\n    mode: live\n    hoax: { verdict: 5 }\n\n  b@x.example: "
      "{}\n" },
    { "lists:\n  a@x.example:\n    mode: live\n\n  b@x.example: {}\n", "lists b@x.example mode",
      "off", "lists:\n  a@x.example:\n    mode: live\n\n  b@x.example: { mode: off }\n" },
    { "lists:\n  a@x.example:\n    mode: live\n  \"*-b@x.example\": {}\n",
      "lists a@x.example rules A", "1",
      "lists:\n  a@x.example:\n    mode: live\n    rules:\n      A: 1\n  \"*-b@x.example\": {}\n" },
    { "lists:\n  \"*-b@x.example\": { mode: live } # b\n", "lists *-b@x.example mode", "shadow",
      "lists:\n  \"*-b@x.example\": { mode: shadow } # b\n" },
    { "lists:\n  a@x.example: {}\n", "lists *-b@x.example mode", "off",
      "lists:\n  a@x.example: {}\n  \"*-b@x.example\":\n    mode: off\n" },
    /* Refused rather than spoilt. */
    { "a: |\n  text\nb: 1\n", "a", "2", NULL },
    { "a: one\n  two\nb: 1\n", "a", "2", NULL },
    { "a: [\n", "a", "2", NULL },
    { "a: 1\na: 2\n", "a", "3", NULL },
};

static void test_rows(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(GStrv) path = g_strsplit(rows[i].path, " ", -1);
        g_autofree char *after = yaml_set(span_of(rows[i].before), "file.yaml",
                                          (const char *const *)path, rows[i].value, &error);
        if (error != NULL) {
            g_test_message("%s: %s", rows[i].before, error->message);
            g_assert_true(strstr(error->message, "file.yaml") != NULL);
        }
        g_assert_cmpstr(after, ==, rows[i].after);
        g_assert_true((after == NULL) == (error != NULL));
    }
}

/* Setting what is there already changes nothing. */
static void test_twice(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].after != NULL) {
            g_auto(GStrv) path = g_strsplit(rows[i].path, " ", -1);
            g_autofree char *again = yaml_set(span_of(rows[i].after), "file.yaml",
                                              (const char *const *)path, rows[i].value, NULL);
            g_assert_cmpstr(again, ==, rows[i].after);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/yaml_edit/rows", test_rows);
    g_test_add_func("/yaml_edit/twice", test_twice);
    return g_test_run();
}
