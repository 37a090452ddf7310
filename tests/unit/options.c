/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of options against kustode.yaml(5) and the commented sample: what
 * one says of an option, the others say.
 */
#include "settings/options.h"

#include <glib.h>
#include <string.h>

#include "settings/yaml.h"

static const char *const man_page = "milter/man/kustode.yaml.5";
static const char *const sample = "samples/kustode.yaml";

static char *read_file(const char *path)
{
    char *text;
    g_autoptr(GError) error = NULL;
    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

typedef struct Paragraph {
    char *key;
    GString *text;
} Paragraph;

static void paragraph_clear(gpointer element)
{
    Paragraph *paragraph = element;
    g_free(paragraph->key);
    g_string_free(paragraph->text, TRUE);
}

/* A line as a reader sees it, nearly: macros, quotes and escapes gone. */
static char *plain_line(const char *line)
{
    GString *plain = g_string_new(line[0] == '.' ? line + strcspn(line, " ") : line);
    g_string_replace(plain, "\\-", "-", 0);
    g_string_replace(plain, "\"", "", 0);
    return g_strstrip(g_string_free(plain, FALSE));
}

/* The paragraphs under `.TP` and `.B KEY` in the sections called OPTIONS OF ...
 */
static GArray *read_paragraphs(const char *page)
{
    GArray *paragraphs = g_array_new(FALSE, FALSE, sizeof(Paragraph));
    g_auto(GStrv) lines = g_strsplit(page, "\n", -1);
    bool is_options = false;
    g_array_set_clear_func(paragraphs, paragraph_clear);
    for (char **line = lines; *line != NULL; line++) {
        g_autofree char *plain = plain_line(*line);
        if (g_str_has_prefix(*line, ".SH")) {
            is_options = g_str_has_prefix(*line, ".SH OPTIONS OF");
        } else if (is_options && strcmp(*line, ".TP") == 0) {
            g_assert_true(g_str_has_prefix(line[1], ".B "));
            Paragraph paragraph = { plain_line(*++line), g_string_new(NULL) };
            g_array_append_val(paragraphs, paragraph);
        } else if (is_options && paragraphs->len > 0) {
            Paragraph *last = &g_array_index(paragraphs, Paragraph, paragraphs->len - 1);
            g_string_append_printf(last->text, "%s\n", plain);
        }
    }
    return paragraphs;
}

static bool has_word(const char *text, const char *word)
{
    g_autofree char *pattern = g_strdup_printf("(?<![\\w-])%s(?![\\w-])", word);
    return g_regex_match_simple(pattern, text, 0, 0);
}

static void check_paragraph(const Option *option, const char *text)
{
    const char *built_in = option->built_in;
    g_test_message("%s: %s", option->key, text);
    if (built_in == NULL) {
        g_assert_null(strstr(text, "Built in:"));
    } else if (strcmp(option->key, "rule-files") == 0) {
        g_assert_nonnull(strstr(text, "Built in: [RULES/*.yaml, rules.d/*.yaml]"));
    } else if (strcmp(option->key, "notice-files") == 0) {
        g_assert_nonnull(strstr(text, "Built in: [NOTICES/*.txt, notices.d/*.txt]"));
    } else {
        g_autofree char *line = g_strdup_printf("Built in: %s\n", built_in);
        g_assert_nonnull(strstr(text, line));
    }
    for (size_t i = 0; option->words != NULL && option->words[i] != NULL; i++) {
        g_assert_true(has_word(text, option->words[i]));
    }
}

/* "From 64 KiB to 256 MiB." where the table has a range. */
static void check_range(const Option *option, const char *text)
{
    const double mib = 1024 * 1024;
    bool is_size = strcmp(option_type_name(option->type), "a size") == 0;
    double unit = !is_size ? 1 : option->least >= mib ? mib : 1024;
    const char *unit_name = !is_size ? "" : option->least >= mib ? " MiB" : " KiB";
    if (option->most == 0) {
        return;
    }
    g_autofree char *most =
        g_strdup_printf("%.*f%s", 0, option->most / (is_size ? mib : 1), is_size ? " MiB" : "");
    g_autofree char *range =
        option->least == 0
            ? g_strdup_printf("At most %s.", most)
            : g_strdup_printf("From %g%s to %s.", option->least / unit, unit_name, most);
    g_test_message("%s", range);
    g_assert_nonnull(strstr(text, range));
}

static void test_man_page(void)
{
    g_autofree char *page = read_file(man_page);
    g_autoptr(GArray) paragraphs = read_paragraphs(page);
    const Option *option;
    size_t count = 0;
    for (; (option = option_at(count)) != NULL; count++) {
        g_assert_cmpuint(count, <, paragraphs->len);
        const Paragraph *paragraph = &g_array_index(paragraphs, Paragraph, count);
        g_assert_cmpstr(paragraph->key, ==, option->key);
        check_paragraph(option, paragraph->text->str);
        check_range(option, paragraph->text->str);
    }
    g_assert_cmpuint(paragraphs->len, ==, count);
}

static const TreeNode *find_in(const TreeNode *map, const char *key)
{
    g_auto(GStrv) keys = g_strsplit(key, ".", -1);
    for (char **part = keys; *part != NULL; part++) {
        map = tree_get(map, *part);
    }
    return map;
}

static bool is_same(const TreeNode *a, const TreeNode *b)
{
    if (a->kind != b->kind || tree_count(a) != tree_count(b) ||
        g_strcmp0(a->scalar, b->scalar) != 0) {
        return false;
    }
    for (size_t i = 0; i < tree_count(a); i++) {
        if (!is_same(tree_item(a, i), tree_item(b, i))) {
            return false;
        }
    }
    return true;
}

/* What the sample sets at its top level and in `defaults` is what is built in,
 * so that its reader may leave it out. */
static void test_sample_values(void)
{
    static const char *const its_own[] = { "rule-files", "notice-files", "profiles",
                                           "defaults",   "lists",        NULL };
    g_autofree char *text = read_file(sample);
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(TreeNode) tree = yaml_parse(span_of(text), sample, diagnostics);
    const Option *option;
    g_assert_nonnull(tree);
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        const TreeNode *map = option->places == IN_SERVICE ? tree : tree_get(tree, "defaults");
        const TreeNode *value = find_in(map, option->key);
        if (value == NULL || option->built_in == NULL || g_strv_contains(its_own, option->key)) {
            continue;
        }
        g_autoptr(TreeNode) built_in = yaml_parse(span_of(option->built_in), NULL, diagnostics);
        g_test_message("%s", option->key);
        g_assert_true(is_same(value, built_in));
    }
}

/* Every key is there, set or in a comment. */
static void test_sample_keys(void)
{
    g_autofree char *text = read_file(sample);
    const Option *option;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        const char *dot = strrchr(option->key, '.');
        g_autofree char *pattern =
            g_strdup_printf("(?<![\\w-])%s:", dot == NULL ? option->key : dot + 1);
        g_test_message("%s", option->key);
        g_assert_true(g_regex_match_simple(pattern, text, 0, 0));
    }
}

static void test_find(void)
{
    const Option *option;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        g_assert_true(option_find("", option->key) == option);
        g_assert_cmpuint(option_index(option), ==, i);
        g_assert_cmpuint(strlen(option->help), >, 0);
    }
    g_assert_true(option_find("hoax.", "do") == option_find("", "hoax.do"));
    g_assert_null(option_find("", "hoax"));
    g_assert_null(option_find("hoax.", "mode"));
    g_assert_null(option_find("", ""));
    g_assert_true(option_is_group("", "hoax"));
    g_assert_false(option_is_group("", "hoa"));
    g_assert_false(option_is_group("", "mode"));
    g_assert_false(option_is_group("hoax.", "do"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/options/find", test_find);
    g_test_add_func("/options/man_page", test_man_page);
    g_test_add_func("/options/sample_values", test_sample_values);
    g_test_add_func("/options/sample_keys", test_sample_keys);
    return g_test_run();
}
