/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/tree.h"

static const Place nowhere;

static TreeNode *scalar(const char *text)
{
    return tree_new_scalar(text, false, nowhere);
}

static TreeNode *sample_map(void)
{
    TreeNode *list = tree_new_list(nowhere);
    tree_append(list, scalar("en"));
    tree_append(list, scalar("de"));
    TreeNode *map = tree_new_map((Place){ .file = "a.yaml", .line = 3, .column = 1 });
    tree_put(map, tree_new_scalar("mode", false, (Place){ "a.yaml", 3, 5 }), scalar("live"));
    tree_put(map, scalar("languages"), list);
    return map;
}

static void test_lookup(void)
{
    g_autoptr(TreeNode) map = sample_map();

    g_assert_cmpstr(tree_get(map, "mode")->scalar, ==, "live");
    g_assert_cmpuint(tree_key(map, "mode")->place.column, ==, 5);
    g_assert_null(tree_get(map, "mod"));
    g_assert_null(tree_key(map, "mod"));

    const TreeNode *languages = tree_get(map, "languages");
    g_assert_cmpuint(tree_count(languages), ==, 2);
    g_assert_cmpstr(tree_item(languages, 1)->scalar, ==, "de");
    g_assert_null(tree_item(languages, 2));
    g_assert_cmpstr(tree_key_at(map, 1)->scalar, ==, "languages");
    g_assert_true(tree_item(map, 1) == languages);
}

/* Loaders chain look-ups; what is not there stays not there. */
static void test_absence(void)
{
    g_autoptr(TreeNode) word = scalar("mode");

    g_assert_null(tree_get(NULL, "mode"));
    g_assert_null(tree_get(word, "mode"));
    g_assert_null(tree_key_at(word, 0));
    g_assert_cmpuint(tree_count(NULL), ==, 0);
    g_assert_cmpuint(tree_count(word), ==, 0);
    g_assert_null(tree_item(NULL, 0));
    g_assert_false(tree_is_null(NULL));
}

/* What a plain scalar is read as: n null, b boolean, d number, t text. */
static const struct {
    const char *text;
    char kind;
    double value;
} scalars[] = {
    { "", 'n', 0 },       { "~", 'n', 0 },      { "null", 'n', 0 },     { "NULL", 'n', 0 },
    { "Null", 'n', 0 },   { "nULL", 't', 0 },   { "true", 'b', 1 },     { "TRUE", 'b', 1 },
    { "yes", 'b', 1 },    { "On", 'b', 1 },     { "no", 'b', 0 },       { "Off", 'b', 0 },
    { "False", 'b', 0 },  { "fALSE", 't', 0 },  { "y", 't', 0 },        { "0", 'd', 0 },
    { "-4", 'd', -4 },    { "+2.5", 'd', 2.5 }, { ".5", 'd', 0.5 },     { "3.", 'd', 3 },
    { "1e3", 'd', 1000 }, { "0x1F", 'd', 31 },  { "0o17", 'd', 15 },    { "-0x1F", 't', 0 },
    { "0o8", 't', 0 },    { "0x", 't', 0 },     { "1e999", 't', 0 },    { ".inf", 't', 0 },
    { ".nan", 't', 0 },   { "nan", 't', 0 },    { "infinity", 't', 0 }, { "4h", 't', 0 },
    { "0x1p3", 't', 0 },  { " 4", 't', 0 },     { "1.2.3", 't', 0 },    { ".", 't', 0 },
    { "-", 't', 0 },      { "1e", 't', 0 },     { "0x-1", 't', 0 },     { "live", 't', 0 },
};

static void test_scalars(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(scalars); i++) {
        g_autoptr(TreeNode) node = scalar(scalars[i].text);
        bool boolean = false;
        double number = 0;
        g_test_message("'%s'", scalars[i].text);
        g_assert_cmpint(tree_is_null(node), ==, scalars[i].kind == 'n');
        g_assert_cmpint(tree_is_boolean(node, &boolean), ==, scalars[i].kind == 'b');
        g_assert_cmpint(tree_is_number(node, &number), ==, scalars[i].kind == 'd');
        g_assert_cmpfloat(number + boolean, ==, scalars[i].value);

        g_autoptr(TreeNode) quoted = tree_new_scalar(scalars[i].text, true, nowhere);
        g_assert_false(tree_is_null(quoted));
        g_assert_false(tree_is_boolean(quoted, &boolean));
        g_assert_false(tree_is_number(quoted, &number));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tree/lookup", test_lookup);
    g_test_add_func("/tree/absence", test_absence);
    g_test_add_func("/tree/scalars", test_scalars);
    return g_test_run();
}
