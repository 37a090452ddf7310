/* SPDX-License-Identifier: BSD-2-Clause */
/* `kustode tune`: an archive, its labels, and the numbers a list should have. */
#ifndef KUSTODE_CLI_TUNE_H
#define KUSTODE_CLI_TUNE_H

#include "cli/judged_post.h"
#include "cli/list_file.h"
#include "cli/tune_fit.h"

typedef struct Tune {
    Cli *cli;
    Labels *labels;
    GPtrArray *posts; /* JudgedPost: those of the list judged in full */
    GPtrArray *fit;   /* FitPost, one a post */
    double thresholds[N_CLASSES];
    const Policy *policy; /* of the list */
    FitResult result;
} Tune;

/* A post that a change makes right or wrong, or moves. */
typedef struct TuneMove {
    const JudgedPost *post;
    Verdict before, after;
    bool is_right; /* after the change; of a labelled post */
} TuneMove;

/* TuneMove: the labelled posts that the change alone moves, the others being made; caller's. */
GArray *tune_moves_of(const Tune *tune, guint change);

/* TuneMove: the unlabelled posts that all changes together move; caller's. */
GArray *tune_unlabelled_moves(const Tune *tune);

/* Sets what is proposed in the list's file. False with `error`. */
bool tune_write_changes(const Tune *tune, ListFile *file, GError **error);

/* Percent of a class; below 0 where there is nothing to measure. */
double fit_precision(const FitCount *count, Verdict verdict);
double fit_recall(const FitCount *count, Verdict verdict);

/* `yaml`: what is to be set, as the file of the list alone would have it. */
void tune_print(const Tune *tune, const char *yaml);
void tune_print_json(const Tune *tune, const char *yaml);

#endif
