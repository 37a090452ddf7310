/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/condition_range.h"

#include <math.h>

static bool read_measure(const TreeNode *node, const RangeUnit *units, double *value)
{
    if (node == NULL) {
        return true;
    }
    if (node->kind != TREE_SCALAR || !g_ascii_isdigit(node->scalar[0])) {
        return false;
    }
    char *end;
    double number = g_ascii_strtod(node->scalar, &end);
    for (size_t i = 0; units[i].suffix != NULL; i++) {
        if (strcmp(end, units[i].suffix) == 0 && isfinite(number)) {
            *value = number * units[i].factor;
            return true;
        }
    }
    return false;
}

bool condition_read_range(ConditionLoader *loader, const Condition *condition,
                          const RangeUnit *units, const char *example, Range *range)
{
    const TreeNode *map = condition->value;
    const TreeNode *at_least = tree_get(map, "at-least"), *at_most = tree_get(map, "at-most");
    *range = (Range){ 0, HUGE_VAL };
    bool is_sound = map->kind == TREE_MAP && (at_least != NULL || at_most != NULL) &&
                    read_measure(at_least, units, &range->at_least) &&
                    read_measure(at_most, units, &range->at_most) &&
                    range->at_least <= range->at_most;
    if (!is_sound) {
        diagnostics_error(loader->diagnostics, map->place,
                          "%s takes at-least, at-most, or both, the smaller first, such as %s",
                          condition->kind->name, example);
    }
    return is_sound;
}
