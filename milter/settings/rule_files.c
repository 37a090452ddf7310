/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/loading.h"

/* Names are kept apart from the rule set, which leaves out what is wrong. */
static void remember_names(GHashTable *names, const TreeNode *tree)
{
    const TreeNode *rules = tree_get(tree, "rules");
    for (size_t i = 0; i < tree_count(rules); i++) {
        const TreeNode *name = tree_get(tree_item(rules, i), "rule");
        if (name != NULL && name->kind == TREE_SCALAR) {
            g_hash_table_add(names, g_strdup(name->scalar));
        }
    }
}

/* The rule set keeps the tree, so it is not one of `origins`. */
static void read_rule_file(Loading *loading, const char *path, Place place, GPtrArray *trees)
{
    if (file_set_has(loading->config->files, path)) {
        return;
    }
    TreeNode *tree = loading_read_tree(loading, path, place);
    if (tree == NULL) {
        loading->has_all_rules = false;
        return;
    }
    remember_names(loading->written_rules, tree);
    g_ptr_array_add(trees, tree);
}

static bool is_glob(const char *name)
{
    return strpbrk(name, "*?[") != NULL;
}

static void read_rule_files(Loading *loading, const TreeNode *name, GPtrArray *trees)
{
    if (name->kind != TREE_SCALAR || name->scalar[0] == '\0') {
        diagnostics_error(loading->diagnostics, name->place,
                          "`rule-files` takes names of files: [rules.d/*.yaml]");
        return;
    }
    if (!is_glob(name->scalar)) {
        g_autofree char *path = loading_path(loading, name->scalar);
        read_rule_file(loading, path, name->place, trees);
        return;
    }
    g_auto(GStrv) paths = loading_paths(loading, name->scalar);
    for (char **path = paths; *path != NULL; path++) {
        read_rule_file(loading, *path, name->place, trees);
    }
}

void loading_read_rules(Loading *loading)
{
    const Option *option = option_find("", "rule-files");
    size_t index = option_index(option);
    const TreeNode *configured = loading->top->values[index];
    const TreeNode *names = configured != NULL ? configured : loading->built_in->values[index];
    GPtrArray *trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_free);

    loading->has_all_rules = !loading->is_main_broken;
    for (size_t i = 0; i < tree_count(names); i++) {
        read_rule_files(loading, tree_item(names, i), trees);
    }
    if (trees->len == 0 && loading->has_all_rules) {
        diagnostics_warning(
            loading->diagnostics, names->place,
            "there are no rule files in %s, so nothing will ever be found: install the "
            "shipped rules, or name yours in `rule-files`",
            configured != NULL ? "`rule-files`" : option->built_in);
    }
    loading->rules = rule_set_load(trees, &loading->config->policies->limits, loading->diagnostics);
}
