/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Points and thresholds fitted to what people say posts are. Pure: the same posts give the same
 * changes. Greedy, in halves of a point, one number at a time, each change paid for by posts it
 * makes right; what the labels do not speak of stays as it is, and a change that not most parts of
 * the labels would make alone is not made at all.
 */
#ifndef KUSTODE_CLI_TUNE_FIT_H
#define KUSTODE_CLI_TUNE_FIT_H

#include "decision/verdict.h"

enum { FIT_FOLDS = 5 };

typedef struct FitPost {
    GPtrArray *hits; /* RuleHit; only read */
    Stance said;
    Verdict expected; /* what it is, or where `is_labelled` is false the verdict it has now */
    bool is_labelled;
} FitPost;

/* One number that is to be another one. */
typedef struct FitChange {
    const Rule *rule; /* NULL: the threshold of the class */
    VerdictClass verdict_class;
    double before, after;
} FitChange;

/* Labelled posts by what they are and what verdict they get. */
typedef struct FitCount {
    size_t by[VERDICT_HOAX + 1][VERDICT_HOAX + 1]; /* expected, verdict */
} FitCount;

typedef struct FitResult {
    GArray *changes;                  /* FitChange; empty: nothing is proposed */
    FitCount before, after;           /* all labelled posts */
    FitCount held_before, held_after; /* each post by a fit that had not seen it */
    size_t labelled, wrong;
    bool is_too_few; /* labels or mistakes, to claim anything: nothing is proposed */
} FitResult;

/*
 * `posts`: FitPost, those of the list that were judged in full. Fitted on four fifths and measured
 * on the rest, five times, which part a post is in follows from `seed`; then on all.
 */
void fit_propose(FitResult *result, const GPtrArray *posts, const double thresholds[N_CLASSES],
                 guint32 seed);
void fit_result_clear(FitResult *result);

/* The verdict of a post after the changes. */
Verdict fit_verdict(const FitPost *post, const double thresholds[N_CLASSES], const GArray *changes);

/* How many labelled posts are not what they are said to be. */
size_t fit_wrong(const FitCount *count);

#endif
