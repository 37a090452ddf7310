/* SPDX-License-Identifier: BSD-2-Clause */
/* Verdicts against what people say the posts are. */
#include <errno.h>
#include <stdio.h>

#include "cli/eval.h"
#include "cli/labels_input.h"

static bool on_judged(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                      void *user)
{
    (void)cli;
    eval_add(user, message, judgement);
    return true;
}

/* `hoax.recall=95`; the name goes to `name`, the caller's. */
static bool read_minimum(const char *text, char **name, double *minimum)
{
    static const Eval nothing = { 0 };
    const char *equals = strchr(text, '=');
    if (equals == NULL) {
        return false;
    }
    char *end;
    double ignored;
    errno = 0;
    *minimum = g_ascii_strtod(equals + 1, &end);
    *name = g_strndup(text, (gsize)(equals - text));
    return errno == 0 && end != equals + 1 && *end == '\0' && *minimum >= 0 && *minimum <= 100 &&
           eval_figure(&nothing, *name, &ignored);
}

static bool minima_are_sound(Cli *cli, char **minima)
{
    for (size_t i = 0; minima != NULL && minima[i] != NULL; i++) {
        g_autofree char *name = NULL;
        double minimum;
        if (!read_minimum(minima[i], &name, &minimum)) {
            cli_fail(cli, EX_USAGE,
                     "--min %s: a figure and percent are expected, such as hoax.recall=95; the "
                     "figures are recall and precision of hoax, advisory, none",
                     minima[i]);
            return false;
        }
    }
    return true;
}

/* What is below its minimum, as text (char *); what cannot be measured is below any. Caller's. */
static GPtrArray *missed_minima(const Eval *eval, char **minima)
{
    GPtrArray *missed = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; minima != NULL && minima[i] != NULL; i++) {
        g_autofree char *name = NULL;
        double minimum, figure;
        read_minimum(minima[i], &name, &minimum);
        eval_figure(eval, name, &figure);
        if (figure < 0) {
            g_ptr_array_add(missed, g_strdup_printf("%s: nothing to measure", name));
        } else if (figure < minimum) {
            g_ptr_array_add(missed, g_strdup_printf("%s: %.2f, below %g", name, figure, minimum));
        }
    }
    return missed;
}

static void report(Cli *cli, const Eval *eval, char **minima)
{
    g_autoptr(GPtrArray) missed = missed_minima(eval, minima);
    if (cli->json) {
        eval_print_json(eval, missed);
    } else {
        eval_print(eval, cli->verbose);
    }
    fflush(stdout);
    for (guint i = 0; i < missed->len; i++) {
        cli_fail(cli, EXIT_SOMETHING, "%s", (const char *)g_ptr_array_index(missed, i));
    }
    if (eval->posts > 0 && eval->posts == eval->unlabelled) {
        cli_fail(cli, EX_DATAERR,
                 "no label is of any of the posts; FILE:N counts from 0, and the file must be "
                 "called as the input is");
    }
}

int cmd_eval(Cli *cli, int argc, char **argv)
{
    g_autofree char *path = NULL;
    g_auto(GStrv) minima = NULL;
    const GOptionEntry own[] = {
        { "labels", 0, 0, G_OPTION_ARG_FILENAME, &path, "what the posts are, one line a post",
          "FILE" },
        { "min", 0, 0, G_OPTION_ARG_STRING_ARRAY, &minima,
          "status 1 when a figure is below, such as hoax.recall=95", "FIGURE=PERCENT" },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (!cli_parse(cli, argc, argv, own) || !cli_needs_input(cli) ||
        !minima_are_sound(cli, minima)) {
        return cli->status;
    }
    if (path == NULL) {
        cli_fail(cli, EX_USAGE, "no labels given; --labels FILE says what the posts are");
        return cli->status;
    }
    Labels *labels = cli_read_labels(cli, path);
    if (labels == NULL || !cli_load(cli)) {
        labels_free(labels);
        return cli->status;
    }
    Eval eval;
    eval_begin(&eval, labels, judging_rules(cli->judging));
    cli_judge_inputs(cli, PRESENT_SCAN_LINE, false, on_judged, &eval);
    eval_sort_wrong(&eval);
    report(cli, &eval, minima);
    eval_end(&eval);
    return cli->status;
}
