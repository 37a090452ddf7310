/* SPDX-License-Identifier: BSD-2-Clause */
/* What `kustode tune` says to people. */
#include <stdio.h>

#include "cli/tally.h"
#include "cli/tune.h"
#include "text/printable.h"

enum {
    POSTS_SHOWN = 5, /* of a change, without -v */
    UNLABELLED_SHOWN = 15,
    SUBJECT_CHARACTERS = 50,
    CLASS_LEAST = 10, /* labelled posts below which the percentages of a class say little */
};

static void print_percents(double before, double after)
{
    g_autofree char *was = before < 0 ? g_strdup("-") : g_strdup_printf("%.1f %%", before);
    g_autofree char *is = after < 0 ? g_strdup("-") : g_strdup_printf("%.1f %%", after);
    printf("  %8s -> %-8s", was, is);
}

static void print_class(const FitResult *result, Verdict verdict)
{
    const FitCount *before = &result->held_before, *after = &result->held_after;
    printf("  %-9s", verdict_name(verdict));
    print_percents(fit_precision(before, verdict), fit_precision(after, verdict));
    print_percents(fit_recall(before, verdict), fit_recall(after, verdict));
    putchar('\n');
}

static size_t labelled_as(const FitCount *count, Verdict expected)
{
    size_t sum = 0;
    for (Verdict verdict = VERDICT_NONE; verdict <= VERDICT_HOAX; verdict++) {
        sum += count->by[expected][verdict];
    }
    return sum;
}

static void print_held_back(const FitResult *result)
{
    static const Verdict shown[] = { VERDICT_HOAX, VERDICT_ADVISORY, VERDICT_NONE };
    puts("\nFitted on four fifths of the labels and measured on the rest, five times:");
    puts("                 precision              recall");
    for (size_t i = 0; i < G_N_ELEMENTS(shown); i++) {
        print_class(result, shown[i]);
    }
    printf("  wrong: %zu -> %zu; with all labels fitted at once %zu -> %zu\n",
           fit_wrong(&result->held_before), fit_wrong(&result->held_after),
           fit_wrong(&result->before), fit_wrong(&result->after));
    for (size_t i = 0; i < G_N_ELEMENTS(shown); i++) {
        size_t labelled = labelled_as(&result->before, shown[i]);
        if (labelled < CLASS_LEAST) {
            printf("  only %zu labelled %s: its percentages say little\n", labelled,
                   verdict_name(shown[i]));
        }
    }
}

static void print_move(char sign, const TuneMove *move)
{
    g_autofree char *place = judged_post_place(move->post);
    g_autofree char *shown = printable(place, 200);
    g_autofree char *subject = printable(move->post->subject, SUBJECT_CHARACTERS);
    printf("    %c %s  %s -> %s  %s\n", sign, shown, verdict_name(move->before),
           verdict_name(move->after), subject);
}

static void print_moves(const GArray *moves, guint most)
{
    for (guint i = 0; i < MIN(moves->len, most); i++) {
        const TuneMove *move = &g_array_index(moves, TuneMove, i);
        print_move(move->is_right ? '+' : '-', move);
    }
    if (moves->len > most) {
        printf("      and %u more (-v shows all)\n", moves->len - most);
    }
}

static void print_change(const Tune *tune, guint number)
{
    const FitChange *change = &g_array_index(tune->result.changes, FitChange, number);
    g_autoptr(GArray) moves = tune_moves_of(tune, number);
    size_t right = 0;
    for (guint i = 0; i < moves->len; i++) {
        right += g_array_index(moves, TuneMove, i).is_right;
    }
    const char *class_name = verdict_class_name(change->verdict_class);
    if (change->rule == NULL) {
        printf("  %s.verdict  %g -> %g", class_name, change->before, change->after);
    } else {
        printf("  %s  %s %g -> %g", change->rule->name, class_name, change->before, change->after);
    }
    printf(": alone it makes %zu right and %zu wrong\n", right, (size_t)moves->len - right);
    print_moves(moves, tune->cli->verbose ? moves->len : POSTS_SHOWN);
}

static void print_unlabelled(const Tune *tune)
{
    g_autoptr(GArray) moves = tune_unlabelled_moves(tune);
    g_autofree char *posts = count_text(tune->posts->len - tune->result.labelled);
    printf("\nOf %s posts without a label %u would get another verdict%s\n", posts, moves->len,
           moves->len > 0 ? ":" : ".");
    guint most = tune->cli->verbose ? moves->len : UNLABELLED_SHOWN;
    for (guint i = 0; i < MIN(moves->len, most); i++) {
        print_move('?', &g_array_index(moves, TuneMove, i));
    }
    if (moves->len > most) {
        printf("      and %u more (-v shows all)\n", moves->len - most);
    }
}

/* Why nothing is proposed, and what would help. */
static void print_nothing(const FitResult *result)
{
    if (result->is_too_few) {
        puts("Too few to claim anything: 20 labels and 3 mistakes among them are the least, and "
             "100 labels\nsay much more. `kustode label` asks for those that teach most.");
    } else if (result->wrong > 0) {
        puts("Nothing is proposed: no change makes posts right that it was not fitted to. The "
             "mistakes have\nno rule in common, or there are too few of a kind; `kustode eval "
             "--labels` lists them.");
    }
}

void tune_print(const Tune *tune, const char *yaml)
{
    const FitResult *result = &tune->result;
    g_autofree char *posts = count_text(tune->posts->len);
    printf("%s: %s posts, %zu labelled, %zu of them wrong\n", tune->cli->list, posts,
           result->labelled, result->wrong);
    if (result->changes->len == 0) {
        print_nothing(result);
        return;
    }
    print_held_back(result);
    puts("\nProposed, and the labelled posts that speak for (+) and against it (-):");
    for (guint i = 0; i < result->changes->len; i++) {
        print_change(tune, i);
    }
    print_unlabelled(tune);
    printf("\n%s", yaml);
}
