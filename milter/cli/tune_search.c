/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/tune_search.h"

#include <math.h>

enum { ROUNDS_MOST = 60 /* changes of one number; more has never paid */ };

const double fit_cost[VERDICT_HOAX + 1][VERDICT_HOAX + 1] = {
    [VERDICT_NONE] = { 0, 0.7, 1 },
    [VERDICT_ADVISORY] = { 1.5, 0, 2 },
    [VERDICT_HOAX] = { 5, 3, 0 },
};

/*
 * All in posts wrongly tagged. A change costs
 * about one post, the more the farther it goes, and a threshold, which moves all posts, two.
 */
static const double step = 0.5, rule_reach = 2, cost_of_rule = 1, cost_of_threshold = 2,
                    cost_of_point = 0.4, unlabelled_weight = 0.05, cost_of_excess = 0.1,
                    excess_most = 4, cost_of_fragility = 0.02;
static const double threshold_down = 1, threshold_up = 2;

/* A post with hits of its own, whose points are set as the fit goes on. */
typedef struct Subject {
    const FitPost *post;
    GPtrArray *hits; /* RuleHit */
    double weight;   /* 0: held back */
    double cost;     /* under the numbers as they are */
} Subject;

typedef struct Use {
    Subject *subject;
    RuleHit *hit; /* NULL: of a threshold */
} Use;

/* One number and the posts it plays a part in. */
typedef struct Number {
    const Rule *rule;
    VerdictClass verdict_class;
    double before, now, least, most;
    GArray *uses; /* Use */
} Number;

typedef struct Fit {
    GPtrArray *subjects; /* Subject */
    GPtrArray *numbers;  /* Number */
    double thresholds[N_CLASSES];
} Fit;

static void subject_free(gpointer element)
{
    Subject *subject = element;
    g_ptr_array_unref(subject->hits);
    g_free(subject);
}

static void number_free(gpointer element)
{
    Number *number = element;
    g_array_unref(number->uses);
    g_free(number);
}

GPtrArray *fit_copy_hits(const GPtrArray *hits)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < hits->len; i++) {
        g_ptr_array_add(copy, g_memdup2(g_ptr_array_index(hits, i), sizeof(RuleHit)));
    }
    return copy;
}

static Number *add_number(Fit *fit, const Rule *rule, VerdictClass verdict_class, double value)
{
    Number *number = g_new0(Number, 1);
    *number = (Number){ rule, verdict_class, value, value, 0, 0, NULL };
    number->uses = g_array_new(FALSE, FALSE, sizeof(Use));
    g_ptr_array_add(fit->numbers, number);
    return number;
}

static Number *number_of(Fit *fit, const RuleHit *hit, VerdictClass verdict_class)
{
    for (guint i = N_CLASSES; i < fit->numbers->len; i++) {
        Number *number = g_ptr_array_index(fit->numbers, i);
        if (number->rule == hit->rule && number->verdict_class == verdict_class) {
            return number;
        }
    }
    return add_number(fit, hit->rule, verdict_class, hit->points[verdict_class]);
}

/* A post that no rule speaks of for a class is moved by no threshold of it either. */
static void add_uses(Fit *fit, Subject *subject)
{
    bool is_used[N_CLASSES] = { false };
    for (guint i = 0; i < subject->hits->len; i++) {
        RuleHit *hit = g_ptr_array_index(subject->hits, i);
        for (int c = 0; c < N_CLASSES; c++) {
            if (hit->points[c] != 0 && !hit->is_shadow) {
                Use use = { subject, hit };
                g_array_append_val(number_of(fit, hit, c)->uses, use);
                is_used[c] |= hit->points[c] > 0;
            }
        }
    }
    for (int c = 0; c < N_CLASSES; c++) {
        if (is_used[c]) {
            Use use = { subject, NULL };
            g_array_append_val(((Number *)g_ptr_array_index(fit->numbers, (guint)c))->uses, use);
        }
    }
}

/* Labels that speak of a rule let it move half a point each: shipped values stand until then. */
static void set_bounds(Number *number)
{
    size_t labelled = 0;
    for (guint i = 0; i < number->uses->len; i++) {
        const Subject *subject = g_array_index(number->uses, Use, i).subject;
        labelled += subject->post->is_labelled && subject->weight > 0;
    }
    double reach = step * (double)labelled;
    if (number->rule == NULL) {
        number->least = number->before - fmin(reach, threshold_down);
        number->most = number->before + fmin(reach, threshold_up);
        number->least = fmax(number->least, step);
    } else if (number->before > 0) {
        number->least = fmax(0, number->before - reach);
        number->most = number->before + fmin(reach, rule_reach);
    } else {
        number->least = number->before - fmin(reach, rule_reach);
        number->most = fmin(0, number->before + reach);
    }
}

static double excess(const Fit *fit, const Subject *subject, VerdictClass verdict_class)
{
    double points = 0;
    for (guint i = 0; i < subject->hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(subject->hits, i);
        points += hit->is_shadow ? 0 : hit->points[verdict_class];
    }
    return fabs(points - fit->thresholds[verdict_class]);
}

/* Of two changes as good the one is better that brings fewer right posts near a threshold. */
static double fragility(const Fit *fit, const Subject *subject)
{
    double nearest = 1;
    for (int c = 0; c < N_CLASSES; c++) {
        nearest = fmin(nearest, excess(fit, subject, c));
    }
    return cost_of_fragility * (1 - nearest);
}

/* A wrong post costs a little more the farther it is off, so that a change which brings many of
 * them nearer is seen before any of them is right. */
static double cost_now(const Fit *fit, const Subject *subject)
{
    if (subject->weight == 0) {
        return 0;
    }
    Verdict verdict = verdict_choose(subject->hits, subject->post->said, fit->thresholds);
    double cost = fit_cost[subject->post->expected][verdict];
    if (cost == 0 && subject->post->is_labelled) {
        return fragility(fit, subject);
    }
    if (subject->post->is_labelled) {
        Verdict off = verdict == VERDICT_NONE ? subject->post->expected : verdict;
        VerdictClass verdict_class = off == VERDICT_HOAX ? CLASS_HOAX : CLASS_ADVISORY;
        cost *= 1 + cost_of_excess * fmin(excess(fit, subject, verdict_class), excess_most);
    }
    return cost * subject->weight;
}

static double price(const Number *number, double value)
{
    if (value == number->before) {
        return 0;
    }
    return (number->rule == NULL ? cost_of_threshold : cost_of_rule) +
           cost_of_point * fabs(value - number->before);
}

static void set_number(Fit *fit, Number *number, double value)
{
    number->now = value;
    if (number->rule == NULL) {
        fit->thresholds[number->verdict_class] = value;
        return;
    }
    for (guint i = 0; i < number->uses->len; i++) {
        g_array_index(number->uses, Use, i).hit->points[number->verdict_class] = value;
    }
}

/* What setting the number would save, its price included; the number is left as it was. */
static double saving(Fit *fit, Number *number, double value)
{
    double now = number->now, saved = price(number, now) - price(number, value);
    set_number(fit, number, value);
    for (guint i = 0; i < number->uses->len; i++) {
        const Subject *subject = g_array_index(number->uses, Use, i).subject;
        saved += subject->cost - cost_now(fit, subject);
    }
    set_number(fit, number, now);
    return saved;
}

static void adopt(Fit *fit, Number *number, double value)
{
    set_number(fit, number, value);
    for (guint i = 0; i < number->uses->len; i++) {
        Subject *subject = g_array_index(number->uses, Use, i).subject;
        subject->cost = cost_now(fit, subject);
    }
}

/* The nearest half on that side first, so that of two as good the smaller change is taken. */
static void try_number(Fit *fit, Number *number, double *best, Number **chosen, double *value)
{
    for (double distance = 0; distance <= excess_most * 2; distance += step) {
        for (int sign = -1; sign <= 1; sign += 2) {
            double tried = number->before + sign * distance;
            tried = distance == 0 ? tried : round(tried / step) * step;
            if (tried == number->now || tried < number->least || tried > number->most) {
                continue;
            }
            double saved = saving(fit, number, tried);
            if (saved > *best + 1e-9) {
                *best = saved;
                *chosen = number;
                *value = tried;
            }
        }
    }
}

static bool improve(Fit *fit)
{
    double best = 0, value = 0;
    Number *chosen = NULL;
    for (guint i = 0; i < fit->numbers->len; i++) {
        try_number(fit, g_ptr_array_index(fit->numbers, i), &best, &chosen, &value);
    }
    if (chosen != NULL) {
        adopt(fit, chosen, value);
    }
    return chosen != NULL;
}

static Fit *fit_new(const GPtrArray *posts, const double thresholds[N_CLASSES], const guint *folds,
                    guint held_back)
{
    Fit *fit = g_new0(Fit, 1);
    fit->subjects = g_ptr_array_new_with_free_func(subject_free);
    fit->numbers = g_ptr_array_new_with_free_func(number_free);
    for (int c = 0; c < N_CLASSES; c++) {
        fit->thresholds[c] = thresholds[c];
        add_number(fit, NULL, c, thresholds[c]);
    }
    for (guint i = 0; i < posts->len; i++) {
        Subject *subject = g_new0(Subject, 1);
        subject->post = g_ptr_array_index(posts, i);
        subject->hits = fit_copy_hits(subject->post->hits);
        subject->weight = folds[i] == held_back        ? 0
                          : subject->post->is_labelled ? 1
                                                       : unlabelled_weight;
        g_ptr_array_add(fit->subjects, subject);
        add_uses(fit, subject);
        subject->cost = cost_now(fit, subject);
    }
    for (guint i = 0; i < fit->numbers->len; i++) {
        set_bounds(g_ptr_array_index(fit->numbers, i));
    }
    return fit;
}

static void fit_free(Fit *fit)
{
    g_ptr_array_unref(fit->numbers);
    g_ptr_array_unref(fit->subjects);
    g_free(fit);
}

GArray *fit_search(const GPtrArray *posts, const double thresholds[N_CLASSES], const guint *folds,
                   guint held_back)
{
    GArray *changes = g_array_new(FALSE, FALSE, sizeof(FitChange));
    Fit *fit = fit_new(posts, thresholds, folds, held_back);
    for (int round = 0; round < ROUNDS_MOST && improve(fit); round++) {
    }
    for (guint i = 0; i < fit->numbers->len; i++) {
        const Number *number = g_ptr_array_index(fit->numbers, i);
        if (number->now != number->before) {
            FitChange change = { number->rule, number->verdict_class, number->before, number->now };
            g_array_append_val(changes, change);
        }
    }
    fit_free(fit);
    return changes;
}
