/* SPDX-License-Identifier: BSD-2-Clause */
/* What the page's script must know of lists and rules to decide as the milter does. */
#include "cli/report_parts.h"
#include "decision/values_json.h"

/* [[4, ["subject"]], [8, ["hold"]]] */
static json_t *steps_json(const ClassPolicy *policy)
{
    json_t *steps = json_array();
    for (guint i = 0; i < policy->steps->len; i++) {
        const PolicyStep *step = &g_array_index(policy->steps, PolicyStep, i);
        json_t *pair = json_array();
        json_array_append_new(pair, json_real(step->from_points));
        json_array_append_new(pair, actions_json(step->actions));
        json_array_append_new(steps, pair);
    }
    return steps;
}

static json_t *numbers_json(const double numbers[N_CLASSES])
{
    json_t *array = json_array();
    for (int i = 0; i < N_CLASSES; i++) {
        json_array_append_new(array, json_real(numbers[i]));
    }
    return array;
}

/* One entry a rule: its points for this list. */
static json_t *points_json(const Policy *policy, const RuleTable *rules)
{
    json_t *points = json_array();
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        const RuleOverride *override = rule_overrides_find(policy->overrides, rule);
        json_array_append_new(points,
                              numbers_json(override != NULL ? override->points : rule->points));
    }
    return points;
}

static int find_list(const Policies *policies, const char *address)
{
    return address == NULL ? -1 : list_index_find(policies->index, address);
}

/* The keys that the list itself has written, [key, value as YAML, place]. */
static json_t *own_settings_json(const Report *report, const char *address)
{
    json_t *own = json_array();
    g_autoptr(GPtrArray) values = config_effective(report->settings, address);
    for (guint i = 0; values != NULL && i < values->len && !report->is_anonymous; i++) {
        const EffectiveValue *value = g_ptr_array_index(values, i);
        if (value->is_own) {
            json_t *row = json_array();
            json_array_append_new(row, json_text(value->key));
            json_array_append_new(row, json_text(value->value));
            json_array_append_new(row, json_text(value->origin));
            json_array_append_new(own, row);
        }
    }
    return own;
}

static json_t *list_json(const Report *report, const char *address, const RuleTable *rules)
{
    const Policies *policies = report->settings->policies;
    int number = find_list(policies, address);
    const Policy *policy =
        number < 0 ? policies->defaults : g_ptr_array_index(policies->lists, number);
    json_t *object = json_object(), *steps = json_array();
    double thresholds[N_CLASSES];
    for (int i = 0; i < N_CLASSES; i++) {
        thresholds[i] = policy->classes[i].verdict_points;
        json_array_append_new(steps, steps_json(&policy->classes[i]));
    }
    json_object_set_new(object, "address", json_text(address));
    json_object_set_new(object, "mode", json_text(list_mode_name(policy->mode)));
    json_object_set_new(object, "language", json_text(policy->language));
    json_object_set_new(object, "thresholds", numbers_json(thresholds));
    json_object_set_new(object, "steps", steps);
    json_object_set_new(object, "points", points_json(policy, rules));
    json_object_set_new(object, "own", own_settings_json(report, address));
    return object;
}

json_t *report_lists(const Report *report, const json_t *addresses, const RuleTable *rules)
{
    json_t *lists = json_array();
    size_t index;
    const json_t *address;
    json_array_foreach(addresses, index, address)
    {
        json_array_append_new(lists, list_json(report, json_string_value(address), rules));
    }
    json_array_append_new(lists, list_json(report, NULL, rules));
    return lists;
}

static json_t *about_json(const Rule *rule)
{
    json_t *about = json_object();
    GHashTableIter iter;
    gpointer language, text;
    g_hash_table_iter_init(&iter, rule->about);
    while (g_hash_table_iter_next(&iter, &language, &text)) {
        json_object_set_new(about, language, json_text(text));
    }
    return about;
}

static json_t *rule_json(const Report *report, const Rule *rule)
{
    json_t *object = json_object();
    g_autofree char *place =
        g_strdup_printf("%s:%u", report_path(report, rule->place.file), rule->place.line);
    json_object_set_new(object, "name", json_text(rule->name));
    json_object_set_new(object, "about", rule->about == NULL ? json_object() : about_json(rule));
    json_object_set_new(object, "cue", json_text(rule->cue));
    json_object_set_new(object, "points", numbers_json(rule->points));
    json_object_set_new(object, "decisive", json_boolean(rule->is_decisive));
    json_object_set_new(object, "stance", json_text(stance_name(rule->stance)));
    json_object_set_new(object, "place", json_text(place));
    return object;
}

json_t *report_rules(const Report *report, const RuleTable *rules)
{
    json_t *array = json_array();
    for (guint i = 0; i < rules->rules->len; i++) {
        json_array_append_new(array, rule_json(report, g_ptr_array_index(rules->rules, i)));
    }
    return array;
}
