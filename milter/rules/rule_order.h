/* SPDX-License-Identifier: BSD-2-Clause */
/* The order among rules that refer to rules: those referred to come first, and none refers to
 * itself. */
#ifndef KUSTODE_RULES_RULE_ORDER_H
#define KUSTODE_RULES_RULE_ORDER_H

#include "rules/compiled.h"

/*
 * Fills in `referrers` and what RuleParts says of others. A reference that closes a circle, or
 * leads too deep, is an error and dead from then on.
 */
void rule_order_settle(RuleSet *rules, Diagnostics *diagnostics);

#endif
