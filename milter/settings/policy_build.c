/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/policy_build.h"

#include "settings/rule_overrides.h"
#include "settings/tags.h"

/* Two values that contradict each other; lists with one profile share the contradiction. */
typedef struct Contradiction {
    const TreeNode *one, *other;
} Contradiction;

/* Lists whose chains have the same `rules` share the overrides made of them. */
typedef struct SharedOverrides {
    const TreeNode *maps[MOST_LINKS];
    RuleOverrides *overrides;
} SharedOverrides;

struct PolicyBuilder {
    const RuleSet *rules;
    GHashTable *notices; /* of Policies, borrowed */
    Diagnostics *diagnostics;
    GArray *reported;  /* Contradiction */
    GArray *shared;    /* SharedOverrides: of chains whose list has no `rules` of its own */
    GHashTable *built; /* GBytes, see sharing_key -> Policy, borrowed */
};

static void shared_overrides_clear(gpointer element)
{
    SharedOverrides *shared = element;
    g_clear_pointer(&shared->overrides, g_atomic_rc_box_release);
}

PolicyBuilder *policy_builder_new(const RuleSet *rules, GHashTable *notices,
                                  Diagnostics *diagnostics)
{
    PolicyBuilder *builder = g_new0(PolicyBuilder, 1);
    builder->rules = rules;
    builder->notices = notices;
    builder->diagnostics = diagnostics;
    builder->reported = g_array_new(FALSE, FALSE, sizeof(Contradiction));
    builder->shared = g_array_new(FALSE, FALSE, sizeof(SharedOverrides));
    g_array_set_clear_func(builder->shared, shared_overrides_clear);
    builder->built =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    return builder;
}

void policy_builder_free(PolicyBuilder *builder)
{
    if (builder == NULL) {
        return;
    }
    g_array_unref(builder->reported);
    g_array_unref(builder->shared);
    g_hash_table_unref(builder->built);
    g_free(builder);
}

static RuleOverrides *find_shared(const PolicyBuilder *builder, const SharedOverrides *wanted)
{
    for (guint i = 0; i < builder->shared->len; i++) {
        const SharedOverrides *shared = &g_array_index(builder->shared, SharedOverrides, i);
        if (memcmp(shared->maps, wanted->maps, sizeof wanted->maps) == 0) {
            return g_atomic_rc_box_acquire(shared->overrides);
        }
    }
    return NULL;
}

static RuleOverrides *build_overrides(const PolicyBuilder *builder, const Chain *chain)
{
    SharedOverrides wanted = { 0 };
    size_t option = option_index(option_find("", "rules")), maps = 0;
    for (size_t i = 0; i < chain->count; i++) {
        const TreeNode *map = chain->links[i]->values[option];
        if (tree_count(map) > 0) {
            wanted.maps[maps++] = map;
        }
    }
    if (maps == 0) {
        return NULL;
    }
    RuleOverrides *overrides = find_shared(builder, &wanted);
    if (overrides != NULL) {
        return overrides;
    }
    overrides = rule_overrides_build(chain, builder->rules);
    const Section *first = chain->links[0];
    bool is_of_one_list =
        (first->where & (IN_LIST | IN_LIST_FILE)) != 0 && first->values[option] == wanted.maps[0];
    if (overrides != NULL && !is_of_one_list) {
        wanted.overrides = g_atomic_rc_box_acquire(overrides);
        g_array_append_val(builder->shared, wanted);
    }
    return overrides;
}

/* Whether that pair is new; remembers it. */
static bool is_first_report(const PolicyBuilder *builder, const TreeNode *one,
                            const TreeNode *other)
{
    for (guint i = 0; i < builder->reported->len; i++) {
        const Contradiction *known = &g_array_index(builder->reported, Contradiction, i);
        if (known->one == one && known->other == other) {
            return false;
        }
    }
    Contradiction found = { one, other };
    g_array_append_val(builder->reported, found);
    return true;
}

/* A value along the chain, and how near to the list it stands (0 is nearest). */
typedef struct Found {
    const TreeNode *node;
    size_t distance;
} Found;

static Found find_value(const Chain *chain, const char *group, const char *key)
{
    size_t option = option_index(option_find(group, key));
    for (size_t i = 0; i < chain->count; i++) {
        if (chain->links[i]->values[option] != NULL) {
            return (Found){ chain->links[i]->values[option], i };
        }
    }
    return (Found){ NULL, chain->count };
}

/* "kustode.yaml:12"; the caller's. */
static char *place_name(Place place)
{
    return place.file == NULL ? g_strdup("built in")
                              : g_strdup_printf("%s:%u", place.file, place.line);
}

static void check_step(const PolicyBuilder *builder, const PolicyStep *step, Found steps,
                       Found verdict)
{
    if (!is_first_report(builder, steps.node, verdict.node)) {
        return;
    }
    if (steps.distance <= verdict.distance) {
        g_autofree char *other = place_name(verdict.node->place);
        diagnostics_error(
            builder->diagnostics, step->place,
            "the step at %g lies below the verdict at %s (%s), where nothing is found "
            "yet: raise it, or lower `verdict`",
            step->from_points, verdict.node->scalar, other);
    } else {
        g_autofree char *other = place_name(step->place);
        diagnostics_error(builder->diagnostics, verdict.node->place,
                          "the verdict at %s lies above the step at %g (%s): lower it, or write a "
                          "`do` of your own",
                          verdict.node->scalar, step->from_points, other);
    }
}

static void check_steps(const PolicyBuilder *builder, const Chain *chain, const ClassPolicy *policy,
                        VerdictClass verdict_class)
{
    g_autofree char *group = g_strconcat(verdict_class_name(verdict_class), ".", NULL);
    if (policy->steps->len == 0) {
        return;
    }
    const PolicyStep *lowest = &g_array_index(policy->steps, PolicyStep, 0);
    if (lowest->from_points < policy->verdict_points) {
        check_step(builder, lowest, find_value(chain, group, "do"),
                   find_value(chain, group, "verdict"));
    }
}

static bool class_does(const ClassPolicy *policy, Action action)
{
    ActionSet actions = policy->has_asks ? policy->asks : 0;
    for (guint i = 0; i < policy->steps->len; i++) {
        actions |= g_array_index(policy->steps, PolicyStep, i).actions;
    }
    return (actions & 1u << action) != 0;
}

static bool policy_holds(const Policy *policy)
{
    for (int i = 0; i < N_CLASSES; i++) {
        if (class_does(&policy->classes[i], ACTION_HOLD)) {
            return true;
        }
    }
    return false;
}

/* The list manager holds by our header: without one nobody would. */
static void check_hold_is_seen(const PolicyBuilder *builder, const Chain *chain,
                               const Policy *policy)
{
    Found header = find_value(chain, "", "header");
    if (policy->held_by == HELD_BY_LIST_MANAGER && policy->header == HEADER_NONE &&
        policy_holds(policy) && is_first_report(builder, header.node, NULL)) {
        diagnostics_error(
            builder->diagnostics, header.node->place,
            "with `header: none` the list manager cannot see what it is to hold: write "
            "`header: verdict` or `held-by: spool`, or take `hold` out of the steps");
    }
}

static void fill_tags(Policy *policy)
{
    for (int i = 0; i < N_CLASSES; i++) {
        char **tag = &policy->classes[i].subject;
        if (*tag == NULL) {
            *tag = g_strdup(tag_built_in((VerdictClass)i, policy->language));
        }
    }
}

static const NoticeTemplate *find_notice(const PolicyBuilder *builder, const char *kind,
                                         const char *name)
{
    g_autofree char *key = g_strconcat(kind, ".", name, NULL);
    return g_hash_table_lookup(builder->notices, key);
}

/* In the list's language, else in English. */
static const NoticeTemplate *notice_in(const PolicyBuilder *builder, const char *kind,
                                       const char *language)
{
    const NoticeTemplate *notice = find_notice(builder, kind, language);
    return notice != NULL ? notice : find_notice(builder, kind, "en");
}

static void report_no_notice(const PolicyBuilder *builder, const Chain *chain, const char *kind,
                             const char *name)
{
    g_autofree char *group = g_strconcat(kind, ".", NULL);
    Found found =
        name != NULL ? find_value(chain, group, "notice") : find_value(chain, group, "do");
    if (!is_first_report(builder, found.node, NULL)) {
        return;
    }
    if (name != NULL) {
        diagnostics_error(builder->diagnostics, found.node->place,
                          "there is no notice file %s.%s.txt in `notice-files`", kind, name);
    } else {
        diagnostics_error(builder->diagnostics, found.node->place,
                          "a step here wants a notice, and `notice-files` has no %s.en.txt", kind);
    }
}

static void choose_notices(const PolicyBuilder *builder, const Chain *chain, Policy *policy)
{
    for (int i = 0; i < N_CLASSES; i++) {
        ClassPolicy *of_class = &policy->classes[i];
        const char *kind = verdict_class_name((VerdictClass)i), *name = of_class->notice_name;
        of_class->notice = name != NULL ? find_notice(builder, kind, name)
                                        : notice_in(builder, kind, policy->language);
        if (of_class->notice == NULL && (name != NULL || class_does(of_class, ACTION_NOTICE))) {
            report_no_notice(builder, chain, kind, name);
        }
    }
    policy->limit_notice = notice_in(builder, "limit", policy->language);
    if (policy->limit_notice == NULL && policy->on_limit == FAILURE_NOTICE) {
        Found found = find_value(chain, "", "on-limit");
        diagnostics_error(builder->diagnostics, found.node->place,
                          "`on-limit: notice` needs limit.en.txt in `notice-files`");
    }
}

/* A list's own values as text. False where one is no single word: its parts have places, by which
 * people are told what decided, and those are the list's own. */
static bool append_own_values(GByteArray *key, const Section *own)
{
    const Option *option;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        const TreeNode *value = own->values[i];
        if (value == NULL || option->target == TARGET_NAMING) {
            continue; /* `like` counts by the profile it adds to the chain */
        }
        if (value->kind != TREE_SCALAR) {
            return false;
        }
        g_byte_array_append(key, (const guint8 *)&i, sizeof i);
        g_byte_array_append(key, (const guint8 *)value->scalar, (guint)strlen(value->scalar) + 1);
    }
    return true;
}

/* What lists that have the same policy have in common: their own values, and the sections behind.
 * NULL where it is not to be shared. */
static GBytes *sharing_key(const Chain *chain)
{
    g_autoptr(GByteArray) key = g_byte_array_new();
    bool has_own = (chain->links[0]->where & (IN_LIST | IN_LIST_FILE)) != 0;
    if (has_own && !append_own_values(key, chain->links[0])) {
        return NULL;
    }
    for (size_t i = has_own; i < chain->count; i++) {
        g_byte_array_append(key, (const guint8 *)&chain->links[i], sizeof chain->links[i]);
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&key));
}

static Policy *build_values(PolicyBuilder *builder, const Chain *chain)
{
    Policy *policy = g_new0(Policy, 1);
    const OptionTargets targets = { .policy = policy };
    const Option *option;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        const Section *section = option->target == TARGET_POLICY ? chain_find(chain, option) : NULL;
        if (section != NULL) {
            section_apply(section, option, &targets, builder->diagnostics);
        }
    }
    fill_tags(policy);
    choose_notices(builder, chain, policy);
    policy->overrides = build_overrides(builder, chain);
    if (find_value(chain, "", "on-error").node == NULL && policy_holds(policy)) {
        policy->on_error = FAILURE_HOLD;
    }
    for (int i = 0; i < N_CLASSES; i++) {
        check_steps(builder, chain, &policy->classes[i], (VerdictClass)i);
    }
    check_hold_is_seen(builder, chain, policy);
    return policy;
}

Policy *policy_build(PolicyBuilder *builder, const Chain *chain, const char *address)
{
    g_autoptr(GBytes) key = sharing_key(chain);
    const Policy *same = key == NULL ? NULL : g_hash_table_lookup(builder->built, key);
    Policy *policy;
    if (same != NULL) {
        policy = g_memdup2(same, sizeof *same);
        policy->is_shared = true;
    } else {
        size_t said = diagnostics_count(builder->diagnostics);
        policy = build_values(builder, chain);
        /* One with errors may be given up by the caller, and the next list has them as well. */
        if (key != NULL && diagnostics_count(builder->diagnostics) == said) {
            g_hash_table_insert(builder->built, g_steal_pointer(&key), policy);
        }
    }
    policy->address = g_strdup(address);
    return policy;
}
