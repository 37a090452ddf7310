/* SPDX-License-Identifier: BSD-2-Clause */
/* One line a figure: what was measured, what is to be reached, and whether it was. */
#ifndef KUSTODE_BENCH_GOALS_H
#define KUSTODE_BENCH_GOALS_H

#include <stdbool.h>

typedef enum GoalKind { AT_LEAST, AT_MOST } GoalKind;

void goal_print(const char *name, double measured, GoalKind kind, double goal, const char *unit);

/* A figure without a goal. */
void figure_print(const char *name, double measured, const char *unit);

/* How many goals were not reached so far. */
unsigned goals_missed(void);

#endif
