/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/rule_set.h"

#include "rules/condition.h"
#include "rules/rule.h"
#include "rules/rule_order.h"

static void free_rule(gpointer rule)
{
    rule_free(rule);
}

static void clear_parts(gpointer element)
{
    RuleParts *parts = element;
    g_clear_pointer(&parts->references, g_ptr_array_unref);
}

static void free_scope(gpointer element)
{
    Scope *scope = element;
    g_free(scope->name);
    g_free(scope->wanted);
    g_free(scope);
}

static size_t kind_count(void)
{
    size_t count = 0;
    while (condition_kinds[count] != NULL) {
        count++;
    }
    return count;
}

static void free_contents(gpointer contents)
{
    RuleSet *rules = contents;
    g_ptr_array_unref(rules->rules);
    g_array_unref(rules->parts);
    g_hash_table_unref(rules->by_name);
    g_hash_table_unref(rules->declared);
    g_ptr_array_unref(rules->names);
    g_array_unref(rules->slots);
    for (size_t i = 0; i < kind_count(); i++) {
        g_ptr_array_unref(rules->leaves[i]);
    }
    g_free(rules->leaves);
    g_ptr_array_unref(rules->referrers);
    g_free(rules->may_hold_unseen);
    lender_free(rules->lender);
    pattern_set_free(rules->texts);
    g_array_unref(rules->text_slots);
    g_ptr_array_unref(rules->text_nodes);
    for (int kind = 0; kind < N_LAYER_KINDS; kind++) {
        g_free(rules->texts_wanted[kind]);
    }
    pattern_set_free(rules->values);
    g_array_unref(rules->value_slots);
    g_array_unref(rules->value_scopes);
    g_ptr_array_unref(rules->scopes);
    g_ptr_array_unref(rules->trees);
}

static RuleSet *new_rule_set(GPtrArray *trees, const Limits *limits)
{
    RuleSet *rules = g_atomic_rc_box_new0(RuleSet);
    rules->limits = *limits;
    rules->trees = trees;
    rules->rules = g_ptr_array_new_with_free_func(free_rule);
    rules->parts = g_array_new(FALSE, TRUE, sizeof(RuleParts));
    g_array_set_clear_func(rules->parts, clear_parts);
    rules->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    rules->declared = g_hash_table_new(g_str_hash, g_str_equal);
    rules->names = g_ptr_array_new();
    rules->slots = g_array_new(FALSE, TRUE, sizeof(Slot));
    rules->leaves = g_new0(GPtrArray *, kind_count());
    for (size_t i = 0; i < kind_count(); i++) {
        rules->leaves[i] = g_ptr_array_new();
    }
    rules->referrers = g_ptr_array_new();
    rules->texts = pattern_set_new(limits);
    rules->text_slots = g_array_new(FALSE, TRUE, sizeof(unsigned));
    rules->text_nodes = g_ptr_array_new();
    rules->values = pattern_set_new(limits);
    rules->value_slots = g_array_new(FALSE, TRUE, sizeof(unsigned));
    rules->value_scopes = g_array_new(FALSE, TRUE, sizeof(unsigned));
    rules->scopes = g_ptr_array_new_with_free_func(free_scope);
    rules->lender = lender_new();
    return rules;
}

/* What a rule that is left out has added to the set is looked at no more. */
static void silence_slots(RuleSet *rules, guint first)
{
    for (guint i = first; i < rules->slots->len; i++) {
        Slot *slot = &g_array_index(rules->slots, Slot, i);
        slot->rule = 0;
        slot->layers = 0;
    }
}

/* Whether no rule before bears that name, which is an error. */
static bool declare(ConditionLoader *loader, const TreeNode *name)
{
    const TreeNode *first = g_hash_table_lookup(loader->rules->declared, name->scalar);
    if (first == NULL) {
        g_hash_table_insert(loader->rules->declared, name->scalar, (gpointer)name);
        return true;
    }
    diagnostics_error(loader->diagnostics, name->place,
                      "there is a rule '%s' already, at %s:%u:%u: one of them needs another name",
                      name->scalar, first->place.file, first->place.line, first->place.column);
    return false;
}

static void add_rule(RuleSet *rules, const TreeNode *map, Diagnostics *diagnostics)
{
    guint slots_before = rules->slots->len;
    RuleParts parts = { .first_layer = LAYER_OWN };
    Rule *rule = g_new0(Rule, 1);
    const TreeNode *name = tree_get(map, "rule");
    ConditionLoader loader = {
        .rules = rules, .diagnostics = diagnostics, .rule = rule, .parts = &parts
    };
    rule->number = rules->rules->len;
    rule->place = name != NULL ? name->place : map->place;

    bool is_sound = rule_load(&loader, map);
    if (rule->name != NULL) {
        is_sound &= declare(&loader, name);
    }
    if (!is_sound) {
        silence_slots(rules, slots_before);
        rule_free(rule);
        return;
    }
    parts.references = g_ptr_array_new();
    g_array_append_val(rules->parts, parts);
    g_ptr_array_add(rules->rules, rule);
    g_hash_table_insert(rules->by_name, rule->name, rule);
}

static void add_rules(RuleSet *rules, const TreeNode *list, Diagnostics *diagnostics)
{
    for (size_t i = 0; i < tree_count(list); i++) {
        const TreeNode *map = tree_item(list, i);
        if (rules->rules->len >= rules->limits.rules) {
            diagnostics_error(diagnostics, map->place, "more than %zu rules", rules->limits.rules);
            return;
        }
        if (map->kind != TREE_MAP) {
            diagnostics_error(diagnostics, map->place,
                              "a rule begins with its name, such as - rule: HOAX_EXAMPLE");
            continue;
        }
        add_rule(rules, map, diagnostics);
    }
}

static void add_file(RuleSet *rules, const TreeNode *root, Diagnostics *diagnostics)
{
    static const char *const known[] = { "rules", NULL };
    const TreeNode *list = tree_get(root, "rules");

    for (size_t i = 0; root->kind == TREE_MAP && i < tree_count(root); i++) {
        const TreeNode *key = tree_key_at(root, i);
        if (strcmp(key->scalar, known[0]) != 0) {
            const char *nearest = nearest_word(key->scalar, known);
            diagnostics_error(diagnostics, key->place, "unknown key '%s' in a file of rules%s",
                              key->scalar, nearest != NULL ? " (did you mean 'rules'?)" : "");
        }
    }
    bool is_empty = list != NULL && tree_is_null(list);
    if (list == NULL || (list->kind != TREE_LIST && !is_empty)) {
        diagnostics_error(diagnostics, list != NULL ? list->place : root->place,
                          "a file of rules holds a list of them under `rules:`");
        return;
    }
    add_rules(rules, list, diagnostics);
}

/* Leaves by kind, once their rules are known to stay. The depth is that of conditions, which is
 * bounded. */
static void gather_leaves(RuleSet *rules, Condition *condition, Diagnostics *diagnostics)
{
    for (guint i = 0; condition->parts != NULL && i < condition->parts->len; i++) {
        gather_leaves(rules, g_ptr_array_index(condition->parts, i), diagnostics);
    }
    const ConditionKind *kind = condition->kind;
    if (kind == NULL) {
        return;
    }
    g_ptr_array_add(rules->leaves[condition_kind_index(kind)], condition);
    if (kind->resolve != NULL && !kind->resolve(rules, condition, diagnostics)) {
        Rule *rule = g_ptr_array_index(rules->rules, condition->rule);
        rule->mode = RULE_OFF;
    }
    if (kind->refers_to_rule) {
        g_ptr_array_add(rule_set_parts(rules, condition->rule)->references, condition);
    }
}

static void gather(RuleSet *rules, Diagnostics *diagnostics)
{
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        g_ptr_array_add(rules->names, rule->name);
    }
    g_ptr_array_add(rules->names, NULL);
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        gather_leaves(rules, rule->condition, diagnostics);
    }
}

static void warn_of_slow_patterns(const RuleSet *rules, Diagnostics *diagnostics)
{
    for (guint i = 0; i < rules->text_nodes->len; i++) {
        const TreeNode *node = g_ptr_array_index(rules->text_nodes, i);
        if (node == NULL || pattern_set_has_literal(rules->texts, (int)i)) {
            continue;
        }
        unsigned slot = g_array_index(rules->text_slots, unsigned, i);
        if (!g_array_index(rules->slots, Slot, slot).is_counted) {
            diagnostics_warning(diagnostics, condition_place_in(node, 0),
                                "slow pattern: no three letters in a row are in every match");
        }
    }
}

static void warn_of_parts(const RuleSet *rules, Diagnostics *diagnostics)
{
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (!rule_is_part(rule)) {
            continue;
        }
        if (!rule_set_parts(rules, i)->is_referred_to) {
            diagnostics_warning(diagnostics, rule->place, "'%s' is used by no other rule",
                                rule->name);
        }
        if (rule->points[CLASS_HOAX] != 0 || rule->points[CLASS_ADVISORY] != 0) {
            diagnostics_warning(diagnostics, rule->place,
                                "'%s' is a part for other rules: its points count for nothing",
                                rule->name);
        }
    }
}

RuleSet *rule_set_load(GPtrArray *trees, const Limits *limits, Diagnostics *diagnostics)
{
    RuleSet *rules = new_rule_set(trees, limits);
    rule_set_add_identifiers(rules);
    for (guint i = 0; i < trees->len; i++) {
        add_file(rules, g_ptr_array_index(trees, i), diagnostics);
    }
    gather(rules, diagnostics);
    rule_order_settle(rules, diagnostics);
    rule_set_compile(rules);
    warn_of_slow_patterns(rules, diagnostics);
    warn_of_parts(rules, diagnostics);
    return rules;
}

RuleSet *rule_set_ref(RuleSet *rules)
{
    return g_atomic_rc_box_acquire(rules);
}

void rule_set_unref(RuleSet *rules)
{
    if (rules != NULL) {
        g_atomic_rc_box_release_full(rules, free_contents);
    }
}

size_t rule_set_count(const RuleSet *rules)
{
    return rules->rules->len;
}

const Rule *rule_set_at(const RuleSet *rules, size_t number)
{
    return g_ptr_array_index(rules->rules, number);
}

const Rule *rule_set_find(const RuleSet *rules, const char *name)
{
    return g_hash_table_lookup(rules->by_name, name);
}

bool rule_set_is_referred_to(const RuleSet *rules, size_t number)
{
    return rule_set_parts(rules, number)->is_referred_to;
}

const char *const *rule_set_names(const RuleSet *rules)
{
    return (const char *const *)rules->names->pdata;
}

const Scope *rule_set_scope(const RuleSet *rules, const char *name)
{
    for (guint i = 0; i < rules->scopes->len; i++) {
        const Scope *scope = g_ptr_array_index(rules->scopes, i);
        if (g_ascii_strcasecmp(scope->name, name) == 0) {
            return scope;
        }
    }
    return NULL;
}
