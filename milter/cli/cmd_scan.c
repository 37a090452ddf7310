/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include <stdio.h>

#include "cli/tally.h"

/* With --quiet only what got a verdict, or came to grief, is worth a line. */
static bool on_judged(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                      void *user)
{
    Tally *tally = user;
    const Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
    tally_add(tally, outcome);
    if (cli->quiet && !cli->json && outcome->verdict == VERDICT_NONE) {
        return true;
    }
    return cli_print_rendered(cli, message, judgement, NULL);
}

static void print_summary(const Tally *tally)
{
    g_autofree char *messages = count_text(tally->messages);
    g_autofree char *text = tally_text(tally);
    fprintf(stderr, "%s message%s: %s\n", messages, tally->messages == 1 ? "" : "s", text);
    if (tally->without_list > 0) {
        g_autofree char *count = count_text(tally->without_list);
        fprintf(stderr,
                "%s of no configured list, judged by `defaults` (--list ADDRESS names one)\n",
                count);
    }
    if (tally->not_in_full > 0) {
        g_autofree char *count = count_text(tally->not_in_full);
        fprintf(stderr, "%s not judged in full (`judged`, `limits` in --json)\n", count);
    }
}

int cmd_scan(Cli *cli, int argc, char **argv)
{
    gboolean exit_code = FALSE;
    const GOptionEntry own[] = {
        { "exit-code", 0, 0, G_OPTION_ARG_NONE, &exit_code,
          "status 1 when a message would be acted on", NULL },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (!cli_parse(cli, argc, argv, own) || !cli_needs_input(cli) || !cli_load(cli)) {
        return cli->status;
    }
    Tally tally = { 0 };
    cli_judge_inputs(cli, cli->json ? PRESENT_SCAN_JSON : PRESENT_SCAN_LINE, false, on_judged,
                     &tally);
    if (!cli->quiet) {
        fflush(stdout);
        print_summary(&tally);
    }
    if (exit_code && tally.acted_on > 0) {
        cli_raise(cli, EXIT_SOMETHING);
    }
    return cli->status;
}
