/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/rule.h"

#include <math.h>

static const char *const class_names[] = {
    [CLASS_HOAX] = "hoax",
    [CLASS_ADVISORY] = "advisory",
    [N_CLASSES] = NULL,
};

static const char *const stance_names[] = { "passes-on", "asks", "debunks", "discusses", NULL };
static const Stance stances[] = { STANCE_PASSES_ON, STANCE_ASKS, STANCE_DEBUNKS, STANCE_DISCUSSES };

static const char *const mode_names[] = { "live", "shadow", "off", NULL };
static const RuleMode modes[] = { RULE_LIVE, RULE_SHADOW, RULE_OFF };

const char *verdict_class_name(VerdictClass verdict_class)
{
    return class_names[verdict_class];
}

const char *stance_name(Stance stance)
{
    for (size_t i = 0; i < G_N_ELEMENTS(stances); i++) {
        if (stances[i] == stance) {
            return stance_names[i];
        }
    }
    return NULL;
}

void rule_free(Rule *rule)
{
    g_free(rule->name);
    g_free(rule->cue);
    g_clear_pointer(&rule->about, g_hash_table_unref);
    g_clear_pointer(&rule->languages, g_ptr_array_unref);
    g_clear_pointer(&rule->hits, g_ptr_array_unref);
    g_clear_pointer(&rule->misses, g_ptr_array_unref);
    condition_free(rule->condition);
    g_free(rule);
}

/* The index of a word among `names`, or -1 with an error that shows them. */
static int read_word(ConditionLoader *loader, const TreeNode *node, const char *const *names)
{
    for (int i = 0; node->kind == TREE_SCALAR && names[i] != NULL; i++) {
        if (strcmp(node->scalar, names[i]) == 0) {
            return i;
        }
    }
    g_autofree char *known = g_strjoinv(", ", (char **)names);
    const char *nearest = node->kind == TREE_SCALAR ? nearest_word(node->scalar, names) : NULL;
    if (nearest != NULL) {
        diagnostics_error(loader->diagnostics, node->place, "unknown '%s' (did you mean '%s'?)",
                          node->scalar, nearest);
    } else {
        diagnostics_error(loader->diagnostics, node->place, "one of %s is expected here", known);
    }
    return -1;
}

static bool read_flag(ConditionLoader *loader, const TreeNode *node, bool *flag)
{
    if (tree_is_boolean(node, flag)) {
        return true;
    }
    diagnostics_error(loader->diagnostics, node->place, "`yes` or `no` is expected here");
    return false;
}

/* Names stand in headers and log lines, whose alphabet is small. */
static bool load_name(ConditionLoader *loader, const TreeNode *value)
{
    enum { LONGEST_NAME = 64 };
    static const char letters[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-.";
    const char *name = value->kind == TREE_SCALAR ? value->scalar : "";
    if (name[0] == '\0' || strlen(name) > LONGEST_NAME || strspn(name, letters) != strlen(name)) {
        diagnostics_error(loader->diagnostics, value->place,
                          "a rule's name is made of letters, digits, `_`, `-`, `.`, at most %d",
                          LONGEST_NAME);
        return false;
    }
    loader->rule->name = g_strdup(name);
    return true;
}

static bool load_about(ConditionLoader *loader, const TreeNode *value)
{
    Rule *rule = loader->rule;
    rule->about = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (value->kind == TREE_SCALAR) {
        g_hash_table_insert(rule->about, g_strdup("en"), g_strdup(value->scalar));
        return true;
    }
    bool is_sound = value->kind == TREE_MAP && tree_count(value) > 0;
    for (size_t i = 0; is_sound && i < tree_count(value); i++) {
        const TreeNode *text = tree_item(value, i);
        is_sound = text->kind == TREE_SCALAR;
        g_hash_table_insert(rule->about, g_strdup(tree_key_at(value, i)->scalar),
                            g_strdup(is_sound ? text->scalar : ""));
    }
    if (!is_sound) {
        diagnostics_error(loader->diagnostics, value->place,
                          "about takes a text a language, such as {en: '...'}");
    }
    return is_sound;
}

static bool load_class_points(ConditionLoader *loader, const TreeNode *key, const TreeNode *value)
{
    int verdict_class = read_word(loader, key, class_names);
    double points = 0;
    if (verdict_class < 0) {
        return false;
    }
    if (!tree_is_number(value, &points) || !isfinite(points)) {
        diagnostics_error(loader->diagnostics, value->place, "a number is expected here");
        return false;
    }
    loader->rule->points[verdict_class] = points;
    return true;
}

static bool load_points(ConditionLoader *loader, const TreeNode *value)
{
    bool is_sound = true;
    if (value->kind != TREE_MAP || tree_count(value) == 0) {
        diagnostics_error(loader->diagnostics, value->place,
                          "points are given for a class, such as {hoax: 2.5}");
        return false;
    }
    for (size_t i = 0; i < tree_count(value); i++) {
        is_sound &= load_class_points(loader, tree_key_at(value, i), tree_item(value, i));
    }
    return is_sound;
}

static bool load_cue(ConditionLoader *loader, const TreeNode *value)
{
    if (value->kind != TREE_SCALAR || value->scalar[0] == '\0') {
        diagnostics_error(loader->diagnostics, value->place,
                          "the name of one cue is expected here");
        return false;
    }
    loader->rule->cue = g_strdup(value->scalar);
    return true;
}

static bool load_in(ConditionLoader *loader, const TreeNode *value)
{
    const char *names[N_LAYER_KINDS + 1] = { NULL };
    for (int kind = 0; kind < N_LAYER_KINDS; kind++) {
        names[kind] = layer_kind_name((LayerKind)kind);
    }
    if (!condition_expect_words(loader, value, "a layer, or a list of layers,")) {
        return false;
    }
    for (size_t i = 0; i < condition_word_count(value); i++) {
        int kind = read_word(loader, condition_word(value, i), names);
        if (kind < 0) {
            return false;
        }
        if (loader->parts->layers == 0) {
            loader->parts->first_layer = (LayerKind)kind;
        }
        loader->parts->layers |= 1u << kind;
    }
    return true;
}

static bool load_together(ConditionLoader *loader, const TreeNode *value)
{
    return read_flag(loader, value, &loader->parts->is_together);
}

static bool load_languages(ConditionLoader *loader, const TreeNode *value)
{
    if (!condition_expect_words(loader, value, "a language's code, such as de,")) {
        return false;
    }
    loader->rule->languages = g_ptr_array_new();
    for (size_t i = 0; i < condition_word_count(value); i++) {
        g_ptr_array_add(loader->rule->languages, condition_word(value, i)->scalar);
    }
    return true;
}

static bool load_decisive(ConditionLoader *loader, const TreeNode *value)
{
    return read_flag(loader, value, &loader->rule->is_decisive);
}

static bool load_stance(ConditionLoader *loader, const TreeNode *value)
{
    int stance = read_word(loader, value, stance_names);
    loader->rule->stance = stance < 0 ? STANCE_NONE : stances[stance];
    return stance >= 0;
}

static bool load_mode(ConditionLoader *loader, const TreeNode *value)
{
    int mode = read_word(loader, value, mode_names);
    loader->rule->mode = mode < 0 ? RULE_LIVE : modes[mode];
    return mode >= 0;
}

static bool load_texts(ConditionLoader *loader, const TreeNode *value, GPtrArray *texts)
{
    if (!condition_expect_words(loader, value, "a text, or a list of texts,")) {
        return false;
    }
    for (size_t i = 0; i < condition_word_count(value); i++) {
        g_ptr_array_add(texts, (gpointer)condition_word(value, i));
    }
    return true;
}

static bool load_hits(ConditionLoader *loader, const TreeNode *value)
{
    return load_texts(loader, value, loader->rule->hits);
}

static bool load_misses(ConditionLoader *loader, const TreeNode *value)
{
    return load_texts(loader, value, loader->rule->misses);
}

typedef struct RuleKey {
    const char *name;
    bool (*load)(ConditionLoader *loader, const TreeNode *value);
} RuleKey;

static const RuleKey keys[] = {
    { "rule", load_name },
    { "about", load_about },
    { "points", load_points },
    { "cue", load_cue },
    { "in", load_in },
    { "together", load_together },
    { "language", load_languages },
    { "languages", load_languages },
    { "decisive", load_decisive },
    { "stance", load_stance },
    { "mode", load_mode },
    { "hit", load_hits },
    { "miss", load_misses },
};

bool rule_load(ConditionLoader *loader, const TreeNode *map)
{
    const char *names[G_N_ELEMENTS(keys) + 1] = { NULL };
    bool is_sound = true;

    loader->rule_keys = names;
    loader->rule->hits = g_ptr_array_new();
    loader->rule->misses = g_ptr_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        const TreeNode *value = tree_get(map, keys[i].name);
        names[i] = keys[i].name;
        if (value != NULL) {
            is_sound &= keys[i].load(loader, value);
        }
    }
    if (tree_get(map, "rule") == NULL) {
        diagnostics_error(loader->diagnostics, map->place, "a rule without a name (rule: NAME)");
        is_sound = false;
    }
    loader->rule->condition = condition_load(loader, map);
    return is_sound && loader->rule->condition != NULL;
}
