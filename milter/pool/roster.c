/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/roster.h"

#define POLICY_TYPE "(msuuu(dd))"
#define ROSTER_TYPE "(s" POLICY_TYPE "a" POLICY_TYPE "a(sub)ay)"

static GVariant *policy_pack(const Policy *policy)
{
    return g_variant_new(POLICY_TYPE, policy->address, policy->mode, policy->header,
                         policy->on_error, policy->classes[CLASS_HOAX].verdict_points,
                         policy->classes[CLASS_ADVISORY].verdict_points);
}

static void pack_address(const char *address, unsigned list, bool is_posting_address, void *user)
{
    g_variant_builder_add(user, "(sub)", address, list, is_posting_address);
}

GVariant *roster_pack(const Policies *policies)
{
    GVariantBuilder lists, addresses;
    g_variant_builder_init(&lists, G_VARIANT_TYPE("a" POLICY_TYPE));
    for (guint i = 0; i < policies->lists->len; i++) {
        g_variant_builder_add_value(&lists, policy_pack(g_ptr_array_index(policies->lists, i)));
    }
    g_variant_builder_init(&addresses, G_VARIANT_TYPE("a(sub)"));
    list_index_visit(policies->index, pack_address, &addresses);
    GVariant *limits = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, &policies->limits,
                                                 sizeof policies->limits, 1);
    return g_variant_new("(s@" POLICY_TYPE "a" POLICY_TYPE "a(sub)@ay)", policies->generation,
                         policy_pack(policies->defaults), &lists, &addresses, limits);
}

static Policy *policy_unpack(GVariant *packed)
{
    guint32 mode, header, on_error;
    g_autoptr(Policy) policy = g_new0(Policy, 1);
    g_variant_get(packed, POLICY_TYPE, &policy->address, &mode, &header, &on_error,
                  &policy->classes[CLASS_HOAX].verdict_points,
                  &policy->classes[CLASS_ADVISORY].verdict_points);
    policy->mode = mode;
    policy->header = header;
    policy->on_error = on_error;
    bool is_in_range = mode <= LIST_LIVE && header <= HEADER_NONE && on_error <= FAILURE_TEMPFAIL;
    return is_in_range ? g_steal_pointer(&policy) : NULL;
}

static bool lists_unpack(GVariant *packed, GPtrArray *lists)
{
    size_t count = g_variant_n_children(packed);
    for (size_t i = 0; i < count; i++) {
        g_autoptr(GVariant) child = g_variant_get_child_value(packed, i);
        Policy *policy = policy_unpack(child);
        if (policy == NULL) {
            return false;
        }
        g_ptr_array_add(lists, policy);
    }
    return true;
}

static bool addresses_unpack(GVariant *packed, ListIndex *index, guint lists)
{
    GVariantIter iter;
    const char *address;
    guint32 list;
    gboolean is_posting_address;
    g_variant_iter_init(&iter, packed);
    while (g_variant_iter_next(&iter, "(&sub)", &address, &list, &is_posting_address)) {
        if (list >= lists || !list_index_add(index, address, list, is_posting_address)) {
            return false;
        }
    }
    return true;
}

static bool limits_unpack(GVariant *packed, Limits *limits)
{
    gsize length;
    const void *bytes = g_variant_get_fixed_array(packed, &length, 1);
    if (length != sizeof *limits) {
        return false;
    }
    memcpy(limits, bytes, length);
    return true;
}

Policies *roster_unpack(Span bytes)
{
    g_autoptr(GVariant) packed = g_variant_ref_sink(g_variant_new_from_data(
        G_VARIANT_TYPE(ROSTER_TYPE), bytes.text, bytes.length, FALSE, NULL, NULL));
    if (!g_variant_is_normal_form(packed)) {
        return NULL;
    }
    g_autoptr(Policies) policies = g_new0(Policies, 1);
    policies->lists = g_ptr_array_new_with_free_func((GDestroyNotify)policy_free);
    policies->index = list_index_new();
    const char *generation;
    g_autoptr(GVariant) defaults = NULL, lists = NULL, addresses = NULL, limits = NULL;
    g_variant_get(packed, "(&s@" POLICY_TYPE "@a" POLICY_TYPE "@a(sub)@ay)", &generation, &defaults,
                  &lists, &addresses, &limits);
    g_strlcpy(policies->generation, generation, sizeof policies->generation);
    policies->defaults = policy_unpack(defaults);
    bool is_sound = policies->defaults != NULL && lists_unpack(lists, policies->lists) &&
                    addresses_unpack(addresses, policies->index, policies->lists->len) &&
                    limits_unpack(limits, &policies->limits);
    return is_sound ? g_steal_pointer(&policies) : NULL;
}
