/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hits and a list's policy made a verdict: class, scores, stance, reasons, actions. Interfaces:
 * "Verdict" and `stance` of the JSON object.
 */
#ifndef KUSTODE_DECISION_VERDICT_H
#define KUSTODE_DECISION_VERDICT_H

#include "decision/judge.h"

/* Fills everything of `outcome` that follows from the hits. `hits`: RuleHit under that policy. */
void verdict_reach(Outcome *outcome, const Examination *examination, const GPtrArray *hits,
                   const Policy *policy);

/*
 * The class alone. Of a hit only rule, points, is_shadow and kinds are looked at: who keeps those
 * can ask what other points and thresholds would have come to. `said`: stance_said of all hits.
 */
Verdict verdict_choose(const GPtrArray *hits, Stance said, const double thresholds[N_CLASSES]);

/* How the poster's own words stand to it, by the rules that say so; his clearest word. */
Stance stance_said(const GPtrArray *hits);

/* Whether some of the hit stands in what the poster brings, not in what he says. */
bool hit_is_brought(const RuleHit *hit);

#endif
