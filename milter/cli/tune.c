/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/tune.h"

double fit_precision(const FitCount *count, Verdict verdict)
{
    size_t given = 0;
    for (Verdict expected = VERDICT_NONE; expected <= VERDICT_HOAX; expected++) {
        given += count->by[expected][verdict];
    }
    return given == 0 ? -1 : 100.0 * (double)count->by[verdict][verdict] / (double)given;
}

double fit_recall(const FitCount *count, Verdict verdict)
{
    size_t expected = 0;
    for (Verdict given = VERDICT_NONE; given <= VERDICT_HOAX; given++) {
        expected += count->by[verdict][given];
    }
    return expected == 0 ? -1 : 100.0 * (double)count->by[verdict][verdict] / (double)expected;
}

GArray *tune_moves_of(const Tune *tune, guint change)
{
    GArray *moves = g_array_new(FALSE, FALSE, sizeof(TuneMove));
    g_autoptr(GArray) without = g_array_copy(tune->result.changes);
    g_array_remove_index(without, change);
    for (guint i = 0; i < tune->fit->len; i++) {
        const FitPost *post = g_ptr_array_index(tune->fit, i);
        if (!post->is_labelled) {
            continue;
        }
        Verdict before = fit_verdict(post, tune->thresholds, without);
        Verdict after = fit_verdict(post, tune->thresholds, tune->result.changes);
        if (before != after) {
            TuneMove move = { g_ptr_array_index(tune->posts, i), before, after,
                              after == post->expected };
            g_array_append_val(moves, move);
        }
    }
    return moves;
}

GArray *tune_unlabelled_moves(const Tune *tune)
{
    GArray *moves = g_array_new(FALSE, FALSE, sizeof(TuneMove));
    for (guint i = 0; i < tune->fit->len; i++) {
        const FitPost *post = g_ptr_array_index(tune->fit, i);
        Verdict after = post->is_labelled
                            ? post->expected
                            : fit_verdict(post, tune->thresholds, tune->result.changes);
        if (!post->is_labelled && after != post->expected) {
            TuneMove move = { g_ptr_array_index(tune->posts, i), post->expected, after, false };
            g_array_append_val(moves, move);
        }
    }
    return moves;
}

/* The points of the rule in that class once all is changed. */
static double points_after(const Tune *tune, const Rule *rule, VerdictClass verdict_class)
{
    for (guint i = 0; i < tune->result.changes->len; i++) {
        const FitChange *change = &g_array_index(tune->result.changes, FitChange, i);
        if (change->rule == rule && change->verdict_class == verdict_class) {
            return change->after;
        }
    }
    const RuleOverride *override = rule_overrides_find(tune->policy->overrides, rule);
    return override != NULL ? override->points[verdict_class] : rule->points[verdict_class];
}

static char *number_text(double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    return g_strdup(g_ascii_formatd(digits, sizeof digits, "%g", number));
}

/* A rule that others build on, or that says how the poster means it, is not switched off: without
 * points it still does that. */
static bool can_be_off(const Tune *tune, const Rule *rule)
{
    return rule->stance == STANCE_NONE && !rule->is_decisive &&
           !rule_set_is_referred_to(judging_rules(tune->cli->judging), rule->number);
}

/* `off`, `1.5`, or `{ hoax: 1.5, advisory: -2 }`. Caller's. */
static char *rule_value(const Tune *tune, const Rule *rule)
{
    g_autoptr(GString) map = g_string_new(NULL);
    size_t classes = 0;
    bool has_points = false;
    g_autofree char *only = NULL;
    for (int c = 0; c < N_CLASSES; c++) {
        if (rule->points[c] != 0) {
            double after = points_after(tune, rule, c);
            g_free(only);
            only = number_text(after);
            has_points |= after != 0;
            g_string_append_printf(map, "%s %s: %s", classes++ > 0 ? "," : "",
                                   verdict_class_name(c), only);
        }
    }
    if (!has_points && can_be_off(tune, rule)) {
        return g_strdup("off");
    }
    return classes == 1 ? g_steal_pointer(&only) : g_strdup_printf("{%s }", map->str);
}

static void append_step(GString *map, double from_points, ActionSet actions)
{
    g_autofree char *points = number_text(from_points), *names = action_names_joined(actions);
    g_auto(GStrv) words = g_strsplit(names, ",", -1);
    g_autofree char *list = g_strjoinv(", ", words);
    g_string_append_printf(map, "%s %s: [%s]", map->len > 0 ? "," : "", points,
                           actions == 0 ? "" : list);
}

/* The steps once the verdict begins elsewhere: none may lie below it, and what was done from the
 * verdict on still is. NULL where nothing is done at all. Caller's. */
static char *steps_value(const ClassPolicy *policy, double verdict_points)
{
    g_autoptr(GString) map = g_string_new(NULL);
    const PolicyStep *first = NULL; /* the last one that begins no later than the verdict */
    for (guint i = 0; i < policy->steps->len; i++) {
        const PolicyStep *step = &g_array_index(policy->steps, PolicyStep, i);
        bool moves_along = step->from_points == policy->verdict_points;
        first = step->from_points <= verdict_points || moves_along ? step : first;
    }
    if (first != NULL) {
        append_step(map, verdict_points, first->actions);
    }
    for (guint i = 0; i < policy->steps->len; i++) {
        const PolicyStep *step = &g_array_index(policy->steps, PolicyStep, i);
        if (step != first && step->from_points > verdict_points) {
            append_step(map, step->from_points, step->actions);
        }
    }
    return policy->steps->len == 0 ? NULL : g_strdup_printf("{%s }", map->str);
}

static bool set_threshold(const Tune *tune, ListFile *file, const FitChange *change, GError **error)
{
    const char *class_name = verdict_class_name(change->verdict_class);
    g_autofree char *points = number_text(change->after);
    g_autofree char *steps =
        steps_value(&tune->policy->classes[change->verdict_class], change->after);
    const char *const verdict[] = { class_name, "verdict", NULL };
    const char *const actions[] = { class_name, "do", NULL };
    return list_file_set(file, verdict, points, error) &&
           (steps == NULL || list_file_set(file, actions, steps, error));
}

bool tune_write_changes(const Tune *tune, ListFile *file, GError **error)
{
    for (guint i = 0; i < tune->result.changes->len; i++) {
        const FitChange *change = &g_array_index(tune->result.changes, FitChange, i);
        if (change->rule == NULL) {
            if (!set_threshold(tune, file, change, error)) {
                return false;
            }
            continue;
        }
        g_autofree char *value = rule_value(tune, change->rule);
        const char *const path[] = { "rules", change->rule->name, NULL };
        if (!list_file_set(file, path, value, error)) {
            return false;
        }
    }
    return true;
}
