/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/rule_overrides.h"

/* As far as points of a rule may go (kustode-rules(5)). */
static const double most_points = 100;

static const char *const mode_words[] = {
    [RULE_LIVE] = "live",
    [RULE_SHADOW] = "shadow",
    [RULE_OFF] = "off",
    NULL,
};

static bool find_mode(const TreeNode *node, RuleMode *mode)
{
    for (int i = 0; node->kind == TREE_SCALAR && mode_words[i] != NULL; i++) {
        if (strcmp(node->scalar, mode_words[i]) == 0) {
            *mode = (RuleMode)i;
            return true;
        }
    }
    return false;
}

static bool is_points(const TreeNode *node, double *points)
{
    return tree_is_number(node, points) && ABS(*points) <= most_points;
}

/* The one class that the rule has points of; false when there are several or none. */
static bool find_only_class(const Rule *rule, VerdictClass *only)
{
    size_t found = 0;
    for (int i = 0; i < N_CLASSES; i++) {
        if (rule->points[i] != 0) {
            *only = (VerdictClass)i;
            found++;
        }
    }
    return found == 1;
}

static bool find_class(const char *name, VerdictClass *found)
{
    for (int i = 0; i < N_CLASSES; i++) {
        if (strcmp(verdict_class_name((VerdictClass)i), name) == 0) {
            *found = (VerdictClass)i;
            return true;
        }
    }
    return false;
}

static bool read_points_by_class(const Rule *rule, const TreeNode *map, RuleOverride *override,
                                 Diagnostics *diagnostics)
{
    for (size_t i = 0; i < tree_count(map); i++) {
        const TreeNode *key = tree_key_at(map, i), *value = tree_item(map, i);
        VerdictClass verdict_class;
        if (!find_class(key->scalar, &verdict_class)) {
            diagnostics_error(diagnostics, key->place, "`%s` is no class: hoax or advisory",
                              key->scalar);
            return false;
        }
        if (rule->points[verdict_class] == 0) {
            diagnostics_error(diagnostics, key->place,
                              "`%s` gives no points of `%s`, so there are none to change",
                              rule->name, key->scalar);
            return false;
        }
        if (!is_points(value, &override->points[verdict_class])) {
            diagnostics_error(diagnostics, value->place, "points are a number from -%g to %g",
                              most_points, most_points);
            return false;
        }
    }
    return true;
}

static void report_value(const Rule *rule, const TreeNode *value, Diagnostics *diagnostics)
{
    const char *word = value->kind == TREE_SCALAR ? value->scalar : "";
    const char *meant = nearest_word(word, mode_words);
    diagnostics_error(diagnostics, value->place,
                      "`%s` takes live, shadow, off, points from -%g to %g, or { hoax: 2 }%s%s%s",
                      rule->name, most_points, most_points, meant == NULL ? "" : " (did you mean `",
                      meant == NULL ? "" : meant, meant == NULL ? "" : "`?)");
}

/* What is not overridden stays as the rule has it. */
static bool read_override(const Rule *rule, const TreeNode *value, RuleOverride *override,
                          Diagnostics *diagnostics)
{
    VerdictClass only;
    double points;
    *override = (RuleOverride){ .rule = rule->number, .mode = rule->mode };
    memcpy(override->points, rule->points, sizeof override->points);
    if (find_mode(value, &override->mode)) {
        return true;
    }
    if (value->kind == TREE_MAP && tree_count(value) > 0) {
        return read_points_by_class(rule, value, override, diagnostics);
    }
    if (!is_points(value, &points)) {
        report_value(rule, value, diagnostics);
        return false;
    }
    if (!find_only_class(rule, &only)) {
        diagnostics_error(diagnostics, value->place,
                          "`%s` gives points of more than one class, or none: write { hoax: %g }",
                          rule->name, points);
        return false;
    }
    override->points[only] = points;
    return true;
}

static void report_unknown_rule(const TreeNode *key, const KnownRules *known,
                                Diagnostics *diagnostics)
{
    const char *meant = nearest_word(key->scalar, rule_set_names(known->rules));
    if (meant != NULL) {
        diagnostics_error(diagnostics, key->place, "there is no rule `%s` (did you mean `%s`?)",
                          key->scalar, meant);
    } else {
        diagnostics_error(diagnostics, key->place,
                          "there is no rule `%s` in the files of `rule-files`", key->scalar);
    }
}

void rule_overrides_check(const TreeNode *map, const KnownRules *known, Diagnostics *diagnostics)
{
    for (size_t i = 0; i < tree_count(map); i++) {
        const TreeNode *key = tree_key_at(map, i);
        const Rule *rule = rule_set_find(known->rules, key->scalar);
        RuleOverride override;
        if (key->scalar[0] == '_') {
            diagnostics_error(diagnostics, key->place,
                              "`%s` is a part of other rules and has no points: name one of those",
                              key->scalar);
        } else if (rule != NULL) {
            read_override(rule, tree_item(map, i), &override, diagnostics);
        } else if (known->is_complete &&
                   !g_hash_table_contains((GHashTable *)known->written, key->scalar)) {
            report_unknown_rule(key, known, diagnostics);
        }
    }
}

static int compare_rules(gconstpointer a, gconstpointer b)
{
    const RuleOverride *one = a, *other = b;
    return (one->rule > other->rule) - (one->rule < other->rule);
}

static RuleOverrides *overrides_of(GArray *items)
{
    if (items->len == 0) {
        return NULL;
    }
    size_t bytes = items->len * sizeof(RuleOverride);
    RuleOverrides *overrides = g_atomic_rc_box_alloc(sizeof *overrides + bytes);
    g_array_sort(items, compare_rules);
    overrides->count = items->len;
    memcpy(overrides->items, items->data, bytes);
    return overrides;
}

RuleOverrides *rule_overrides_build(const Chain *chain, const RuleSet *rules)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(RuleOverride));
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    g_autoptr(Diagnostics) unused = diagnostics_new();
    size_t option = option_index(option_find("", "rules"));
    for (size_t i = 0; i < chain->count; i++) {
        const TreeNode *map = chain->links[i]->values[option];
        for (size_t j = 0; j < tree_count(map); j++) {
            const Rule *rule = rule_set_find(rules, tree_key_at(map, j)->scalar);
            if (rule != NULL && g_hash_table_add(seen, (gpointer)rule)) {
                RuleOverride override;
                read_override(rule, tree_item(map, j), &override, unused);
                g_array_append_val(items, override);
            }
        }
    }
    return overrides_of(items);
}
