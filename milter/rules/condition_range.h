/* SPDX-License-Identifier: BSD-2-Clause */
/* `at-least` and `at-most` of a condition's map, with the units that the kind knows. */
#ifndef KUSTODE_RULES_CONDITION_RANGE_H
#define KUSTODE_RULES_CONDITION_RANGE_H

#include "rules/condition.h"

typedef struct Range {
    double at_least, at_most;
} Range;

typedef struct RangeUnit {
    const char *suffix; /* behind the number; "": none needed */
    double factor;
} RangeUnit;

/*
 * Reads both from `condition->value`, a map; one may be left out. `units` end with a NULL suffix.
 * `example` is shown where something is wrong.
 */
bool condition_read_range(ConditionLoader *loader, const Condition *condition,
                          const RangeUnit *units, const char *example, Range *range);

static inline bool range_holds(const Range *range, double value)
{
    return value >= range->at_least && value <= range->at_most;
}

#endif
