/* SPDX-License-Identifier: BSD-2-Clause */
/* What lists make of single rules: `rules: { HOAX_SHOUTING: off, HOAX_NO_CURE: 3.5 }`. */
#ifndef KUSTODE_SETTINGS_RULE_OVERRIDES_H
#define KUSTODE_SETTINGS_RULE_OVERRIDES_H

#include "rules/match.h"
#include "settings/section.h"

/* What names in `rules` are held against. */
typedef struct KnownRules {
    const RuleSet *rules;
    const GHashTable *written; /* names of all rules written, those left out as wrong too; a set */
    bool is_complete; /* false: a rule file could not be read, so a name may be one of its */
} KnownRules;

/* Checks the `rules` of a section; NULL is none. */
void rule_overrides_check(const TreeNode *map, const KnownRules *known, Diagnostics *diagnostics);

/*
 * The overrides along a chain, name by name the first that has it; the caller's
 * (g_atomic_rc_box_release). NULL when there are none.
 */
RuleOverrides *rule_overrides_build(const Chain *chain, const RuleSet *rules);

#endif
