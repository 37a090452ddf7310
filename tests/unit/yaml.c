/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/yaml.h"

/* The tree on one line, with places where `with_places`: what the tests compare. */
static void append_tree(GString *out, const TreeNode *node)
{
    if (node->kind == TREE_SCALAR) {
        g_string_append_printf(out, node->quoted ? "'%s'" : "%s", node->scalar);
        return;
    }
    g_string_append_c(out, node->kind == TREE_MAP ? '{' : '[');
    for (size_t i = 0; i < tree_count(node); i++) {
        g_string_append(out, i > 0 ? "," : "");
        if (node->kind == TREE_MAP) {
            append_tree(out, tree_key_at(node, i));
            g_string_append_c(out, ':');
        }
        append_tree(out, tree_item(node, i));
    }
    g_string_append_c(out, node->kind == TREE_MAP ? '}' : ']');
}

static void test_trees(void)
{
    static const struct {
        const char *yaml, *tree;
    } cases[] = {
        { "", "{}" },
        { "# nothing but a comment\n", "{}" },
        { "---\n", "{}" },
        { "~", "{}" },
        { "a: 1\nb: [x, 'y', \"z\"]\n", "{a:1,b:[x,'y','z']}" },
        { "a:\n  b: {c: d, e: []}\n  f:\n    - g\n    - h: i\n", "{a:{b:{c:d,e:[]},f:[g,{h:i}]}}" },
        { "a:\nb: ~\n", "{a:,b:~}" },
        { "a: |\n  two\n  lines\n", "{a:'two\nlines\n'}" },
        { "a: two\n  words\r\n", "{a:two words}" },
        { "\"*-x@y.example\": {}\n", "{'*-x@y.example':{}}" },
        { "\xEF\xBB\xBF"
          "a: b\n",
          "{a:b}" },
        { "{4: [subject], 8: [hold]}", "{4:[subject],8:[hold]}" },
        { "[a, b]", "[a,b]" },
        { "word", "word" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autoptr(TreeNode) tree = yaml_parse(span_of(cases[i].yaml), "x.yaml", diagnostics);
        g_autoptr(GString) shown = g_string_new(NULL);
        g_assert_cmpuint(diagnostics_count(diagnostics), ==, 0);
        g_assert_nonnull(tree);
        append_tree(shown, tree);
        g_string_replace(shown, "\\n", "\n", 0);
        g_assert_cmpstr(shown->str, ==, cases[i].tree);
    }
}

static const TreeNode *walk(const TreeNode *tree, const char *path)
{
    g_auto(GStrv) keys = g_strsplit(path, "/", -1);
    for (char **key = keys; *key != NULL; key++) {
        bool is_number = g_ascii_isdigit((*key)[0]);
        tree = is_number ? tree_item(tree, (size_t)atoi(*key)) : tree_get(tree, *key);
    }
    return tree;
}

static void test_places(void)
{
    static const char *const yaml = "mode: live\n"
                                    "\"ärger\": [ä, 'b', {c: \"d\"}]\n"
                                    "empty:\n"
                                    "text: |\n"
                                    "    indented\n"
                                    "last:\n"
                                    "  - x\n";
    static const struct {
        const char *path;
        unsigned line, column;
    } cases[] = {
        { "mode", 1, 7 },     { "ärger", 2, 10 },     { "ärger/0", 2, 11 }, { "ärger/1", 2, 14 },
        { "ärger/2", 2, 19 }, { "ärger/2/c", 2, 23 }, { "empty", 3, 1 },    { "text", 5, 5 },
        { "last", 7, 3 },     { "last/0", 7, 5 },
    };
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(TreeNode) tree = yaml_parse(span_of(yaml), "x.yaml", diagnostics);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const TreeNode *node = walk(tree, cases[i].path);
        g_test_message("%s", cases[i].path);
        g_assert_nonnull(node);
        g_assert_cmpstr(node->place.file, ==, "x.yaml");
        g_assert_cmpuint(node->place.line, ==, cases[i].line);
        g_assert_cmpuint(node->place.column, ==, cases[i].column);
    }
    g_assert_cmpuint(tree_key(tree, "ärger")->place.column, ==, 1);
}

static void test_errors(void)
{
    static const struct {
        const char *yaml;
        size_t length; /* 0: a C string */
        unsigned line, column;
        const char *message; /* as a pattern */
        bool has_tree;
    } cases[] = {
        { "a: 1\nb: 2\na: 3\n", 0, 3, 1, "*`a`*second time*line 1*", true },
        { "a: {b: 1, b: 2}\n", 0, 1, 11, "*`b`*second time*", true },
        { "a: *other\n", 0, 1, 4, "*alias*quotes*", false },
        { "*-announce@x.example:\n  like: y\n", 0, 1, 1, "*alias*quotes*", false },
        { "a: &name x\n", 0, 1, 10, "*anchor*", false },
        { "a: !!str x\n", 0, 1, 10, "*tag*", false },
        { "a: b\n---\nc: d\n", 0, 2, 1, "*second document*", false },
        { "? [a, b]\n: c\n", 0, 1, 3, "*key must be a word*", false },
        { "? {a: b}\n: c\n", 0, 1, 3, "*key must be a word*", false },
        { "a: {b: c\nd: e\n", 0, 2, 2, "*no YAML*comma*", false },
        { "a:\n\tb: c\n", 0, 2, 1, "*no YAML*tab*", false },
        { "a: b: c\n", 0, 1, 5, "*no YAML*", false },
        { "a: \"b\n", 0, 1, 5, "*no YAML*", false },
        { "a: b\nc: d\xFF\n", 0, 2, 5, "*not UTF-8*", false },
        { "ä: b\0c\n", 8, 1, 5, "*NUL*", false },
        { "a: \"b\\0c\"\n", 0, 1, 4, "*NUL*", false },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        size_t length = cases[i].length > 0 ? cases[i].length : strlen(cases[i].yaml);
        g_autoptr(TreeNode) tree =
            yaml_parse(span_make(cases[i].yaml, length), "x.yaml", diagnostics);
        g_test_message("%s", cases[i].yaml);
        g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, 1);
        const Diagnostic *found = diagnostics_at(diagnostics, 0);
        g_test_message("%u:%u: %s", found->place.line, found->place.column, found->message);
        g_assert_true(g_pattern_match_simple(cases[i].message, found->message));
        g_assert_cmpuint(found->place.line, ==, cases[i].line);
        g_assert_cmpuint(found->place.column, ==, cases[i].column);
        g_assert_cmpint(tree != NULL, ==, cases[i].has_tree);
    }
}

static char *nested(const char *open, const char *close, size_t levels)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < levels; i++) {
        g_string_append(text, open);
    }
    for (size_t i = 0; i < levels; i++) {
        g_string_append(text, close);
    }
    return g_string_free(text, FALSE);
}

static void test_depth(void)
{
    static const size_t levels[] = { 32, 33, 100000 };
    for (size_t i = 0; i < G_N_ELEMENTS(levels); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autofree char *yaml = nested("[", "]", levels[i]);
        g_autoptr(TreeNode) tree = yaml_parse(span_of(yaml), "x.yaml", diagnostics);
        g_assert_cmpint(tree != NULL, ==, levels[i] <= 32);
        g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, levels[i] <= 32 ? 0 : 1);
    }
}

/* Whatever is cut off, or turned round, of a sound file: a tree or an error, never neither, no
 * crash. */
static void test_cut_and_corrupted(void)
{
    static const char *const yaml =
        "a: [1, 'b', \"c\\n\"]\nlists:\n  x@y.example:\n    do: { 4: [hold] }\n"
        "text: |\n  abc\n  def\n'q': !x &y *z\n? k\n: >-\n  folded\n";
    size_t length = strlen(yaml);
    for (size_t i = 0; i < length * 3; i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autofree char *copy = g_strdup(yaml);
        size_t kept = i < length ? i : length;
        if (i >= length) {
            copy[i % length] = i < 2 * length ? '{' : (char)(copy[i % length] ^ 0x0A);
        }
        g_autoptr(TreeNode) tree = yaml_parse(span_make(copy, kept), "x.yaml", diagnostics);
        g_assert_true(tree != NULL || diagnostics_error_count(diagnostics) > 0);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/yaml/trees", test_trees);
    g_test_add_func("/yaml/places", test_places);
    g_test_add_func("/yaml/errors", test_errors);
    g_test_add_func("/yaml/depth", test_depth);
    g_test_add_func("/yaml/cut_and_corrupted", test_cut_and_corrupted);
    return g_test_run();
}
