/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/values_json.h"

json_t *actions_json(ActionSet actions)
{
    json_t *names = json_array();
    for (int i = 0; i < N_ACTIONS; i++) {
        if (actions & (1u << i)) {
            json_array_append_new(names, json_string(action_name(i)));
        }
    }
    return names;
}

json_t *class_points_json(const double points[N_CLASSES])
{
    json_t *object = json_object();
    for (int i = 0; i < N_CLASSES; i++) {
        json_object_set_new(object, verdict_class_name(i), json_points(points[i]));
    }
    return object;
}
