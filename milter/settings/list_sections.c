/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/loading.h"

#include "settings/values.h"
#include "settings/yaml.h"

/*
 * False, and an error at `place`, when the address leads to a list already or takes no posts.
 */
static bool claim_address(Loading *loading, const char *address, ListEntry *entry, Place place)
{
    const ListEntry *before = g_hash_table_lookup(loading->addresses, address);
    if (before != NULL) {
        diagnostics_error(loading->diagnostics, place,
                          "`%s` leads to the list %s already (%s:%u): an address has one list",
                          address, before->address, before->place.file, MAX(before->place.line, 1));
        return false;
    }
    if (address_takes_no_posts(address) && !section_is_posting_address(entry->section)) {
        diagnostics_error(loading->diagnostics, place,
                          "`%s` looks like an address of list software, which takes no posts: if "
                          "the list is really called so, write `posting-address: yes`",
                          address);
        return false;
    }
    g_hash_table_insert(loading->addresses, g_strdup(address), entry);
    return true;
}

static void claim_further_addresses(Loading *loading, ListEntry *entry)
{
    const TreeNode *also = section_value(entry->section, "also");
    for (size_t i = 0; i < tree_count(also); i++) {
        const TreeNode *item = tree_item(also, i);
        g_autofree char *address = g_ascii_strdown(item->scalar, -1);
        claim_address(loading, address, entry, item->place);
    }
}

static ListEntry *add_entry(Loading *loading, const char *address, const Section *section,
                            Place place)
{
    ListEntry *entry = g_new0(ListEntry, 1);
    *entry = (ListEntry){ g_ascii_strdown(address, -1), place, section };
    g_ptr_array_add(loading->lists, entry);
    return entry;
}

static void read_list(Loading *loading, const TreeNode *key, const TreeNode *value)
{
    bool is_pattern = strchr(key->scalar, '*') != NULL;
    const Section *section =
        loading_read_section(loading, is_pattern ? IN_PATTERN : IN_LIST, key->scalar, value);
    if (!address_is_sound(key->scalar, true)) {
        diagnostics_error(loading->diagnostics, key->place,
                          "`%s` is no address: NAME@DOMAIN, or a pattern such as "
                          "\"*-announce@DOMAIN\"",
                          key->scalar);
        return;
    }
    ListEntry *entry = add_entry(loading, key->scalar, section, key->place);
    if (!is_pattern) {
        claim_address(loading, entry->address, entry, key->place);
        claim_further_addresses(loading, entry);
    }
}

/* The section of a list's own file; `in_shadow` when anything is wrong with it. */
static const Section *read_list_tree(Loading *loading, TreeNode *tree, const char *address)
{
    if (tree == NULL) {
        return NULL;
    }
    g_ptr_array_add(loading->config->origins->trees, tree);
    return loading_read_section(loading, IN_LIST_FILE, address, tree);
}

/* The last good form of a file that is wrong now, or NULL. What is to be said of it was said then.
 */
static const Section *read_former_list(Loading *loading, const char *path, const char *address)
{
    Span bytes;
    if (!file_set_take_former(loading->config->files, loading->former, path, &bytes)) {
        return NULL;
    }
    g_autoptr(Diagnostics) unheard = diagnostics_new();
    Diagnostics *diagnostics = loading->diagnostics;
    loading->diagnostics = unheard;
    const Section *section = read_list_tree(loading, yaml_parse(bytes, path, unheard), address);
    loading->diagnostics = diagnostics;
    return diagnostics_error_count(unheard) > 0 ? NULL : section;
}

static const Section *read_list_file(Loading *loading, const char *path, const char *address)
{
    size_t errors = diagnostics_error_count(loading->diagnostics);
    TreeNode *tree = loading_read_tree(loading, path, (Place){ .file = path });
    const Section *section = read_list_tree(loading, tree, address);
    if (diagnostics_error_count(loading->diagnostics) == errors) {
        return section;
    }
    section = read_former_list(loading, path, address);
    return section != NULL ? section : loading->in_shadow;
}

static void add_list_file(Loading *loading, const char *path)
{
    const Place place = { .file = g_intern_string(path) };
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *address = g_ascii_strdown(name, (gssize)(strlen(name) - strlen(".yaml")));
    g_hash_table_add(loading->list_files, (gpointer)place.file);
    if (!address_is_sound(address, false)) {
        diagnostics_error(loading->diagnostics, place,
                          "the name of this file is no address: a file of lists.d is called "
                          "NAME@DOMAIN.yaml after its list");
        return;
    }
    const ListEntry *before = g_hash_table_lookup(loading->addresses, address);
    if (before != NULL) {
        diagnostics_error(loading->diagnostics, place,
                          "`%s` leads to the list %s already (%s:%u), which stays: take one out",
                          address, before->address, before->place.file, MAX(before->place.line, 1));
        return;
    }
    const Section *section = read_list_file(loading, place.file, address);
    ListEntry *entry = add_entry(loading, address, section, place);
    if (!claim_address(loading, address, entry, place)) {
        entry->section = loading->in_shadow;
    }
}

void loading_read_lists(Loading *loading)
{
    const TreeNode *lists = section_value(loading->top, "lists");
    for (size_t i = 0; i < tree_count(lists); i++) {
        read_list(loading, tree_key_at(lists, i), tree_item(lists, i));
    }
    g_auto(GStrv) paths = loading_paths(loading, "lists.d/*.yaml");
    for (char **path = paths; *path != NULL; path++) {
        add_list_file(loading, *path);
    }
}
