/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kinds of conditions share in reading their words and patterns, and how a condition is
 * written out.
 */
#include "rules/condition.h"

unsigned condition_new_slot(ConditionLoader *loader, const Condition *condition)
{
    /* Nobody needs more than "some dozens" to see how weighty a rule's evidence is. */
    enum { ENOUGH_TO_SHOW = 100 };
    Slot slot = { condition->rule, condition->layers, ENOUGH_TO_SHOW, false };
    g_array_append_val(loader->rules->slots, slot);
    return loader->rules->slots->len - 1;
}

void condition_count_hits(ConditionLoader *loader, unsigned slot, size_t enough)
{
    Slot *counted = &g_array_index(loader->rules->slots, Slot, slot);
    counted->enough = enough;
    counted->is_counted = true;
}

size_t condition_word_count(const TreeNode *words)
{
    return words->kind == TREE_SCALAR ? 1 : tree_count(words);
}

const TreeNode *condition_word(const TreeNode *words, size_t index)
{
    return words->kind == TREE_SCALAR ? words : tree_item(words, index);
}

bool condition_words_name(const TreeNode *words, const char *word)
{
    for (size_t i = 0; i < condition_word_count(words); i++) {
        if (strcmp(condition_word(words, i)->scalar, word) == 0) {
            return true;
        }
    }
    return false;
}

unsigned conditions_layers(const GPtrArray *leaves)
{
    unsigned layers = 0;
    for (guint i = 0; i < leaves->len; i++) {
        const Condition *leaf = g_ptr_array_index(leaves, i);
        layers |= leaf->layers;
    }
    return layers;
}

bool condition_expect_words(ConditionLoader *loader, const TreeNode *node, const char *what)
{
    if (node->kind == TREE_MAP || condition_word_count(node) == 0) {
        diagnostics_error(loader->diagnostics, node->place, "%s is expected here", what);
        return false;
    }
    for (size_t i = 0; i < condition_word_count(node); i++) {
        const TreeNode *word = condition_word(node, i);
        if (word->kind != TREE_SCALAR || tree_is_null(word) || word->scalar[0] == '\0') {
            diagnostics_error(loader->diagnostics, word->place, "%s is expected here", what);
            return false;
        }
    }
    return true;
}

bool condition_expect_keys(ConditionLoader *loader, const TreeNode *map, const char *const *known)
{
    bool is_sound = true;
    for (size_t i = 0; i < tree_count(map); i++) {
        const TreeNode *key = tree_key_at(map, i);
        if (g_strv_contains(known, key->scalar)) {
            continue;
        }
        const char *nearest = nearest_word(key->scalar, known);
        diagnostics_error(loader->diagnostics, key->place, "unknown key '%s' (%s '%s'?)",
                          key->scalar, nearest != NULL ? "did you mean" : "known is",
                          nearest != NULL ? nearest : known[0]);
        is_sound = false;
    }
    return is_sound;
}

/*
 * A quoted scalar begins behind its quote, and inside single quotes, which patterns are written in,
 * a quote takes two columns. Where a text spans lines nobody can tell.
 */
Place condition_place_in(const TreeNode *scalar, size_t offset)
{
    Place place = scalar->place;
    size_t length = strlen(scalar->scalar);
    if (strchr(scalar->scalar, '\n') != NULL) {
        return place;
    }
    place.column += scalar->quoted;
    for (size_t i = 0; i < MIN(offset, length); i++) {
        bool is_continuation = (scalar->scalar[i] & 0xC0) == 0x80;
        place.column += is_continuation ? 0 : 1;
        place.column += scalar->quoted && scalar->scalar[i] == '\'';
    }
    return place;
}

/* One pattern into a set; its number, or -1 when it is bad, which has been reported. */
static int add_pattern(ConditionLoader *loader, PatternSet *set, PatternKind kind,
                       const TreeNode *pattern)
{
    size_t offset = 0;
    g_autoptr(GError) error = NULL;
    int number = pattern_set_add(set, kind, span_of(pattern->scalar), &offset, &error);
    if (number < 0) {
        diagnostics_error(loader->diagnostics, condition_place_in(pattern, offset),
                          "bad pattern: %s", error->message);
    }
    return number;
}

/* Numbers of patterns are dense, so the number is the index. */
static void remember_at(GArray *array, int number, unsigned value)
{
    g_array_set_size(array, (guint)number);
    g_array_append_val(array, value);
}

bool condition_add_texts(ConditionLoader *loader, unsigned slot, PatternKind kind,
                         const TreeNode *patterns)
{
    RuleSet *rules = loader->rules;
    bool is_sound = condition_expect_words(loader, patterns, "a pattern, or a list of patterns,");
    for (size_t i = 0; is_sound && i < condition_word_count(patterns); i++) {
        const TreeNode *pattern = condition_word(patterns, i);
        int number = add_pattern(loader, rules->texts, kind, pattern);
        if (number < 0) {
            return false;
        }
        remember_at(rules->text_slots, number, slot);
        g_ptr_array_set_size(rules->text_nodes, number);
        g_ptr_array_add(rules->text_nodes, (gpointer)pattern);
    }
    return is_sound;
}

/* The number of a scope, made when it is new. */
static unsigned scope_number(RuleSet *rules, const char *name)
{
    for (unsigned i = 0; i < rules->scopes->len; i++) {
        const Scope *scope = g_ptr_array_index(rules->scopes, i);
        if (g_ascii_strcasecmp(scope->name, name) == 0) {
            return i;
        }
    }
    Scope *scope = g_new0(Scope, 1);
    scope->name = g_strdup(name);
    g_ptr_array_add(rules->scopes, scope);
    return rules->scopes->len - 1;
}

bool condition_add_values(ConditionLoader *loader, unsigned slot, PatternKind kind,
                          const TreeNode *patterns, const char *scope)
{
    RuleSet *rules = loader->rules;
    bool is_sound = condition_expect_words(loader, patterns, "a pattern, or a list of patterns,");
    for (size_t i = 0; is_sound && i < condition_word_count(patterns); i++) {
        int number = add_pattern(loader, rules->values, kind, condition_word(patterns, i));
        if (number < 0) {
            return false;
        }
        remember_at(rules->value_slots, number, slot);
        remember_at(rules->value_scopes, number, scope_number(rules, scope));
    }
    return is_sound;
}

static void write_scalar(GString *out, const TreeNode *scalar)
{
    if (!scalar->quoted) {
        g_string_append(out, scalar->scalar);
        return;
    }
    g_string_append_c(out, '\'');
    for (const char *at = scalar->scalar; *at != '\0';) {
        size_t plain = strcspn(at, "'\n");
        g_string_append_len(out, at, (gssize)plain);
        at += plain;
        if (*at != '\0') {
            g_string_append(out, *at == '\n' ? " " : "''");
            at++;
        }
    }
    g_string_append_c(out, '\'');
}

/* In YAML's flow style. The depth is bounded: what is written out was loaded before. */
static void write_tree(GString *out, const TreeNode *node)
{
    if (node->kind == TREE_SCALAR) {
        write_scalar(out, node);
        return;
    }
    g_string_append_c(out, node->kind == TREE_MAP ? '{' : '[');
    for (size_t i = 0; i < tree_count(node); i++) {
        g_string_append(out, i > 0 ? ", " : "");
        if (node->kind == TREE_MAP) {
            g_string_append_printf(out, "%s: ", tree_key_at(node, i)->scalar);
        }
        write_tree(out, tree_item(node, i));
    }
    g_string_append_c(out, node->kind == TREE_MAP ? '}' : ']');
}

char *condition_describe(const Condition *condition)
{
    GString *out = g_string_new(NULL);
    if (condition->key != NULL) {
        g_string_append_printf(out, "%s: ", condition->key->scalar);
    }
    write_tree(out, condition->value);
    return g_string_free(out, FALSE);
}
