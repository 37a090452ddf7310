/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/loading.h"

#include "settings/rule_overrides.h"
#include "settings/tags.h"
#include "settings/yaml.h"

char *loading_path(const Loading *loading, const char *name)
{
    bool is_here = strcmp(loading->folder, ".") == 0;
    return g_path_is_absolute(name) || is_here ? g_strdup(name)
                                               : g_build_filename(loading->folder, name, NULL);
}

/* The folder may have any name: what glob(7) would read as a pattern in it is escaped. */
static char *escaped_for_glob(const char *path)
{
    GString *escaped = g_string_new(NULL);
    for (const char *c = path; *c != '\0'; c++) {
        if (strchr("*?[]\\", *c) != NULL) {
            g_string_append_c(escaped, '\\');
        }
        g_string_append_c(escaped, *c);
    }
    return g_string_free(escaped, FALSE);
}

char **loading_paths(const Loading *loading, const char *pattern)
{
    g_autofree char *folder = escaped_for_glob(loading->folder);
    bool stands_alone = g_path_is_absolute(pattern) || strcmp(folder, ".") == 0;
    g_autofree char *full =
        stands_alone ? g_strdup(pattern) : g_build_filename(folder, pattern, NULL);
    return file_set_glob(loading->config->files, full);
}

TreeNode *loading_read_tree(Loading *loading, const char *path, Place place)
{
    Span bytes;
    g_autoptr(GError) error = NULL;
    if (file_set_read(loading->config->files, path, &bytes, &error)) {
        return yaml_parse(bytes, path, loading->diagnostics);
    }
    if (place.line == 0) {
        diagnostics_error(loading->diagnostics, place, "%s", error->message);
    } else {
        diagnostics_error(loading->diagnostics, place, "%s: %s", path, error->message);
    }
    return NULL;
}

static void check_profile(const Loading *loading, const Section *section)
{
    const TreeNode *like = section_value(section, "like");
    if (like == NULL || loading->is_main_broken ||
        g_hash_table_contains(loading->profiles, like->scalar)) {
        return;
    }
    g_autofree const char **names =
        (const char **)g_hash_table_get_keys_as_array(loading->profiles, NULL);
    const char *meant = nearest_word(like->scalar, names);
    diagnostics_error(loading->diagnostics, like->place, "there is no profile `%s`%s%s%s",
                      like->scalar, meant == NULL ? " under `profiles`" : " (did you mean `",
                      meant == NULL ? "" : meant, meant == NULL ? "" : "`?)");
}

/* A slip in a code would silently turn off the rules it meant. */
static void check_languages(const Loading *loading, const Section *section)
{
    const TreeNode *languages = section_value(section, "languages");
    for (size_t i = 0; loading->has_all_rules && i < tree_count(languages); i++) {
        const TreeNode *code = tree_item(languages, i);
        if (!g_hash_table_contains(loading->rule_languages, code->scalar) &&
            !g_strv_contains(tag_languages, code->scalar)) {
            diagnostics_warning(loading->diagnostics, code->place,
                                "no rule is written for the language `%s`", code->scalar);
        }
    }
}

Section *loading_read_section(Loading *loading, OptionPlace where, const char *name,
                              const TreeNode *map)
{
    g_autoptr(Policy) policy = g_new0(Policy, 1);
    g_auto(ListNaming) naming = { 0 };
    const OptionTargets targets = { .policy = policy, .naming = &naming };
    const KnownRules known = { loading->rules, loading->written_rules, loading->has_all_rules };
    Section *section = section_read(where, name, map, &targets, loading->diagnostics);
    g_ptr_array_add(loading->config->origins->sections, section);
    rule_overrides_check(section_value(section, "rules"), &known, loading->diagnostics);
    check_profile(loading, section);
    check_languages(loading, section);
    return section;
}
