/* SPDX-License-Identifier: BSD-2-Clause */
/* One rule from its tree: the keys that are no conditions, then its condition. */
#ifndef KUSTODE_RULES_RULE_H
#define KUSTODE_RULES_RULE_H

#include "rules/condition.h"

/* Fills in loader->rule and loader->parts. False when anything is wrong, all of which has been
 * reported. */
bool rule_load(ConditionLoader *loader, const TreeNode *map);

void rule_free(Rule *rule);

/* A part for other rules, never a hit of its own. */
static inline bool rule_is_part(const Rule *rule)
{
    return rule->name[0] == '_';
}

#endif
