/* SPDX-License-Identifier: BSD-2-Clause */
#include "goals.h"

#include <stdio.h>
#include <string.h>

static unsigned missed;

/* Counts and sizes without a fraction, ratios with two digits. */
static int digits_of(const char *unit, double value)
{
    return unit[0] == '\0' && value < 100 ? 2 : strcmp(unit, "ms") == 0 && value < 100 ? 1 : 0;
}

static void print_measured(const char *name, double measured, const char *unit)
{
    printf("%-66s %8.*f %-4s", name, digits_of(unit, measured), measured, unit);
}

void goal_print(const char *name, double measured, GoalKind kind, double goal, const char *unit)
{
    bool is_met = kind == AT_LEAST ? measured >= goal : measured <= goal;
    print_measured(name, measured, unit);
    printf(" %s %.*f%s\n", kind == AT_LEAST ? ">=" : "<=", digits_of(unit, goal), goal,
           is_met ? "" : "  NOT MET");
    fflush(stdout);
    missed += !is_met;
}

void figure_print(const char *name, double measured, const char *unit)
{
    print_measured(name, measured, unit);
    putchar('\n');
    fflush(stdout);
}

unsigned goals_missed(void)
{
    return missed;
}
