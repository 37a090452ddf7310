/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/tree.h"

#include <math.h>

static TreeNode *new_node(TreeKind kind, Place place)
{
    TreeNode *node = g_new0(TreeNode, 1);
    node->kind = kind;
    node->place = place;
    return node;
}

static void free_element(gpointer node)
{
    tree_free(node);
}

TreeNode *tree_new_scalar_of(Span text, bool quoted, Place place)
{
    TreeNode *node = new_node(TREE_SCALAR, place);
    node->scalar = span_copy(text);
    node->quoted = quoted;
    return node;
}

TreeNode *tree_new_scalar(const char *text, bool quoted, Place place)
{
    return tree_new_scalar_of(span_of(text), quoted, place);
}

TreeNode *tree_new_list(Place place)
{
    TreeNode *node = new_node(TREE_LIST, place);
    node->items = g_ptr_array_new_with_free_func(free_element);
    return node;
}

TreeNode *tree_new_map(Place place)
{
    TreeNode *node = new_node(TREE_MAP, place);
    node->keys = g_ptr_array_new_with_free_func(free_element);
    node->items = g_ptr_array_new_with_free_func(free_element);
    return node;
}

void tree_free(TreeNode *node)
{
    if (node == NULL) {
        return;
    }
    g_clear_pointer(&node->keys, g_ptr_array_unref);
    g_clear_pointer(&node->items, g_ptr_array_unref);
    g_free(node->scalar);
    g_free(node);
}

void tree_append(TreeNode *list, TreeNode *item)
{
    g_assert(list->kind == TREE_LIST);
    g_ptr_array_add(list->items, item);
}

void tree_put(TreeNode *map, TreeNode *key, TreeNode *value)
{
    g_assert(map->kind == TREE_MAP && key->kind == TREE_SCALAR);
    g_ptr_array_add(map->keys, key);
    g_ptr_array_add(map->items, value);
}

/* The index of `key` in `map`, or its count where there is none. */
static size_t find_key(const TreeNode *map, const char *key)
{
    size_t index = 0;
    while (index < map->keys->len && strcmp(tree_key_at(map, index)->scalar, key) != 0) {
        index++;
    }
    return index;
}

static bool is_map(const TreeNode *node)
{
    return node != NULL && node->kind == TREE_MAP;
}

const TreeNode *tree_get(const TreeNode *map, const char *key)
{
    return is_map(map) ? tree_item(map, find_key(map, key)) : NULL;
}

const TreeNode *tree_key(const TreeNode *map, const char *key)
{
    return is_map(map) ? tree_key_at(map, find_key(map, key)) : NULL;
}

size_t tree_count(const TreeNode *node)
{
    return node == NULL || node->items == NULL ? 0 : node->items->len;
}

const TreeNode *tree_item(const TreeNode *node, size_t index)
{
    return index < tree_count(node) ? g_ptr_array_index(node->items, index) : NULL;
}

const TreeNode *tree_key_at(const TreeNode *map, size_t index)
{
    return is_map(map) && index < map->keys->len ? g_ptr_array_index(map->keys, index) : NULL;
}

static bool is_plain(const TreeNode *node)
{
    return node != NULL && node->kind == TREE_SCALAR && !node->quoted;
}

/* YAML 1.2, 10.3.2: three spellings each, `nULL` is text. */
static bool is_spelling_of(const char *text, const char *lower)
{
    if (strcmp(text, lower) == 0) {
        return true;
    }
    if (g_ascii_tolower(text[0]) != lower[0]) {
        return false;
    }
    g_autofree char *upper = g_ascii_strup(lower, -1);
    return strcmp(text, upper) == 0 || (text[0] == upper[0] && strcmp(text + 1, lower + 1) == 0);
}

bool tree_is_null(const TreeNode *node)
{
    return is_plain(node) && (node->scalar[0] == '\0' || strcmp(node->scalar, "~") == 0 ||
                              is_spelling_of(node->scalar, "null"));
}

/* `yes` and its kin are YAML 1.1's, but everybody writes them. */
bool tree_is_boolean(const TreeNode *node, bool *value)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {
        { "true", true },   { "yes", true }, { "on", true },
        { "false", false }, { "no", false }, { "off", false },
    };

    if (!is_plain(node)) {
        return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (is_spelling_of(node->scalar, words[i].word)) {
            *value = words[i].value;
            return true;
        }
    }
    return false;
}

/* What strtod takes beyond the core schema's decimal numbers is refused: hexadecimal floats, "nan",
 * "infinity". */
static bool is_decimal(const char *text)
{
    text += text[0] == '-' || text[0] == '+';
    return (g_ascii_isdigit(text[0]) || (text[0] == '.' && g_ascii_isdigit(text[1]))) &&
           strspn(text, "0123456789.eE+-") == strlen(text);
}

/* 0x1F and 0o17, which the core schema knows without a sign. */
static bool read_based(const char *text, double *value)
{
    bool is_octal = g_str_has_prefix(text, "0o");
    const char *digits = text + 2;
    if ((!is_octal && !g_str_has_prefix(text, "0x")) || !g_ascii_isxdigit(digits[0])) {
        return false;
    }
    char *end;
    *value = (double)g_ascii_strtoull(digits, &end, is_octal ? 8 : 16);
    return *end == '\0';
}

/* Infinity and NaN are no number here: no key of ours could mean them. */
bool tree_is_number(const TreeNode *node, double *value)
{
    double number;
    if (!is_plain(node)) {
        return false;
    }
    if (!read_based(node->scalar, &number)) {
        char *end;
        number = g_ascii_strtod(node->scalar, &end);
        if (!is_decimal(node->scalar) || *end != '\0' || !isfinite(number)) {
            return false;
        }
    }
    *value = number;
    return true;
}
