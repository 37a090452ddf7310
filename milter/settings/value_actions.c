/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/policy.h"
#include "settings/values.h"

/* What a step may do now, for messages; redirect comes in a later version. */
static const char *const action_words[] = {
    "subject", "notice", "hold", "reject", "discard", NULL
};

/* A post has one fate: two of these in one step contradict each other. */
static const ActionSet fates =
    1u << ACTION_HOLD | 1u << ACTION_REDIRECT | 1u << ACTION_REJECT | 1u << ACTION_DISCARD;

static bool read_action(const Option *option, const TreeNode *node, ActionSet *set,
                        Diagnostics *diagnostics)
{
    const char *word = node->kind == TREE_SCALAR ? node->scalar : "";
    if (strcmp(word, action_name(ACTION_REDIRECT)) == 0) {
        diagnostics_error(diagnostics, node->place,
                          "`redirect` is not available in this version: use hold");
        return false;
    }
    for (int action = 0; action < N_ACTIONS; action++) {
        if (strcmp(word, action_name((Action)action)) == 0) {
            *set |= 1u << action;
            return true;
        }
    }
    g_autofree char *words = words_joined(action_words);
    g_autofree char *what = g_strdup_printf("actions: %s", words);
    return value_is_wrong(option, node, what, action_words, diagnostics);
}

static bool read_action_list(const Option *option, const TreeNode *node, ActionSet *set,
                             Diagnostics *diagnostics)
{
    *set = 0;
    if (node->kind != TREE_LIST) {
        return value_is_wrong(option, node, "actions in brackets: [subject, hold]; [] for none",
                              NULL, diagnostics);
    }
    for (size_t i = 0; i < tree_count(node); i++) {
        const TreeNode *item = tree_item(node, i);
        ActionSet before = *set & fates;
        if (!read_action(option, item, set, diagnostics)) {
            return false;
        }
        if (before != 0 && (*set & fates) != before) {
            diagnostics_error(diagnostics, item->place,
                              "`%s` contradicts what stands before it: a step has one of hold, "
                              "reject and discard",
                              item->scalar);
            return false;
        }
    }
    return true;
}

static bool read_asks(const Option *option, const TreeNode *node, void *field,
                      Diagnostics *diagnostics)
{
    ClassPolicy *policy = field;
    policy->has_asks = read_action_list(option, node, &policy->asks, diagnostics);
    return policy->has_asks;
}

/* Steps stand in any order in the file; they are kept ascending. */
static bool insert_step(GArray *steps, const PolicyStep *step)
{
    guint position = 0;
    while (position < steps->len &&
           g_array_index(steps, PolicyStep, position).from_points < step->from_points) {
        position++;
    }
    if (position < steps->len &&
        g_array_index(steps, PolicyStep, position).from_points == step->from_points) {
        return false;
    }
    g_array_insert_val(steps, position, *step);
    return true;
}

static bool read_step(const Option *option, const TreeNode *key, const TreeNode *value,
                      GArray *steps, Diagnostics *diagnostics)
{
    PolicyStep step = { .place = key->place };
    bool is_number = tree_is_number(key, &step.from_points);
    if (!is_number || step.from_points < option->least || step.from_points > option->most) {
        g_autofree char *what =
            g_strdup_printf("points from %g to %g before each colon", option->least, option->most);
        return value_is_wrong(option, key, what, NULL, diagnostics);
    }
    if (!read_action_list(option, value, &step.actions, diagnostics)) {
        return false;
    }
    if (!insert_step(steps, &step)) {
        diagnostics_error(diagnostics, key->place, "there is another step at %g: join the two",
                          step.from_points);
        return false;
    }
    return true;
}

static bool read_steps(const Option *option, const TreeNode *node, void *field,
                       Diagnostics *diagnostics)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(PolicyStep));
    bool is_sound = true;
    bool is_none = node->kind == TREE_LIST && tree_count(node) == 0;
    if (node->kind != TREE_MAP && !is_none) {
        return value_is_wrong(option, node, "points and actions: { 4: [subject], 8: [hold] }", NULL,
                              diagnostics);
    }
    for (size_t i = 0; i < tree_count(node); i++) {
        const TreeNode *key = tree_key_at(node, i), *value = tree_item(node, i);
        is_sound = read_step(option, key, value, steps, diagnostics) && is_sound;
    }
    if (is_sound) {
        ClassPolicy *policy = field;
        g_clear_pointer(&policy->steps, g_array_unref);
        policy->steps = g_steal_pointer(&steps);
    }
    return is_sound;
}

const OptionType type_actions = { "a list of actions", read_asks };
const OptionType type_steps = { "a map of points to actions", read_steps };
