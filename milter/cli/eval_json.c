/* SPDX-License-Identifier: BSD-2-Clause */
/* What `kustode eval --json` prints: one object. */
#include <stdio.h>

#include "cli/eval.h"

static json_t *count_json(size_t count)
{
    return json_integer((json_int_t)count);
}

static json_t *percent_json(double percent)
{
    return percent < 0 ? json_null() : json_real((double)(int64_t)(percent * 100 + 0.5) / 100);
}

static json_t *figures_json(const Figures *figures)
{
    json_t *classes = json_object();
    for (Verdict verdict = VERDICT_NONE; verdict <= VERDICT_HOAX; verdict++) {
        json_t *object = json_object();
        json_object_set_new(object, "labelled", count_json(figures->expected[verdict]));
        json_object_set_new(object, "judged", count_json(figures->given[verdict]));
        json_object_set_new(object, "right", count_json(figures->right[verdict]));
        json_object_set_new(object, "recall", percent_json(figures_recall(figures, verdict)));
        json_object_set_new(object, "precision", percent_json(figures_precision(figures, verdict)));
        json_object_set_new(classes, verdict_name(verdict), object);
    }
    return classes;
}

static gboolean add_group(void *key, void *value, void *user)
{
    g_autofree char *name = g_utf8_make_valid(key, -1);
    json_object_set_new(user, name, figures_json(value));
    return FALSE;
}

static json_t *groups_json(GTree *groups)
{
    json_t *object = json_object();
    g_tree_foreach(groups, add_group, object);
    return object;
}

static gboolean add_label(void *key, void *value, void *user)
{
    const LabelRow *row = value;
    json_t *object = json_object();
    json_object_set_new(object, "expected",
                        row->meaning->is_judged ? json_string(verdict_name(row->meaning->expected))
                                                : json_null());
    for (Verdict verdict = VERDICT_NONE; verdict <= VERDICT_ERROR; verdict++) {
        json_object_set_new(object, verdict_name(verdict), count_json(row->by_verdict[verdict]));
    }
    json_object_set_new(user, key, object);
    return FALSE;
}

static json_t *labels_json(const Eval *eval)
{
    json_t *object = json_object();
    g_tree_foreach(eval->by_label, add_label, object);
    return object;
}

static gboolean add_count(void *key, void *value, void *user)
{
    json_object_set_new(user, key, count_json(GPOINTER_TO_SIZE(value)));
    return FALSE;
}

static json_t *rule_json(const RuleUse *use)
{
    size_t shared;
    const RuleUse *nearest = rule_use_nearest(use, &shared);
    json_t *object = json_object(), *hits = json_object();
    json_object_set_new(object, "rule", json_text(use->name));
    json_object_set_new(object, "class", json_string(verdict_class_name(use->verdict_class)));
    json_object_set_new(object, "hits", count_json(use->hits));
    g_tree_foreach(use->by_label, add_count, hits);
    json_object_set_new(object, "labels", hits);
    json_object_set_new(object, "needed", count_json(use->needed));
    json_object_set_new(object, "harmful", count_json(use->harmful));
    json_object_set_new(object, "shared_with", json_text(nearest == NULL ? NULL : nearest->name));
    json_object_set_new(object, "shared", count_json(shared));
    return object;
}

static json_t *rules_json(const Eval *eval)
{
    json_t *array = json_array();
    g_autoptr(GPtrArray) uses = eval_rules(eval);
    for (guint i = 0; i < uses->len; i++) {
        json_array_append_new(array, rule_json(g_ptr_array_index(uses, i)));
    }
    return array;
}

static json_t *texts_json(const GPtrArray *texts)
{
    json_t *array = json_array();
    for (guint i = 0; i < texts->len; i++) {
        json_array_append_new(array, json_text(g_ptr_array_index(texts, i)));
    }
    return array;
}

static json_t *wrong_json(const WrongPost *wrong)
{
    json_t *object = json_object(), *scores = json_object(), *thresholds = json_object();
    for (int i = 0; i < N_CLASSES; i++) {
        json_object_set_new(scores, verdict_class_name(i), json_points(wrong->scores[i]));
        json_object_set_new(thresholds, verdict_class_name(i), json_points(wrong->thresholds[i]));
    }
    json_object_set_new(object, "source", json_text(wrong->source));
    json_object_set_new(object, "message", count_json(wrong->number));
    json_object_set_new(object, "message_id", json_text(wrong->message_id));
    json_object_set_new(object, "label", json_text(wrong->label->word));
    json_object_set_new(object, "language", json_text(wrong->label->language));
    json_object_set_new(object, "expected",
                        json_string(verdict_name(wrong->label->meaning->expected)));
    json_object_set_new(object, "verdict", json_string(verdict_name(wrong->verdict)));
    json_object_set_new(object, "distance", json_points(wrong->distance));
    json_object_set_new(object, "scores", scores);
    json_object_set_new(object, "thresholds", thresholds);
    return object;
}

static json_t *all_wrong_json(const Eval *eval)
{
    json_t *array = json_array();
    for (guint i = 0; i < eval->wrong->len; i++) {
        json_array_append_new(array, wrong_json(g_ptr_array_index(eval->wrong, i)));
    }
    return array;
}

void eval_print_json(const Eval *eval, const GPtrArray *missed)
{
    g_autoptr(GPtrArray) idle = eval_idle_rules(eval);
    g_autoptr(GPtrArray) unused = eval_unused_labels(eval);
    json_t *object = json_object();
    json_object_set_new(object, "posts", count_json(eval->posts));
    json_object_set_new(object, "unlabelled", count_json(eval->unlabelled));
    json_object_set_new(object, "not_judged", count_json(eval->not_judged));
    json_object_set_new(object, "unused_labels", count_json(unused->len));
    json_object_set_new(object, "classes", figures_json(&eval->all));
    json_object_set_new(object, "labels", labels_json(eval));
    json_object_set_new(object, "languages", groups_json(eval->languages));
    json_object_set_new(object, "lists", groups_json(eval->lists));
    json_object_set_new(object, "files", groups_json(eval->files));
    json_object_set_new(object, "rules", rules_json(eval));
    json_object_set_new(object, "idle_rules", texts_json(idle));
    json_object_set_new(object, "wrong", all_wrong_json(eval));
    json_object_set_new(object, "below_minimum", texts_json(missed));
    g_autofree char *line = json_line(object);
    puts(line);
}
