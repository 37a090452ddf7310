/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/eval.h"

#include "cli/eval_rules.h"

static int compare_names(const void *a, const void *b, void *user)
{
    (void)user;
    return strcmp(a, b);
}

static double percent(size_t part, size_t whole)
{
    return whole == 0 ? -1 : 100.0 * (double)part / (double)whole;
}

double figures_recall(const Figures *figures, Verdict verdict)
{
    return percent(figures->right[verdict], figures->expected[verdict]);
}

double figures_precision(const Figures *figures, Verdict verdict)
{
    return percent(figures->right[verdict], figures->given[verdict]);
}

static void figures_add(Figures *figures, Verdict expected, Verdict given)
{
    figures->expected[expected]++;
    if (given <= VERDICT_HOAX) {
        figures->given[given]++;
    }
    figures->right[expected] += given == expected;
}

static void add_to_group(GTree *groups, const char *name, Verdict expected, Verdict given)
{
    Figures *figures = g_tree_lookup(groups, name);
    if (figures == NULL) {
        figures = g_new0(Figures, 1);
        g_tree_insert(groups, g_strdup(name), figures);
    }
    figures_add(figures, expected, given);
}

static void add_to_label(GTree *by_label, const Label *label, Verdict given)
{
    LabelRow *row = g_tree_lookup(by_label, label->word);
    if (row == NULL) {
        row = g_new0(LabelRow, 1);
        row->meaning = label->meaning;
        g_tree_insert(by_label, g_strdup(label->word), row);
    }
    row->posts++;
    row->by_verdict[given]++;
}

static VerdictClass class_of(Verdict verdict)
{
    return verdict == VERDICT_HOAX ? CLASS_HOAX : CLASS_ADVISORY;
}

static double over_threshold(const Outcome *outcome, Verdict verdict)
{
    VerdictClass chosen = class_of(verdict);
    return (outcome->scores[chosen] - outcome->thresholds[chosen]) / outcome->thresholds[chosen];
}

/* How far the scores would have to move for the verdict that was expected. What cues or stance
 * decided, not points, is no distance. */
static double distance_of(const Outcome *outcome, Verdict expected)
{
    double lacking = expected == VERDICT_NONE ? 0 : -over_threshold(outcome, expected);
    bool is_given = outcome->verdict == VERDICT_HOAX || outcome->verdict == VERDICT_ADVISORY;
    double too_much = is_given ? over_threshold(outcome, outcome->verdict) : 0;
    return MAX(MAX(lacking, too_much), 0);
}

static void add_wrong(Eval *eval, const MailboxMessage *message, const Judgement *judgement,
                      const Label *label)
{
    const Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
    WrongPost *wrong = g_new0(WrongPost, 1);
    wrong->source = g_strdup(message->source);
    wrong->number = message->number;
    wrong->message_id = g_strdup(judgement->message_id);
    wrong->label = label;
    wrong->verdict = outcome->verdict;
    memcpy(wrong->scores, outcome->scores, sizeof wrong->scores);
    memcpy(wrong->thresholds, outcome->thresholds, sizeof wrong->thresholds);
    wrong->distance = distance_of(outcome, label->meaning->expected);
    wrong->line = g_strdup(judgement->rendered);
    g_ptr_array_add(eval->wrong, wrong);
}

void eval_add(Eval *eval, const MailboxMessage *message, const Judgement *judgement)
{
    const Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
    const Label *label =
        labels_find(eval->labels, message->source, message->number, judgement->message_id);
    eval->posts++;
    if (label == NULL) {
        eval->unlabelled++;
        return;
    }
    add_to_label(eval->by_label, label, outcome->verdict);
    eval_rules_add(eval, label, outcome);
    if (!label->meaning->is_judged) {
        eval->not_judged++;
        return;
    }
    Verdict expected = label->meaning->expected;
    figures_add(&eval->all, expected, outcome->verdict);
    add_to_group(eval->files, message->source, expected, outcome->verdict);
    add_to_group(eval->lists, outcome->list == NULL ? "-" : outcome->list, expected,
                 outcome->verdict);
    add_to_group(eval->languages, label->language, expected, outcome->verdict);
    if (outcome->verdict != expected) {
        add_wrong(eval, message, judgement, label);
    }
}

static void wrong_free(gpointer element)
{
    WrongPost *wrong = element;
    g_free(wrong->source);
    g_free(wrong->message_id);
    g_free(wrong->line);
    g_free(wrong);
}

void eval_begin(Eval *eval, Labels *labels, const RuleSet *rules)
{
    *eval = (Eval){ .labels = labels, .rules = rules };
    GTree **const trees[] = { &eval->files, &eval->lists, &eval->languages, &eval->by_label };
    for (size_t i = 0; i < G_N_ELEMENTS(trees); i++) {
        *trees[i] = g_tree_new_full(compare_names, NULL, g_free, g_free);
    }
    eval->wrong = g_ptr_array_new_with_free_func(wrong_free);
    eval_rules_begin(eval);
}

void eval_end(Eval *eval)
{
    GTree *const trees[] = { eval->files, eval->lists, eval->languages, eval->by_label };
    for (size_t i = 0; i < G_N_ELEMENTS(trees); i++) {
        g_tree_destroy(trees[i]);
    }
    g_ptr_array_unref(eval->wrong);
    eval_rules_end(eval);
    labels_free(eval->labels);
}

/* The farthest first; of two as far the one that came first. */
static int compare_distances(const void *a, const void *b)
{
    const WrongPost *left = *(WrongPost *const *)a, *right = *(WrongPost *const *)b;
    return (left->distance < right->distance) - (left->distance > right->distance);
}

void eval_sort_wrong(Eval *eval)
{
    g_ptr_array_sort(eval->wrong, compare_distances);
}

GPtrArray *eval_unused_labels(const Eval *eval)
{
    GPtrArray *unused = g_ptr_array_new();
    const GPtrArray *all = labels_all(eval->labels);
    for (guint i = 0; i < all->len; i++) {
        Label *label = g_ptr_array_index(all, i);
        if (!label->is_used) {
            g_ptr_array_add(unused, label);
        }
    }
    return unused;
}

bool eval_figure(const Eval *eval, const char *name, double *figure)
{
    for (Verdict verdict = VERDICT_NONE; verdict <= VERDICT_HOAX; verdict++) {
        g_autofree char *recall = g_strconcat(verdict_name(verdict), ".recall", NULL);
        g_autofree char *precision = g_strconcat(verdict_name(verdict), ".precision", NULL);
        if (strcmp(name, recall) == 0) {
            *figure = figures_recall(&eval->all, verdict);
            return true;
        }
        if (strcmp(name, precision) == 0) {
            *figure = figures_precision(&eval->all, verdict);
            return true;
        }
    }
    return false;
}
