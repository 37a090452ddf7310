/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The outcomes of all lists of one transaction made one: a milter has one body, one header and one final reply for all
 * recipients. Marks are removed once, each live list adds its status header, the strictest subject tag stands.
 */
#ifndef KUSTODE_DECISION_PLAN_H
#define KUSTODE_DECISION_PLAN_H

#include "decision/outcome.h"

/* Edit, in the order to apply; caller's, owns its elements. `outcomes`: Outcome. */
GPtrArray *plan_edits(const GPtrArray *outcomes, const Message *message, const Policies *policies);

#endif
