/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a verdict may change in this very mail for readers to see: the Subject tag and the notice,
 * put in the safest way that its MIME structure and its signatures leave.
 */
#ifndef KUSTODE_DECISION_ANNOTATE_H
#define KUSTODE_DECISION_ANNOTATE_H

#include "decision/judge.h"

/* Fills `annotation` and `content` of an outcome whose actions are chosen. */
void annotate(Outcome *outcome, const Examination *examination, const Policy *policy);

#endif
