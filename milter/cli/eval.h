/* SPDX-License-Identifier: BSD-2-Clause */
/* The sums of `kustode eval`: verdicts against labels, in all and by group, and what rules did. */
#ifndef KUSTODE_CLI_EVAL_H
#define KUSTODE_CLI_EVAL_H

#include "cli/cli.h"
#include "cli/labels.h"

enum { N_JUDGED = VERDICT_HOAX + 1 }; /* none, advisory, hoax: what a label can ask for */

/* Posts with a label that is judged, one number a verdict. */
typedef struct Figures {
    size_t expected[N_JUDGED], given[N_JUDGED], right[N_JUDGED];
} Figures;

/* Percent; below 0 where there is nothing to measure. */
double figures_recall(const Figures *figures, Verdict verdict);
double figures_precision(const Figures *figures, Verdict verdict);

/* The posts of one label. */
typedef struct LabelRow {
    const LabelMeaning *meaning;
    size_t posts, by_verdict[VERDICT_ERROR + 1];
} LabelRow;

/* The hits of one rule in one class. */
typedef struct RuleUse {
    const char *name; /* borrowed from the rules */
    VerdictClass verdict_class;
    size_t hits, by_expected[N_JUDGED], not_judged;
    GTree *by_label;      /* label -> count */
    GHashTable *together; /* RuleUse -> posts both hit; of the same class */
    size_t needed;        /* right verdicts that its points alone carry over the threshold */
    size_t harmful;       /* wrong verdicts that its points alone carry over it */
} RuleUse;

/* The rule of the same class that it shares most hits with, or NULL. */
const RuleUse *rule_use_nearest(const RuleUse *use, size_t *shared);

typedef struct WrongPost {
    char *source;
    size_t number;
    char *message_id;
    const Label *label;
    Verdict verdict;
    double scores[N_CLASSES], thresholds[N_CLASSES];
    double distance; /* from the nearest threshold that was missed or overstepped, in thresholds */
    char *line;      /* as `scan` shows it */
} WrongPost;

typedef struct Eval {
    Labels *labels;
    const RuleSet *rules;
    Figures all;
    GTree *files, *lists, *languages; /* name -> Figures */
    GTree *by_label;                  /* label -> LabelRow */
    GHashTable *uses[N_CLASSES];      /* a rule's name -> RuleUse */
    GPtrArray *wrong;                 /* WrongPost */
    size_t posts, unlabelled, not_judged;
} Eval;

void eval_begin(Eval *eval, Labels *labels, const RuleSet *rules);
void eval_end(Eval *eval);
void eval_add(Eval *eval, const MailboxMessage *message, const Judgement *judgement);

/* When all are added: the wrong posts, worst first. */
void eval_sort_wrong(Eval *eval);

/* RuleUse, the weightiest first; and the names of the rules that never hit. Caller's, elements
 * borrowed. */
GPtrArray *eval_rules(const Eval *eval);
GPtrArray *eval_idle_rules(const Eval *eval);

/* Labels that no post was found for; caller's, elements borrowed. */
GPtrArray *eval_unused_labels(const Eval *eval);

/* A figure by its name, such as `hoax.recall`; false when there is none of that name. */
bool eval_figure(const Eval *eval, const char *name, double *percent);

void eval_print(const Eval *eval, bool is_verbose);
void eval_print_json(const Eval *eval, const GPtrArray *missed);

#endif
