/* SPDX-License-Identifier: BSD-2-Clause */
/* From a chain of sections to the policy of one list. */
#ifndef KUSTODE_SETTINGS_POLICY_BUILD_H
#define KUSTODE_SETTINGS_POLICY_BUILD_H

#include "decision/policy.h"
#include "settings/section.h"

typedef struct PolicyBuilder PolicyBuilder;

PolicyBuilder *policy_builder_new(const RuleSet *rules, GHashTable *notices,
                                  Diagnostics *diagnostics);
void policy_builder_free(PolicyBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PolicyBuilder, policy_builder_free)

/*
 * The policy; what contradicts itself along the chain (a step below the verdict, a hold that the
 * list manager could not see) is an error at the place nearest to the list, once for all lists that
 * share both places. The caller's, never NULL; it may share values with one that was built before,
 * which must live as long. `address`: NULL for `defaults`.
 */
Policy *policy_build(PolicyBuilder *builder, const Chain *chain, const char *address);

#endif
