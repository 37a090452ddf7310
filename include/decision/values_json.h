/* SPDX-License-Identifier: BSD-2-Clause */
/* Values of a decision as JSON, the same wherever they are shown (interfaces.md). */
#ifndef KUSTODE_DECISION_VALUES_JSON_H
#define KUSTODE_DECISION_VALUES_JSON_H

#include "decision/policy.h"
#include "text/json.h"

/* ["subject", "notice"] */
json_t *actions_json(ActionSet actions);

/* {"hoax": 0.4, "advisory": 6.5} */
json_t *class_points_json(const double points[N_CLASSES]);

#endif
