/* SPDX-License-Identifier: BSD-2-Clause */
/* What `kustode eval` prints for people. */
#include <stdio.h>

#include "cli/eval.h"

enum {
    WRONG_SHOWN = 25, /* without -v */
    RULES_SHOWN = 20,
};

static char *percent_text(double percent)
{
    return percent < 0 ? g_strdup("-") : g_strdup_printf("%.1f %%", percent);
}

static void print_class(const Figures *figures, Verdict verdict)
{
    g_autofree char *recall = percent_text(figures_recall(figures, verdict));
    g_autofree char *precision = percent_text(figures_precision(figures, verdict));
    printf("  %-10s %7zu %7zu %7zu  %8s  %9s\n", verdict_name(verdict), figures->expected[verdict],
           figures->given[verdict], figures->right[verdict], recall, precision);
}

static void print_classes(const Eval *eval)
{
    puts("\n             labelled  judged   right    recall  precision");
    print_class(&eval->all, VERDICT_HOAX);
    print_class(&eval->all, VERDICT_ADVISORY);
    print_class(&eval->all, VERDICT_NONE);
}

static gboolean print_label(void *key, void *value, void *user)
{
    (void)user;
    const LabelRow *row = value;
    printf("  %-20s %7zu %7zu %7zu %7zu%s\n", (const char *)key, row->by_verdict[VERDICT_HOAX],
           row->by_verdict[VERDICT_ADVISORY], row->by_verdict[VERDICT_NONE],
           row->by_verdict[VERDICT_ERROR], row->meaning->is_judged ? "" : "   shown, not judged");
    return FALSE;
}

static gboolean print_group(void *key, void *value, void *user)
{
    (void)user;
    const Figures *figures = value;
    static const Verdict shown[] = { VERDICT_HOAX, VERDICT_ADVISORY, VERDICT_NONE };
    for (size_t i = 0; i < G_N_ELEMENTS(shown); i++) {
        g_autofree char *part =
            g_strdup_printf("%zu/%zu", figures->right[shown[i]], figures->expected[shown[i]]);
        size_t others = figures->given[shown[i]] - figures->right[shown[i]];
        g_autofree char *wrongly = others == 0 ? g_strdup("") : g_strdup_printf("+%zu", others);
        printf("  %11s %-5s", figures->expected[shown[i]] == 0 ? "-" : part, wrongly);
    }
    printf("  %s\n", (const char *)key);
    return FALSE;
}

static void print_groups(const char *title, GTree *groups)
{
    if (g_tree_nnodes(groups) > 1) {
        printf("\nRight, of those labelled, and +wrongly called so, by %s:\n", title);
        printf("  %11s %-5s  %11s %-5s  %11s\n", "hoax", "", "advisory", "", "none");
        g_tree_foreach(groups, print_group, NULL);
    }
}

static void print_rule(const RuleUse *use)
{
    size_t shared;
    const RuleUse *nearest = rule_use_nearest(use, &shared);
    printf("  %-28s %-8s %5zu %8zu %5zu %5zu %6zu %7zu", use->name,
           verdict_class_name(use->verdict_class), use->by_expected[VERDICT_HOAX],
           use->by_expected[VERDICT_ADVISORY], use->by_expected[VERDICT_NONE], use->not_judged,
           use->needed, use->harmful);
    if (nearest != NULL) {
        printf("  %zu %% %s", 100 * shared / use->hits, nearest->name);
    }
    putchar('\n');
}

static void print_rules(const Eval *eval, bool is_verbose)
{
    g_autoptr(GPtrArray) uses = eval_rules(eval);
    guint of_class[N_CLASSES] = { 0 };
    guint left_out = 0;
    if (uses->len == 0) {
        return;
    }
    puts("\nRules: hits by what the post is; verdicts that hang on the rule's points, right and "
         "wrong; the\nrule that most of its hits are shared with:");
    printf("  %-28s %-8s %5s %8s %5s %5s %6s %7s  %s\n", "rule", "for", "hoax", "advisory", "none",
           "other", "needed", "harmful", "shared");
    for (guint i = 0; i < uses->len; i++) {
        const RuleUse *use = g_ptr_array_index(uses, i);
        if (is_verbose || of_class[use->verdict_class]++ < RULES_SHOWN) {
            print_rule(use);
        } else {
            left_out++;
        }
    }
    if (left_out > 0) {
        printf("  and %u more (-v shows all)\n", left_out);
    }
}

static void print_idle_rules(const Eval *eval, bool is_verbose)
{
    g_autoptr(GPtrArray) idle = eval_idle_rules(eval);
    if (idle->len > 0) {
        printf("\n%u rules hit nothing%s\n", idle->len, is_verbose ? ":" : " (-v names them)");
    }
    for (guint i = 0; is_verbose && i < idle->len; i++) {
        printf("  %s\n", (const char *)g_ptr_array_index(idle, i));
    }
}

static void print_wrong(const Eval *eval, bool is_verbose)
{
    guint shown = is_verbose ? eval->wrong->len : MIN(eval->wrong->len, (guint)WRONG_SHOWN);
    if (shown > 0) {
        puts("\nWrong, worst first: distance from the threshold, label, and the line of `scan`:");
    }
    for (guint i = 0; i < shown; i++) {
        const WrongPost *wrong = g_ptr_array_index(eval->wrong, i);
        printf("  %4.2f  %-20s %s", wrong->distance, wrong->label->word, wrong->line);
    }
    if (shown < eval->wrong->len) {
        printf("  and %u more (-v shows all)\n", eval->wrong->len - shown);
    }
}

static void print_unused_labels(const Eval *eval, bool is_verbose)
{
    g_autoptr(GPtrArray) unused = eval_unused_labels(eval);
    if (unused->len > 0) {
        printf("\n%u labels are of no post in the input%s\n", unused->len,
               is_verbose ? ", in these lines:" : " (-v says which)");
    }
    for (guint i = 0; is_verbose && i < unused->len; i++) {
        const Label *label = g_ptr_array_index(unused, i);
        printf("  %u: %s\n", label->line, label->word);
    }
}

void eval_print(const Eval *eval, bool is_verbose)
{
    printf("%zu posts: %zu without a label, %zu with one that is not judged, %u wrong\n",
           eval->posts, eval->unlabelled, eval->not_judged, eval->wrong->len);
    print_classes(eval);
    puts("\nVerdicts by label:");
    printf("  %-20s %7s %7s %7s %7s\n", "", "hoax", "advis.", "none", "error");
    g_tree_foreach(eval->by_label, print_label, NULL);
    print_groups("language", eval->languages);
    print_groups("list", eval->lists);
    print_groups("file", eval->files);
    print_rules(eval, is_verbose);
    print_idle_rules(eval, is_verbose);
    print_wrong(eval, is_verbose);
    print_unused_labels(eval, is_verbose);
}
