/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/policy.h"

static const char *const action_names[N_ACTIONS] = {
    [ACTION_SUBJECT] = "subject",   [ACTION_NOTICE] = "notice", [ACTION_HOLD] = "hold",
    [ACTION_REDIRECT] = "redirect", [ACTION_REJECT] = "reject", [ACTION_DISCARD] = "discard",
};

const char *action_name(Action action)
{
    return action_names[action];
}

char *action_names_joined(ActionSet actions)
{
    GString *names = g_string_new(NULL);
    for (int i = 0; i < N_ACTIONS; i++) {
        if (actions & (1u << i)) {
            g_string_append_printf(names, "%s%s", names->len > 0 ? "," : "", action_name(i));
        }
    }
    return g_string_free(names->len > 0 ? names : g_string_append(names, "none"), FALSE);
}

const char *list_mode_name(ListMode mode)
{
    static const char *const names[] = {
        [LIST_OFF] = "off",
        [LIST_SHADOW] = "shadow",
        [LIST_LIVE] = "live",
    };
    return names[mode];
}

const char *policy_list_name(const Policy *policy, const char *address)
{
    bool is_pattern = policy->address != NULL && strchr(policy->address, '*') != NULL;
    return is_pattern && address != NULL ? address : policy->address;
}

bool policies_use_spool(const Policies *policies)
{
    for (guint i = 0; i < policies->lists->len; i++) {
        const Policy *policy = g_ptr_array_index(policies->lists, i);
        if (policy->mode == LIST_LIVE && policy->held_by == HELD_BY_SPOOL) {
            return true;
        }
    }
    return false;
}

static void clear_values(Policy *policy)
{
    for (int i = 0; i < N_CLASSES; i++) {
        g_clear_pointer(&policy->classes[i].steps, g_array_unref);
        g_free(policy->classes[i].subject);
        g_free(policy->classes[i].notice_name);
    }
    g_free(policy->language);
    g_free(policy->contact);
    g_free(policy->reinject);
    g_strfreev(policy->languages);
    g_strfreev(policy->trusted);
    g_clear_pointer(&policy->overrides, g_atomic_rc_box_release);
}

void policy_free(Policy *policy)
{
    if (policy == NULL) {
        return;
    }
    if (!policy->is_shared) {
        clear_values(policy);
    }
    g_free(policy->address);
    g_free(policy);
}

void policies_free(Policies *policies)
{
    if (policies == NULL) {
        return;
    }
    g_clear_pointer(&policies->rules, rule_set_unref);
    g_clear_pointer(&policies->lists, g_ptr_array_unref);
    policy_free(policies->defaults);
    g_clear_pointer(&policies->notices, g_hash_table_unref);
    g_clear_pointer(&policies->index, list_index_free);
    g_free(policies);
}
