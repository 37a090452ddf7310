/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/list_file.h"

#include "settings/config.h"
#include "settings/yaml.h"
#include "settings/yaml_edit.h"

enum { MOST_PATH = 8 };

/* The key of the list as the main file writes it, or NULL. Caller's. */
static char *key_in(const char *text, const char *path, const char *address)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(TreeNode) root = yaml_parse(span_of(text), path, diagnostics);
    const TreeNode *lists = tree_get(root, "lists");
    for (size_t i = 0; lists != NULL && lists->kind == TREE_MAP && i < tree_count(lists); i++) {
        const char *key = tree_key_at(lists, i)->scalar;
        if (g_ascii_strcasecmp(key, address) == 0) {
            return g_strdup(key);
        }
    }
    return NULL;
}

/* "" when there is none. */
static char *read_if_there(const char *path, bool *is_there, GError **error)
{
    g_autoptr(GError) failure = NULL;
    char *text = NULL;
    *is_there = g_file_get_contents(path, &text, NULL, &failure);
    if (*is_there || g_error_matches(failure, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        return *is_there ? text : g_strdup("");
    }
    g_propagate_error(error, g_steal_pointer(&failure));
    return NULL;
}

bool list_file_find(ListFile *file, const char *main_file, const char *address, GError **error)
{
    *file = (ListFile){ .path = g_strdup(main_file == NULL ? CONFIG_DEFAULT_FILE : main_file) };
    file->text = read_if_there(file->path, &file->is_there, error);
    if (file->text == NULL || address == NULL) {
        return file->text != NULL;
    }
    file->key = key_in(file->text, file->path, address);
    if (file->key != NULL) {
        return true;
    }
    if (strchr(address, '*') != NULL) { /* a pattern has no file of its own */
        file->key = g_strdup(address);
        return true;
    }
    g_autofree char *folder = g_path_get_dirname(file->path);
    g_autofree char *lower = g_ascii_strdown(address, -1);
    g_autofree char *name = g_strconcat(lower, ".yaml", NULL);
    list_file_clear(file);
    file->path = g_build_filename(folder, "lists.d", name, NULL);
    file->text = read_if_there(file->path, &file->is_there, error);
    return file->text != NULL;
}

void list_file_clear(ListFile *file)
{
    g_clear_pointer(&file->path, g_free);
    g_clear_pointer(&file->text, g_free);
    g_clear_pointer(&file->key, g_free);
}

bool list_file_set(ListFile *file, const char *const *path, const char *value, GError **error)
{
    const char *whole[MOST_PATH] = { "lists", file->key };
    size_t at = file->key == NULL ? 0 : 2;
    for (size_t i = 0; path[i] != NULL; i++) {
        g_assert(at < MOST_PATH - 1);
        whole[at++] = path[i];
    }
    whole[at] = NULL;
    char *changed = yaml_set(span_of(file->text), file->path, whole, value, error);
    if (changed == NULL) {
        return false;
    }
    g_free(file->text);
    file->text = changed;
    return true;
}

bool list_file_write(const ListFile *file, const char *path, GError **error)
{
    return g_file_set_contents_full(path, file->text, -1,
                                    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                    0644, error);
}
