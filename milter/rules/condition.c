/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/condition.h"

#include <math.h>

const ConditionKind *const condition_kinds[] = {
    &condition_text,       &condition_phrase,     &condition_header,   &condition_link,
    &condition_identifier, &condition_attachment, &condition_language, &condition_count,
    &condition_list,       &condition_rule,       &condition_raw,      &condition_ratio,
    &condition_age,        &condition_signed,     &condition_size,     NULL,
};

size_t condition_kind_index(const ConditionKind *kind)
{
    size_t index = 0;
    while (condition_kinds[index] != kind) {
        index++;
    }
    return index;
}

void condition_free(Condition *condition)
{
    if (condition == NULL) {
        return;
    }
    if (condition->kind != NULL && condition->kind->free_argument != NULL) {
        condition->kind->free_argument(condition->argument);
    }
    g_clear_pointer(&condition->parts, g_ptr_array_unref);
    g_free(condition);
}

static void free_part(gpointer part)
{
    condition_free(part);
}

static Condition *new_condition(const ConditionLoader *loader, const TreeNode *key,
                                const TreeNode *value)
{
    Condition *condition = g_new0(Condition, 1);
    condition->key = key;
    condition->value = value;
    condition->rule = loader->rule->number;
    return condition;
}

static Condition *new_combination(const ConditionLoader *loader, const TreeNode *key,
                                  const TreeNode *value)
{
    Condition *condition = new_condition(loader, key, value);
    condition->parts = g_ptr_array_new_with_free_func(free_part);
    return condition;
}

static Condition *load_leaf(ConditionLoader *loader, const ConditionKind *kind, const TreeNode *key,
                            const TreeNode *value)
{
    g_autoptr(Condition) condition = new_condition(loader, key, value);
    condition->kind = kind;
    condition->layers = loader->parts->layers != 0 ? loader->parts->layers : kind->default_layers;
    condition->slot = condition_new_slot(loader, condition);
    if (!kind->load(loader, condition)) {
        return NULL;
    }
    return g_steal_pointer(&condition);
}

/* The combinations of a list of conditions: how many of them must hold, and whether that is denied.
 */
typedef struct Combination {
    const char *name;
    bool wants_all;
    bool is_negated;
} Combination;

static const Combination combinations[] = {
    { "all", true, false },
    { "any", false, false },
    { "not", false, true },
};

/* How many parts of `any` must hold: `at-least` beside it says so. */
static bool read_at_least(ConditionLoader *loader, const TreeNode *node, Condition *condition)
{
    double number = 1;
    if (node == NULL) {
        condition->at_least = 1;
        return true;
    }
    if (!tree_is_number(node, &number) || number < 1 || number != floor(number) ||
        number > tree_count(condition->value)) {
        diagnostics_error(loader->diagnostics, node->place,
                          "at-least must be a whole number from 1 to the %zu conditions of `any`",
                          tree_count(condition->value));
        return false;
    }
    condition->at_least = (size_t)number;
    return true;
}

static bool load_parts(ConditionLoader *loader, Condition *condition)
{
    const TreeNode *list = condition->value;
    bool is_sound = true;

    for (size_t i = 0; i < tree_count(list); i++) {
        Condition *part = condition_load(loader, tree_item(list, i));
        if (part == NULL) {
            is_sound = false;
            continue;
        }
        g_ptr_array_add(condition->parts, part);
    }
    return is_sound;
}

static Condition *load_combination(ConditionLoader *loader, const Combination *combination,
                                   const TreeNode *map, const TreeNode *key)
{
    const TreeNode *value = tree_get(map, key->scalar);
    g_autoptr(Condition) condition = new_combination(loader, key, value);
    condition->is_negated = combination->is_negated;

    if (combination->is_negated && value->kind == TREE_MAP) {
        Condition *part = condition_load(loader, value);
        if (part == NULL) {
            return NULL;
        }
        g_ptr_array_add(condition->parts, part);
        condition->at_least = 1;
        return g_steal_pointer(&condition);
    }
    if (value->kind != TREE_LIST || tree_count(value) == 0) {
        diagnostics_error(loader->diagnostics, value->place,
                          "`%s` takes a list of conditions, such as: - text: '...'", key->scalar);
        return NULL;
    }
    bool is_any = strcmp(combination->name, "any") == 0;
    bool is_sound = load_parts(loader, condition);
    is_sound &= read_at_least(loader, is_any ? tree_get(map, "at-least") : NULL, condition);
    if (combination->wants_all) {
        condition->at_least = condition->parts->len;
    }
    return is_sound ? g_steal_pointer(&condition) : NULL;
}

static const Combination *find_combination(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(combinations); i++) {
        if (strcmp(combinations[i].name, name) == 0) {
            return &combinations[i];
        }
    }
    return NULL;
}

static const ConditionKind *find_kind(const char *name)
{
    for (size_t i = 0; condition_kinds[i] != NULL; i++) {
        if (strcmp(condition_kinds[i]->name, name) == 0) {
            return condition_kinds[i];
        }
    }
    return NULL;
}

/* Whether the map being read is that of the rule, not one inside it. */
static bool is_at_rule(const ConditionLoader *loader)
{
    return loader->depth == 1;
}

/* All words that may stand where the reader is, NULL-terminated; the array is the caller's. */
static GPtrArray *known_words(const ConditionLoader *loader)
{
    GPtrArray *words = g_ptr_array_new();
    for (size_t i = 0; condition_kinds[i] != NULL; i++) {
        g_ptr_array_add(words, (gpointer)condition_kinds[i]->name);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(combinations); i++) {
        g_ptr_array_add(words, (gpointer)combinations[i].name);
    }
    g_ptr_array_add(words, (gpointer) "at-least");
    for (size_t i = 0; is_at_rule(loader) && loader->rule_keys[i] != NULL; i++) {
        g_ptr_array_add(words, (gpointer)loader->rule_keys[i]);
    }
    g_ptr_array_add(words, NULL);
    return words;
}

static void report_unknown(ConditionLoader *loader, const TreeNode *key)
{
    g_autoptr(GPtrArray) words = known_words(loader);
    const char *what = is_at_rule(loader) ? "key of a rule" : "condition";
    const char *nearest = nearest_word(key->scalar, (const char *const *)words->pdata);

    if (g_strv_contains(loader->rule_keys, key->scalar)) {
        diagnostics_error(loader->diagnostics, key->place,
                          "'%s' stands beside `rule:`, not inside a condition", key->scalar);
    } else if (nearest != NULL) {
        diagnostics_error(loader->diagnostics, key->place, "unknown %s '%s' (did you mean '%s'?)",
                          what, key->scalar, nearest);
    } else {
        diagnostics_error(loader->diagnostics, key->place, "unknown %s '%s'", what, key->scalar);
    }
}

/* One key of a map of conditions. NULL is no error for `at-least`, which `any` reads. */
static Condition *load_key(ConditionLoader *loader, const TreeNode *map, const TreeNode *key,
                           bool *is_sound)
{
    const Combination *combination = find_combination(key->scalar);
    const ConditionKind *kind = find_kind(key->scalar);
    Condition *condition = NULL;

    if (combination != NULL) {
        condition = load_combination(loader, combination, map, key);
    } else if (kind != NULL) {
        condition = load_leaf(loader, kind, key, tree_get(map, key->scalar));
    } else if (strcmp(key->scalar, "at-least") != 0) {
        report_unknown(loader, key);
    } else if (tree_get(map, "any") != NULL) {
        return NULL;
    } else {
        diagnostics_error(loader->diagnostics, key->place,
                          "at-least stands beside `any`: at-least: 2, any: [...]");
    }
    *is_sound &= condition != NULL;
    return condition;
}

static Condition *load_map(ConditionLoader *loader, const TreeNode *map)
{
    g_autoptr(Condition) all = new_combination(loader, NULL, map);
    bool is_sound = true;

    for (size_t i = 0; i < tree_count(map); i++) {
        const TreeNode *key = tree_key_at(map, i);
        if (is_at_rule(loader) && g_strv_contains(loader->rule_keys, key->scalar)) {
            continue;
        }
        Condition *part = load_key(loader, map, key, &is_sound);
        if (part != NULL) {
            g_ptr_array_add(all->parts, part);
        }
    }
    if (!is_sound) {
        return NULL;
    }
    if (all->parts->len == 0) {
        diagnostics_error(loader->diagnostics, map->place,
                          "a condition is missing, such as text: '...'");
        return NULL;
    }
    if (all->parts->len == 1) {
        return g_ptr_array_steal_index(all->parts, 0);
    }
    all->at_least = all->parts->len;
    return g_steal_pointer(&all);
}

Condition *condition_load(ConditionLoader *loader, const TreeNode *map)
{
    if (map->kind != TREE_MAP) {
        diagnostics_error(loader->diagnostics, map->place,
                          "a condition is a name and what it takes, such as text: '...'");
        return NULL;
    }
    if (loader->depth >= DEEPEST_NESTING) {
        diagnostics_error(loader->diagnostics, map->place,
                          "conditions are nested more than %d deep", DEEPEST_NESTING);
        return NULL;
    }
    loader->depth++;
    Condition *condition = load_map(loader, map);
    loader->depth--;
    return condition;
}
