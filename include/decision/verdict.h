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

#endif
