/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/loading.h"

/* "hoax.de" of "/usr/share/kustode/notices/hoax.de.txt"; NULL for a name of another form. The
 * caller's. */
static char *notice_name(const char *path)
{
    static const char *const kinds[] = { "hoax.", "advisory.", "limit." };
    g_autofree char *name = g_path_get_basename(path);
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        size_t least = strlen(kinds[i]) + 1 + strlen(".txt");
        if (g_str_has_prefix(name, kinds[i]) && g_str_has_suffix(name, ".txt") &&
            strlen(name) >= least) {
            return g_strndup(name, strlen(name) - strlen(".txt"));
        }
    }
    return NULL;
}

static void read_notice_file(Loading *loading, const char *path, Place place)
{
    Span bytes;
    g_autoptr(GError) error = NULL;
    g_autofree char *name = notice_name(path);
    if (name == NULL) {
        diagnostics_error(loading->diagnostics, place,
                          "%s: a notice file is called hoax.NAME.txt, advisory.NAME.txt or "
                          "limit.NAME.txt",
                          path);
        return;
    }
    if (!file_set_read(loading->config->files, path, &bytes, &error)) {
        diagnostics_error(loading->diagnostics, place, "%s: %s", path, error->message);
        return;
    }
    NoticeTemplate *notice =
        notice_template_parse(bytes, g_intern_string(path), loading->diagnostics);
    if (notice == NULL) { /* which is said; that it is missing would be said in vain */
        notice = notice_template_parse(span_of(""), path, loading->diagnostics);
    }
    g_hash_table_replace(loading->config->policies->notices, g_steal_pointer(&name), notice);
}

void loading_read_notices(Loading *loading)
{
    size_t index = option_index(option_find("", "notice-files"));
    const TreeNode *configured = loading->top->values[index];
    const TreeNode *names = configured != NULL ? configured : loading->built_in->values[index];
    loading->config->policies->notices = g_hash_table_new_full(
        g_str_hash, g_str_equal, g_free, (GDestroyNotify)notice_template_free);
    for (size_t i = 0; i < tree_count(names); i++) {
        const TreeNode *name = tree_item(names, i);
        if (name->kind != TREE_SCALAR || name->scalar[0] == '\0') {
            diagnostics_error(loading->diagnostics, name->place,
                              "`notice-files` takes names of files: [notices.d/*.txt]");
            continue;
        }
        g_auto(GStrv) paths = loading_paths(loading, name->scalar);
        if (paths[0] == NULL && strpbrk(name->scalar, "*?[") == NULL) {
            diagnostics_error(loading->diagnostics, name->place, "there is no file %s",
                              name->scalar);
        }
        for (char **path = paths; *path != NULL; path++) {
            read_notice_file(loading, *path, name->place);
        }
    }
}
