/* SPDX-License-Identifier: BSD-2-Clause */
/* What `kustode tune --json` prints: one object. */
#include <stdio.h>

#include "cli/tune.h"

static json_t *percent_json(double percent)
{
    return percent < 0 ? json_null() : json_points(percent);
}

static json_t *count_json(const FitCount *count)
{
    json_t *object = json_object();
    for (Verdict verdict = VERDICT_NONE; verdict <= VERDICT_HOAX; verdict++) {
        json_t *figures = json_object();
        json_object_set_new(figures, "precision", percent_json(fit_precision(count, verdict)));
        json_object_set_new(figures, "recall", percent_json(fit_recall(count, verdict)));
        json_object_set_new(object, verdict_name(verdict), figures);
    }
    json_object_set_new(object, "wrong", json_integer((json_int_t)fit_wrong(count)));
    return object;
}

static json_t *before_and_after(const FitCount *before, const FitCount *after)
{
    json_t *object = json_object();
    json_object_set_new(object, "before", count_json(before));
    json_object_set_new(object, "after", count_json(after));
    return object;
}

static json_t *move_json(const TuneMove *move)
{
    json_t *object = json_object();
    json_object_set_new(object, "source", json_text(move->post->source));
    json_object_set_new(object, "message", json_integer((json_int_t)move->post->number));
    json_object_set_new(object, "message_id", json_text(move->post->message_id));
    json_object_set_new(object, "subject", json_text(move->post->subject));
    json_object_set_new(object, "before", json_text(verdict_name(move->before)));
    json_object_set_new(object, "after", json_text(verdict_name(move->after)));
    return object;
}

static json_t *moves_json(const GArray *moves, bool are_right)
{
    json_t *array = json_array();
    for (guint i = 0; i < moves->len; i++) {
        const TuneMove *move = &g_array_index(moves, TuneMove, i);
        if (move->is_right == are_right) {
            json_array_append_new(array, move_json(move));
        }
    }
    return array;
}

static json_t *change_json(const Tune *tune, guint number)
{
    const FitChange *change = &g_array_index(tune->result.changes, FitChange, number);
    g_autoptr(GArray) moves = tune_moves_of(tune, number);
    json_t *object = json_object();
    json_object_set_new(object, "rule",
                        json_text(change->rule == NULL ? NULL : change->rule->name));
    json_object_set_new(object, "class", json_text(verdict_class_name(change->verdict_class)));
    json_object_set_new(object, "before", json_points(change->before));
    json_object_set_new(object, "after", json_points(change->after));
    json_object_set_new(object, "for", moves_json(moves, true));
    json_object_set_new(object, "against", moves_json(moves, false));
    return object;
}

void tune_print_json(const Tune *tune, const char *yaml)
{
    const FitResult *result = &tune->result;
    g_autoptr(GArray) unlabelled = tune_unlabelled_moves(tune);
    json_t *object = json_object(), *changes = json_array();
    for (guint i = 0; i < result->changes->len; i++) {
        json_array_append_new(changes, change_json(tune, i));
    }
    json_object_set_new(object, "list", json_text(tune->cli->list));
    json_object_set_new(object, "posts", json_integer(tune->posts->len));
    json_object_set_new(object, "labelled", json_integer((json_int_t)result->labelled));
    json_object_set_new(object, "wrong", json_integer((json_int_t)result->wrong));
    json_object_set_new(object, "too_few", json_boolean(result->is_too_few));
    json_object_set_new(object, "held_back",
                        before_and_after(&result->held_before, &result->held_after));
    json_object_set_new(object, "fitted", before_and_after(&result->before, &result->after));
    json_object_set_new(object, "changes", changes);
    json_object_set_new(object, "unlabelled", moves_json(unlabelled, false));
    json_object_set_new(object, "yaml", json_text(yaml));
    g_autofree char *line = json_line(object);
    puts(line);
}
