/* SPDX-License-Identifier: BSD-2-Clause */
/* The search for better numbers on a given part of the posts; tune_fit says how far to trust it. */
#ifndef KUSTODE_CLI_TUNE_SEARCH_H
#define KUSTODE_CLI_TUNE_SEARCH_H

#include "cli/tune_fit.h"

/*
 * What a verdict costs by what the post is, in posts wrongly called a hoax: one that gets through
 * is worse than a false alarm, a flaw not marked less so.
 */
extern const double fit_cost[VERDICT_HOAX + 1][VERDICT_HOAX + 1];

/*
 * FitChange: the numbers that make the posts cheapest, those whose entry in `folds` is `held_back`
 * unseen. Caller's.
 */
GArray *fit_search(const GPtrArray *posts, const double thresholds[N_CLASSES], const guint *folds,
                   guint held_back);

/* RuleHit, copies; caller's. */
GPtrArray *fit_copy_hits(const GPtrArray *hits);

#endif
