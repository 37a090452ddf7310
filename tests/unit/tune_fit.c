/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fit on generated posts: a list whose members set off one rule by their trade, hoaxes that
 * must stay found, and labels that mean nothing. Seeds are fixed.
 */
#include "cli/tune_fit.h"

#include <glib.h>

enum { N_RULES = 12, SPLITS = 20 };

static Rule rules[N_RULES];
static char *const cues[] = { (char *)"plea", (char *)"threat", (char *)"source", (char *)"form" };
static const double thresholds[N_CLASSES] = { 4, 4 };

/* Rules 0 to 7 speak for a hoax, 8 to 11 for an advisory; rule 0 is the one that this list's trade
 * sets off. */
static void make_rules(void)
{
    static const double points[N_RULES] = { 3, 2.5, 2, 2, 1.5, 1, 3, 1, 3, 2, 2, 1 };
    for (unsigned i = 0; i < N_RULES; i++) {
        rules[i] = (Rule){ .number = i, .name = g_strdup_printf("RULE_%u", i) };
        rules[i].cue = cues[i % G_N_ELEMENTS(cues)];
        rules[i].points[i < 8 ? CLASS_HOAX : CLASS_ADVISORY] = points[i];
    }
}

static void post_free(gpointer element)
{
    FitPost *post = element;
    g_ptr_array_unref(post->hits);
    g_free(post);
}

static void hit(FitPost *post, unsigned number)
{
    RuleHit *made = g_new0(RuleHit, 1);
    made->rule = &rules[number];
    made->layer = -1;
    memcpy(made->points, rules[number].points, sizeof made->points);
    g_ptr_array_add(post->hits, made);
}

static FitPost *add_post(GPtrArray *posts, Verdict expected, bool is_labelled)
{
    FitPost *post = g_new0(FitPost, 1);
    post->hits = g_ptr_array_new_with_free_func(g_free);
    post->expected = expected;
    post->is_labelled = is_labelled;
    g_ptr_array_add(posts, post);
    return post;
}

/* Each rule of a row with its chance in percent. */
static void hit_by_chance(FitPost *post, GRand *chance, const int percent[N_RULES])
{
    for (unsigned i = 0; i < N_RULES; i++) {
        if (g_rand_int_range(chance, 0, 100) < percent[i]) {
            hit(post, i);
        }
    }
}

/* A list of people who say every day what rule 0 looks for. */
static GPtrArray *list_with_a_trade(guint32 seed, size_t labelled)
{
    static const int of_hoax[N_RULES] = { 40, 80, 70, 50, 60, 40, 50, 30, 5, 5, 5, 5 };
    static const int of_advisory[N_RULES] = { 10, 2, 2, 5, 10, 5, 1, 5, 90, 80, 70, 60 };
    static const int of_talk[N_RULES] = { 60, 6, 6, 5, 20, 15, 2, 10, 8, 8, 8, 8 };
    static const int *const chances[] = { of_talk, of_advisory, of_hoax };
    GPtrArray *posts = g_ptr_array_new_with_free_func(post_free);
    g_autoptr(GRand) chance = g_rand_new_with_seed(seed);
    for (size_t i = 0; i < labelled; i++) {
        int drawn = g_rand_int_range(chance, 0, 10);
        Verdict expected = drawn < 2 ? VERDICT_HOAX : drawn < 4 ? VERDICT_ADVISORY : VERDICT_NONE;
        hit_by_chance(add_post(posts, expected, true), chance, chances[expected]);
    }
    return posts;
}

/* The rules are right as they are; a share of the labels is by mistake. */
static GPtrArray *list_with_noise(guint32 seed, size_t labelled)
{
    GPtrArray *posts = list_with_a_trade(seed, labelled);
    g_autoptr(GRand) chance = g_rand_new_with_seed(seed + 1000);
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(FitChange));
    for (guint i = 0; i < posts->len; i++) {
        FitPost *post = g_ptr_array_index(posts, i);
        post->expected = fit_verdict(post, thresholds, none);
        if (g_rand_int_range(chance, 0, 100) < 12) {
            post->expected = (Verdict)g_rand_int_range(chance, 0, VERDICT_HOAX + 1);
        }
    }
    return posts;
}

static size_t wrong_of(const GPtrArray *posts, const GArray *changes, guint from, guint to)
{
    size_t wrong = 0;
    for (guint i = from; i < to; i++) {
        const FitPost *post = g_ptr_array_index(posts, i);
        wrong += fit_verdict(post, thresholds, changes) != post->expected;
    }
    return wrong;
}

/* Hoaxes found before and not any more. */
static size_t hoaxes_lost(const GPtrArray *posts, const GArray *changes)
{
    size_t lost = 0;
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(FitChange));
    for (guint i = 0; i < posts->len; i++) {
        const FitPost *post = g_ptr_array_index(posts, i);
        lost += post->expected == VERDICT_HOAX &&
                fit_verdict(post, thresholds, none) == VERDICT_HOAX &&
                fit_verdict(post, thresholds, changes) != VERDICT_HOAX;
    }
    return lost;
}

/* Two thirds are labelled, a third is held back; mistakes of the third before and after. */
static void split(GPtrArray *posts, guint32 seed, size_t *before, size_t *after)
{
    g_autoptr(GPtrArray) labelled = g_ptr_array_new();
    guint border = posts->len * 2 / 3;
    for (guint i = 0; i < border; i++) {
        g_ptr_array_add(labelled, g_ptr_array_index(posts, i));
    }
    FitResult result;
    fit_propose(&result, labelled, thresholds, seed);
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(FitChange));
    *before = wrong_of(posts, none, border, posts->len);
    *after = wrong_of(posts, result.changes, border, posts->len);
    g_test_message("split %u: %u changes, held-back mistakes %zu -> %zu", seed, result.changes->len,
                   *before, *after);
    fit_result_clear(&result);
}

static void test_held_back_posts(gconstpointer kind)
{
    GPtrArray *(*make)(guint32, size_t) =
        GPOINTER_TO_INT(kind) == 0 ? list_with_a_trade : list_with_noise;
    size_t sum_before = 0, sum_after = 0;
    for (guint32 seed = 1; seed <= SPLITS; seed++) {
        g_autoptr(GPtrArray) posts = make(seed, 240);
        size_t before, after;
        split(posts, seed, &before, &after);
        /* One post of 80 more is noise, two are not. */
        g_assert_cmpuint(after, <=, before + 1);
        sum_before += before;
        sum_after += after;
    }
    g_test_message("all splits: %zu -> %zu", sum_before, sum_after);
    if (GPOINTER_TO_INT(kind) == 0) {
        g_assert_cmpuint(sum_after * 10, <=, sum_before * 8);
    }
}

static void test_what_is_learnt(void)
{
    g_autoptr(GPtrArray) posts = list_with_a_trade(7, 300);
    FitResult result, again;
    fit_propose(&result, posts, thresholds, 1);
    g_assert_false(result.is_too_few);
    g_assert_cmpuint(result.changes->len, >, 0);
    g_assert_cmpuint(result.changes->len, <=, 4);
    g_assert_cmpuint(fit_wrong(&result.after), <, fit_wrong(&result.before));
    g_assert_cmpuint(hoaxes_lost(posts, result.changes), <=, 1);
    for (guint i = 0; i < result.changes->len; i++) {
        const FitChange *change = &g_array_index(result.changes, FitChange, i);
        g_test_message("%s %g -> %g", change->rule == NULL ? "threshold" : change->rule->name,
                       change->before, change->after);
        g_assert_true(change->after * 2 == (int)(change->after * 2));
    }
    fit_propose(&again, posts, thresholds, 1);
    g_assert_cmpuint(again.changes->len, ==, result.changes->len);
    for (guint i = 0; i < result.changes->len; i++) {
        const FitChange *a = &g_array_index(result.changes, FitChange, i);
        const FitChange *b = &g_array_index(again.changes, FitChange, i);
        g_assert_true(a->rule == b->rule && a->verdict_class == b->verdict_class);
        g_assert_true(a->after == b->after);
    }
    fit_result_clear(&result);
    fit_result_clear(&again);
}

static void test_too_few(void)
{
    for (size_t labelled = 0; labelled < 20; labelled += 19) {
        g_autoptr(GPtrArray) posts = list_with_a_trade(3, labelled);
        FitResult result;
        fit_propose(&result, posts, thresholds, 1);
        g_assert_true(result.is_too_few);
        g_assert_cmpuint(result.changes->len, ==, 0);
        fit_result_clear(&result);
    }
}

/* Without a label that speaks of it no number moves, whatever the unlabelled posts are. */
static void test_unlabelled_posts_move_nothing(void)
{
    g_autoptr(GPtrArray) posts = list_with_a_trade(5, 200);
    for (guint i = 0; i < posts->len; i++) {
        ((FitPost *)g_ptr_array_index(posts, i))->is_labelled = false;
    }
    for (guint i = 0; i < 40; i++) {
        FitPost *post = add_post(posts, i < 4 ? VERDICT_HOAX : VERDICT_NONE, true);
        hit(post, 11);
    }
    FitResult result;
    fit_propose(&result, posts, thresholds, 1);
    for (guint i = 0; i < result.changes->len; i++) {
        g_assert_true(g_array_index(result.changes, FitChange, i).rule == &rules[11]);
    }
    fit_result_clear(&result);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    make_rules();
    g_test_add_data_func("/tune_fit/held_back/trade", GINT_TO_POINTER(0), test_held_back_posts);
    g_test_add_data_func("/tune_fit/held_back/noise", GINT_TO_POINTER(1), test_held_back_posts);
    g_test_add_func("/tune_fit/learnt", test_what_is_learnt);
    g_test_add_func("/tune_fit/too_few", test_too_few);
    g_test_add_func("/tune_fit/unlabelled", test_unlabelled_posts_move_nothing);
    return g_test_run();
}
