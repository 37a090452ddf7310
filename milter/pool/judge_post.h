/* SPDX-License-Identifier: BSD-2-Clause */
/* Judging itself, in whatever process: examine, decide for each list, render. */
#ifndef KUSTODE_POOL_JUDGE_POST_H
#define KUSTODE_POOL_JUDGE_POST_H

#include "pool/judging.h"

/* Without the `edits` of the whole, which judging_judge adds. Caller's. */
Judgement *judge_post(const Policies *policies, const JudgingRequest *request);

#endif
