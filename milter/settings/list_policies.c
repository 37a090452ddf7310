/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/loading.h"

#include "settings/policy_build.h"

static bool entry_is_pattern(const ListEntry *entry)
{
    return entry->section->where == IN_PATTERN;
}

/* The earlier pattern that is as specific and can match the same address as `entry`. */
static const ListEntry *find_rival(const Loading *loading, const ListEntry *entry)
{
    for (guint i = 0; i < loading->lists->len; i++) {
        const ListEntry *other = g_ptr_array_index(loading->lists, i);
        g_autoptr(ListIndex) both = list_index_new();
        if (entry_is_pattern(other) && list_index_add(both, other->address, 0, false) &&
            !list_index_add(both, entry->address, 1, false)) {
            return other;
        }
    }
    return NULL;
}

static void index_pattern(Loading *loading, ListIndex *index, const ListEntry *entry,
                          unsigned number)
{
    bool is_posting = section_is_posting_address(entry->section);
    if (list_index_add(index, entry->address, number, is_posting)) {
        return;
    }
    const ListEntry *rival = find_rival(loading, entry);
    diagnostics_error(loading->diagnostics, entry->place,
                      "`%s` and `%s` (%s:%u) can match the same address and are equally specific: "
                      "write more letters in one of them",
                      entry->address, rival->address, rival->place.file, rival->place.line);
}

static void index_list(const ListEntry *entry, ListIndex *index, unsigned number)
{
    bool is_posting = section_is_posting_address(entry->section);
    const TreeNode *also = section_value(entry->section, "also");
    list_index_add(index, entry->address, number, is_posting);
    for (size_t i = 0; i < tree_count(also); i++) {
        list_index_add(index, tree_item(also, i)->scalar, number, is_posting);
    }
}

static void index_all(Loading *loading, ListIndex *index)
{
    for (unsigned i = 0; i < loading->lists->len; i++) {
        const ListEntry *entry = g_ptr_array_index(loading->lists, i);
        if (entry_is_pattern(entry)) {
            index_pattern(loading, index, entry, i);
        } else {
            index_list(entry, index, i);
        }
    }
}

static const Section *pattern_of(const Loading *loading, const ListIndex *index,
                                 const ListEntry *entry)
{
    int number = entry_is_pattern(entry) ? -1 : list_index_find_pattern(index, entry->address);
    return number < 0 ? NULL : ((ListEntry *)g_ptr_array_index(loading->lists, number))->section;
}

/* The profile named nearest to the list. */
static const Section *profile_of(const Loading *loading, const Chain *chain)
{
    const Section *naming = chain_find(chain, option_find("", "like"));
    if (naming == NULL) {
        return NULL;
    }
    return g_hash_table_lookup(loading->profiles, section_value(naming, "like")->scalar);
}

/* `own` and `pattern` may be NULL. */
static Chain chain_of(const Loading *loading, const Section *own, const Section *pattern)
{
    Chain naming = { 0 }, chain = { 0 };
    chain_add(&naming, own);
    chain_add(&naming, pattern);
    chain_add(&naming, loading->defaults);
    chain_add(&chain, own);
    chain_add(&chain, pattern);
    chain_add(&chain, profile_of(loading, &naming));
    chain_add(&chain, loading->defaults);
    chain_add(&chain, loading->built_in);
    return chain;
}

static Policy *build_lost(Loading *loading, PolicyBuilder *builder, const ListEntry *entry,
                          Chain *chain)
{
    diagnostics_warning(loading->diagnostics, (Place){ .file = entry->place.file },
                        "until this file is mended the list runs on `defaults` in shadow");
    *chain = chain_of(loading, loading->in_shadow, NULL);
    return policy_build(builder, chain, entry->address);
}

/* What a list's own file brings about costs this list only. */
static Policy *build_one(Loading *loading, PolicyBuilder *builder, const ListIndex *index,
                         const ListEntry *entry, Chain *chain)
{
    if (entry->section == loading->in_shadow) {
        return build_lost(loading, builder, entry, chain);
    }
    size_t errors = diagnostics_error_count(loading->diagnostics);
    *chain = chain_of(loading, entry->section, pattern_of(loading, index, entry));
    Policy *policy = policy_build(builder, chain, entry->address);
    if (entry->section->where == IN_LIST_FILE &&
        diagnostics_error_count(loading->diagnostics) > errors) {
        policy_free(policy);
        return build_lost(loading, builder, entry, chain);
    }
    return policy;
}

void loading_make_policies(Loading *loading)
{
    Policies *policies = loading->config->policies;
    Origins *origins = loading->config->origins;
    g_autoptr(PolicyBuilder) builder =
        policy_builder_new(loading->rules, policies->notices, loading->diagnostics);

    policies->rules = loading->rules;
    policies->index = list_index_new();
    policies->lists = g_ptr_array_new_with_free_func((GDestroyNotify)policy_free);
    index_all(loading, policies->index);
    origins->defaults = chain_of(loading, NULL, NULL);
    policies->defaults = policy_build(builder, &origins->defaults, NULL);
    for (guint i = 0; i < loading->lists->len; i++) {
        const ListEntry *entry = g_ptr_array_index(loading->lists, i);
        Chain chain;
        g_ptr_array_add(policies->lists,
                        build_one(loading, builder, policies->index, entry, &chain));
        g_array_append_val(origins->chains, chain);
    }
}
