/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/values.h"

/* RFC 5321 4.5.3.1.3, without brackets. */
enum { MOST_ADDRESS_BYTES = 254 };

/* As long as a tag may be before it hides the Subject behind it. */
enum { MOST_TAG_CHARACTERS = 40 };

bool address_is_sound(const char *address, bool may_be_pattern)
{
    const char *at = strchr(address, '@');
    if (at == NULL || at == address || at[1] == '\0' || strchr(at + 1, '@') != NULL) {
        return false;
    }
    if (!may_be_pattern && strchr(address, '*') != NULL) {
        return false;
    }
    for (const char *c = address; *c != '\0'; c++) {
        if (g_ascii_iscntrl(*c) || strchr(" <>(),;:\\\"", *c) != NULL) {
            return false;
        }
    }
    return strlen(address) <= MOST_ADDRESS_BYTES;
}

/* Frees a half-filled array with its strings. */
static GPtrArray *new_texts(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

static void replace_texts(void *field, GPtrArray *texts)
{
    char ***owned = field;
    g_strfreev(*owned);
    g_ptr_array_add(texts, NULL);
    g_ptr_array_set_free_func(texts, NULL);
    *owned = (char **)g_ptr_array_free(texts, FALSE);
}

static bool read_addresses(const Option *option, const TreeNode *node, void *field,
                           Diagnostics *diagnostics)
{
    g_autoptr(GPtrArray) addresses = new_texts();
    bool is_sound = true;
    if (node->kind != TREE_LIST) {
        return value_is_wrong(option, node, "a list of addresses: [NAME@DOMAIN, ...]", NULL,
                              diagnostics);
    }
    for (size_t i = 0; i < tree_count(node); i++) {
        const TreeNode *item = tree_item(node, i);
        if (item->kind != TREE_SCALAR || !address_is_sound(item->scalar, false)) {
            is_sound = value_is_wrong(option, item, "addresses: NAME@DOMAIN", NULL, diagnostics);
        } else {
            g_ptr_array_add(addresses, g_ascii_strdown(item->scalar, -1));
        }
    }
    if (is_sound) {
        replace_texts(field, g_steal_pointer(&addresses));
    }
    return is_sound;
}

/* ISO 639-1 or 639-2, as rules name them. */
static bool is_language_code(const TreeNode *node)
{
    size_t length = node->kind == TREE_SCALAR ? strlen(node->scalar) : 0;
    return length >= 2 && length <= 3 && strspn(node->scalar, G_CSET_a_2_z) == length;
}

static bool read_languages(const Option *option, const TreeNode *node, void *field,
                           Diagnostics *diagnostics)
{
    static const char *const form = "all, or a list of language codes: [en, de]";
    g_autoptr(GPtrArray) codes = new_texts();
    if (node->kind == TREE_SCALAR && strcmp(node->scalar, "all") == 0) {
        g_clear_pointer((char ***)field, g_strfreev);
        return true;
    }
    if (node->kind != TREE_LIST || tree_count(node) == 0) {
        return value_is_wrong(option, node, form, NULL, diagnostics);
    }
    for (size_t i = 0; i < tree_count(node); i++) {
        if (!is_language_code(tree_item(node, i))) {
            return value_is_wrong(option, tree_item(node, i), form, NULL, diagnostics);
        }
        g_ptr_array_add(codes, g_strdup(tree_item(node, i)->scalar));
    }
    replace_texts(field, g_steal_pointer(&codes));
    return true;
}

static bool is_tag(const char *text)
{
    glong characters = 0;
    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c), characters++) {
        if (!g_unichar_isprint(g_utf8_get_char(c))) {
            return false;
        }
    }
    bool has_blank_end = text[0] == ' ' || (characters > 0 && text[strlen(text) - 1] == ' ');
    return characters > 0 && characters <= MOST_TAG_CHARACTERS && !has_blank_end;
}

static bool read_tag(const Option *option, const TreeNode *node, void *field,
                     Diagnostics *diagnostics)
{
    if (node->kind != TREE_SCALAR || !is_tag(node->scalar)) {
        return value_is_wrong(option, node,
                              "a tag of 1 to 40 printable characters without blanks at its ends",
                              NULL, diagnostics);
    }
    char **owned = field;
    g_free(*owned);
    *owned = g_strdup(node->scalar);
    return true;
}

static bool read_address(const Option *option, const TreeNode *node, void *field,
                         Diagnostics *diagnostics)
{
    if (node->kind != TREE_SCALAR || !address_is_sound(node->scalar, false)) {
        return value_is_wrong(option, node, "an address", NULL, diagnostics);
    }
    char **owned = field;
    g_free(*owned);
    *owned = g_strdup(node->scalar);
    return true;
}

static bool read_list(const Option *option, const TreeNode *node, void *field,
                      Diagnostics *diagnostics)
{
    (void)field;
    return node->kind == TREE_LIST || value_is_wrong(option, node, "a list", NULL, diagnostics);
}

static bool read_map(const Option *option, const TreeNode *node, void *field,
                     Diagnostics *diagnostics)
{
    (void)field;
    return node->kind == TREE_MAP || value_is_wrong(option, node, "a map", NULL, diagnostics);
}

const OptionType type_addresses = { "a list of addresses", read_addresses };
const OptionType type_languages = { "all, or a list of language codes", read_languages };
const OptionType type_address = { "an address", read_address };
const OptionType type_tag = { "a text", read_tag };
const OptionType type_list = { "a list", read_list };
const OptionType type_map = { "a map", read_map };
