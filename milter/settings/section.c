/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/section.h"

#include "settings/values.h"
#include "settings/yaml.h"

void list_naming_clear(ListNaming *naming)
{
    g_free(naming->like);
    g_strfreev(naming->also);
}

void section_free(Section *section)
{
    if (section == NULL) {
        return;
    }
    g_free(section->name);
    g_free(section);
}

typedef struct Reading {
    Section *section;
    const OptionTargets *targets;
    Diagnostics *diagnostics;
} Reading;

static void *option_field(const Option *option, const OptionTargets *targets)
{
    void *const bases[] = {
        [TARGET_NONE] = NULL,
        [TARGET_SERVICE] = targets->service,
        [TARGET_LIMITS] = targets->limits,
        [TARGET_POLICY] = targets->policy,
        [TARGET_NAMING] = targets->naming,
    };
    char *base = bases[option->target];
    return base == NULL ? NULL : base + option->offset;
}

/* The keys that may stand in `group` at that place, for `did you mean`; groups once each. */
static GPtrArray *known_keys(OptionPlace where, const char *group)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    const Option *option;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        if ((option->places & where) == 0 || !g_str_has_prefix(option->key, group)) {
            continue;
        }
        const char *rest = option->key + strlen(group);
        char *key = g_strndup(rest, strcspn(rest, "."));
        const char *last = keys->len == 0 ? NULL : g_ptr_array_index(keys, keys->len - 1);
        if (g_strcmp0(last, key) == 0) {
            g_free(key);
        } else {
            g_ptr_array_add(keys, key);
        }
    }
    g_ptr_array_add(keys, NULL);
    return keys;
}

/* Promised for a later version: who reads of them elsewhere shall not look for a slip of the pen.
 */
static const char *const later_keys[] = { "store", "retention", "moderators", "sandbox", NULL };

static void report_unknown(const Reading *reading, const char *group, const TreeNode *key)
{
    OptionPlace where = reading->section->where;
    if (g_strv_contains(later_keys, key->scalar)) {
        diagnostics_error(reading->diagnostics, key->place,
                          "`%s` is not available in this version: take it out", key->scalar);
        return;
    }
    g_autoptr(GPtrArray) keys = known_keys(where, group);
    const char *meant = nearest_word(key->scalar, (const char *const *)keys->pdata);
    if (meant != NULL) {
        diagnostics_error(reading->diagnostics, key->place,
                          "unknown key `%s%s` (did you mean `%s`?)", group, key->scalar, meant);
    } else {
        g_autofree char *all = words_joined((const char *const *)keys->pdata);
        diagnostics_error(reading->diagnostics, key->place, "unknown key `%s%s`: here belong %s",
                          group, key->scalar, all);
    }
}

/* "`also` does not belong in a profile: it belongs in a list". */
static void report_misplaced(const Reading *reading, const Option *option, const TreeNode *key)
{
    static const struct {
        OptionPlace place;
        const char *name;
    } places[] = {
        { IN_SERVICE, "at the top level" }, { IN_LIST, "under a list in kustode.yaml" },
        { IN_PATTERN, "under a pattern" },  { IN_PROFILE, "under a profile" },
        { IN_DEFAULTS, "under defaults" },  { IN_LIST_FILE, "in a file of lists.d" },
    };
    if (reading->section->where == IN_LIST_FILE && strcmp(key->scalar, "lists") == 0) {
        diagnostics_error(reading->diagnostics, key->place,
                          "a file of lists.d speaks for the one list it is named after: write that "
                          "list's keys (mode, hoax ...) at the left margin, without `lists`");
        return;
    }
    const char *here = "", *there = "";
    for (size_t i = G_N_ELEMENTS(places); i-- > 0;) {
        here = places[i].place == reading->section->where ? places[i].name : here;
        there = (option->places & places[i].place) != 0 ? places[i].name : there;
    }
    diagnostics_error(reading->diagnostics, key->place, "`%s` does not stand %s: it stands %s",
                      option->key, here, there);
}

static ActionSet actions_of(const Option *option, const ClassPolicy *policy)
{
    ActionSet actions = 0;
    if (option->type == &type_actions) {
        return policy->asks;
    }
    for (guint i = 0; i < policy->steps->len; i++) {
        actions |= g_array_index(policy->steps, PolicyStep, i).actions;
    }
    return actions;
}

/* Who may write one list's file must not turn posts away for good. */
static bool is_too_final(const Reading *reading, const Option *option, const TreeNode *value)
{
    const ActionSet final = 1u << ACTION_REJECT | 1u << ACTION_DISCARD;
    bool has_actions = option->type == &type_actions || option->type == &type_steps;
    if (reading->section->where != IN_LIST_FILE || !has_actions ||
        (actions_of(option, option_field(option, reading->targets)) & final) == 0) {
        return false;
    }
    diagnostics_error(reading->diagnostics, value->place,
                      "`%s` must not reject or discard in a file of lists.d: use hold, or move the "
                      "list to kustode.yaml",
                      option->key);
    return true;
}

static void read_option(const Reading *reading, const Option *option, const TreeNode *key,
                        const TreeNode *value)
{
    if ((option->places & reading->section->where) == 0) {
        report_misplaced(reading, option, key);
        return;
    }
    void *field = option_field(option, reading->targets);
    if (option->type->read(option, value, field, reading->diagnostics) &&
        !is_too_final(reading, option, value)) {
        reading->section->values[option_index(option)] = value;
    }
}

static void read_map(const Reading *reading, const char *group, const TreeNode *map)
{
    for (size_t i = 0; i < tree_count(map); i++) {
        const TreeNode *key = tree_key_at(map, i), *value = tree_item(map, i);
        const Option *option = option_find(group, key->scalar);
        if (option != NULL) {
            read_option(reading, option, key, value);
        } else if (!option_is_group(group, key->scalar)) {
            report_unknown(reading, group, key);
        } else if (value->kind != TREE_MAP) {
            diagnostics_error(reading->diagnostics, value->place,
                              "`%s` takes keys of its own: write them below it, indented",
                              key->scalar);
        } else {
            g_autofree char *inner = g_strconcat(group, key->scalar, ".", NULL);
            read_map(reading, inner, value);
        }
    }
}

Section *section_read(OptionPlace where, const char *name, const TreeNode *map,
                      const OptionTargets *targets, Diagnostics *diagnostics)
{
    Section *section = g_new0(Section, 1);
    section->where = where;
    section->name = g_strdup(name);
    const Reading reading = { section, targets, diagnostics };
    if (map != NULL && map->kind == TREE_MAP) {
        read_map(&reading, "", map);
    } else if (map != NULL && !tree_is_null(map)) {
        diagnostics_error(diagnostics, map->place,
                          "here belongs a map of keys and values, such as `mode: live`");
    }
    return section;
}

const TreeNode *section_value(const Section *section, const char *key)
{
    return section->values[option_index(option_find("", key))];
}

bool section_is_posting_address(const Section *section)
{
    bool value = false;
    return tree_is_boolean(section_value(section, "posting-address"), &value) && value;
}

Section *section_built_in(GPtrArray *trees, Diagnostics *diagnostics)
{
    Section *section = g_new0(Section, 1);
    const Option *option;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        if (option->built_in != NULL) {
            TreeNode *value = yaml_parse(span_of(option->built_in), NULL, diagnostics);
            g_ptr_array_add(trees, value);
            section->values[i] = value;
        }
    }
    return section;
}

void section_apply(const Section *section, const Option *option, const OptionTargets *targets,
                   Diagnostics *diagnostics)
{
    const TreeNode *value = section->values[option_index(option)];
    option->type->read(option, value, option_field(option, targets), diagnostics);
}

void chain_add(Chain *chain, const Section *section)
{
    if (section != NULL) {
        g_assert(chain->count < MOST_LINKS);
        chain->links[chain->count++] = section;
    }
}

const Section *chain_find(const Chain *chain, const Option *option)
{
    size_t index = option_index(option);
    for (size_t i = 0; i < chain->count; i++) {
        if (chain->links[i]->values[index] != NULL) {
            return chain->links[i];
        }
    }
    return NULL;
}
