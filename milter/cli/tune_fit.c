/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/tune_fit.h"

#include "cli/tune_search.h"

enum {
    LABELS_LEAST = 20, /* below that five parts of them have nothing in them */
    WRONG_LEAST = 3,   /* two mistakes are no pattern */
    FOLDS_LEAST = 3,   /* of five that must want a change as well */
    POSTS_ENOUGH = 8, /* or so many that it alone makes right: of two rules that always hit together
                         each part may take another one */
};

Verdict fit_verdict(const FitPost *post, const double thresholds[N_CLASSES], const GArray *changes)
{
    double changed[N_CLASSES];
    memcpy(changed, thresholds, sizeof changed);
    g_autoptr(GPtrArray) hits = fit_copy_hits(post->hits);
    for (guint i = 0; i < changes->len; i++) {
        const FitChange *change = &g_array_index(changes, FitChange, i);
        if (change->rule == NULL) {
            changed[change->verdict_class] = change->after;
        }
        for (guint j = 0; j < hits->len && change->rule != NULL; j++) {
            RuleHit *hit = g_ptr_array_index(hits, j);
            if (hit->rule == change->rule && hit->points[change->verdict_class] != 0) {
                hit->points[change->verdict_class] = change->after;
            }
        }
    }
    return verdict_choose(hits, post->said, changed);
}

size_t fit_wrong(const FitCount *count)
{
    size_t wrong = 0;
    for (Verdict expected = VERDICT_NONE; expected <= VERDICT_HOAX; expected++) {
        for (Verdict verdict = VERDICT_NONE; verdict <= VERDICT_HOAX; verdict++) {
            wrong += expected == verdict ? 0 : count->by[expected][verdict];
        }
    }
    return wrong;
}

static double cost_of_count(const FitCount *count)
{
    double cost = 0;
    for (Verdict expected = VERDICT_NONE; expected <= VERDICT_HOAX; expected++) {
        for (Verdict verdict = VERDICT_NONE; verdict <= VERDICT_HOAX; verdict++) {
            cost += fit_cost[expected][verdict] * (double)count->by[expected][verdict];
        }
    }
    return cost;
}

/* Labelled posts, those of part `fold` alone unless it is FIT_FOLDS. */
static void count_posts(FitCount *count, const GPtrArray *posts, const double thresholds[N_CLASSES],
                        const GArray *changes, const guint *folds, guint fold)
{
    for (guint i = 0; i < posts->len; i++) {
        const FitPost *post = g_ptr_array_index(posts, i);
        if (post->is_labelled && (fold == FIT_FOLDS || folds[i] == fold)) {
            count->by[post->expected][fit_verdict(post, thresholds, changes)]++;
        }
    }
}

/* Each part has its share of what is hoax, advisory and none. What has no label is in no part. */
static guint *deal(const GPtrArray *posts, guint32 seed)
{
    guint *folds = g_new(guint, posts->len + 1);
    g_autoptr(GRand) chance = g_rand_new_with_seed(seed);
    for (Verdict expected = VERDICT_NONE; expected <= VERDICT_HOAX; expected++) {
        g_autoptr(GArray) row = g_array_new(FALSE, FALSE, sizeof(guint));
        for (guint i = 0; i < posts->len; i++) {
            const FitPost *post = g_ptr_array_index(posts, i);
            if (!post->is_labelled) {
                folds[i] = FIT_FOLDS;
            } else if (post->expected == expected) {
                g_array_append_val(row, i);
            }
        }
        guint first = (guint)g_rand_int_range(chance, 0, FIT_FOLDS);
        for (guint i = row->len; i > 0; i--) {
            guint drawn = (guint)g_rand_int_range(chance, 0, (gint32)i);
            guint post = g_array_index(row, guint, drawn);
            g_array_index(row, guint, drawn) = g_array_index(row, guint, i - 1);
            folds[post] = (first + i) % FIT_FOLDS;
        }
    }
    return folds;
}

static bool wants_too(const GArray *changes, const FitChange *wanted)
{
    for (guint i = 0; i < changes->len; i++) {
        const FitChange *change = &g_array_index(changes, FitChange, i);
        if (change->rule == wanted->rule && change->verdict_class == wanted->verdict_class) {
            return (change->after > change->before) == (wanted->after > wanted->before);
        }
    }
    return false;
}

/* What the labelled posts would cost more without that one of the changes. */
static double worth_of(const GPtrArray *posts, const double thresholds[N_CLASSES],
                       const GArray *changes, guint change)
{
    FitCount with = { 0 }, without = { 0 };
    g_autoptr(GArray) others = g_array_copy((GArray *)changes);
    g_array_remove_index(others, change);
    count_posts(&with, posts, thresholds, changes, NULL, FIT_FOLDS);
    count_posts(&without, posts, thresholds, others, NULL, FIT_FOLDS);
    return cost_of_count(&without) - cost_of_count(&with);
}

static void drop_lonely_changes(const GPtrArray *posts, const double thresholds[N_CLASSES],
                                GArray *changes, GArray *const by_fold[FIT_FOLDS])
{
    for (guint i = changes->len; i > 0; i--) {
        const FitChange *change = &g_array_index(changes, FitChange, i - 1);
        guint wanting = 0;
        for (guint fold = 0; fold < FIT_FOLDS; fold++) {
            wanting += wants_too(by_fold[fold], change);
        }
        if (wanting < FOLDS_LEAST && worth_of(posts, thresholds, changes, i - 1) < POSTS_ENOUGH) {
            g_array_remove_index(changes, i - 1);
        }
    }
}

/* A proposal has to be better where it was not fitted, by a post at least, and where it was. */
static bool is_better(const FitResult *result)
{
    return cost_of_count(&result->held_after) <= cost_of_count(&result->held_before) - 1 &&
           cost_of_count(&result->after) <= cost_of_count(&result->before) - 1;
}

static void fit_and_measure(FitResult *result, const GPtrArray *posts,
                            const double thresholds[N_CLASSES], const guint *folds)
{
    GArray *by_fold[FIT_FOLDS];
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(FitChange));
    for (guint fold = 0; fold < FIT_FOLDS; fold++) {
        by_fold[fold] = fit_search(posts, thresholds, folds, fold);
        count_posts(&result->held_before, posts, thresholds, none, folds, fold);
        count_posts(&result->held_after, posts, thresholds, by_fold[fold], folds, fold);
    }
    g_array_unref(result->changes);
    result->changes = fit_search(posts, thresholds, folds, FIT_FOLDS + 1);
    drop_lonely_changes(posts, thresholds, result->changes, by_fold);
    result->after = (FitCount){ 0 };
    count_posts(&result->after, posts, thresholds, result->changes, folds, FIT_FOLDS);
    for (guint fold = 0; fold < FIT_FOLDS; fold++) {
        g_array_unref(by_fold[fold]);
    }
    if (!is_better(result)) {
        g_array_set_size(result->changes, 0);
        result->after = result->before;
    }
}

void fit_propose(FitResult *result, const GPtrArray *posts, const double thresholds[N_CLASSES],
                 guint32 seed)
{
    *result = (FitResult){ .changes = g_array_new(FALSE, FALSE, sizeof(FitChange)) };
    g_autofree guint *folds = deal(posts, seed);
    count_posts(&result->before, posts, thresholds, result->changes, folds, FIT_FOLDS);
    for (guint i = 0; i < posts->len; i++) {
        result->labelled += ((const FitPost *)g_ptr_array_index(posts, i))->is_labelled;
    }
    result->wrong = fit_wrong(&result->before);
    result->after = result->before;
    result->is_too_few = result->labelled < LABELS_LEAST || result->wrong < WRONG_LEAST;
    if (!result->is_too_few) {
        fit_and_measure(result, posts, thresholds, folds);
    }
}

void fit_result_clear(FitResult *result)
{
    g_clear_pointer(&result->changes, g_array_unref);
}
