/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

/* Of several exit statuses the first of these stands (interfaces.md). */
static const int by_weight[] = { EX_USAGE,     EX_CONFIG, EX_NOPERM,  EX_TEMPFAIL, EX_SOFTWARE,
                                 EX_CANTCREAT, EX_IOERR,  EX_DATAERR, EX_NOINPUT,  EXIT_SOMETHING };

void cli_raise(Cli *cli, int status)
{
    for (size_t i = 0; i < G_N_ELEMENTS(by_weight); i++) {
        if (cli->status == by_weight[i]) {
            return;
        }
        if (status == by_weight[i]) {
            cli->status = status;
            return;
        }
    }
}

void cli_fail(Cli *cli, int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    fprintf(stderr, "kustode: %s\n", message);
    cli_raise(cli, status);
}

bool cli_wants_colour(void)
{
    const char *no_colour = g_getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && (no_colour == NULL || no_colour[0] == '\0');
}

bool cli_parse(Cli *cli, int argc, char **argv, const GOptionEntry *own)
{
    const Subcommand *subcommand = subcommand_find(argv[0]);
    const GOptionEntry common[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &cli->config_file,
          "configuration (default " CONFIG_DEFAULT_FILE ")", "FILE" },
        { "list", 'l', 0, G_OPTION_ARG_STRING, &cli->list, "the list the messages belong to",
          "ADDRESS" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, "one JSON object a line", NULL },
        { "in-process", 0, 0, G_OPTION_ARG_NONE, &cli->in_process,
          "judge in this process, for debuggers and sanitizers", NULL },
        { "quiet", 'q', 0, G_OPTION_ARG_NONE, &cli->quiet, "say only what matters", NULL },
        { "verbose", 'v', 0, G_OPTION_ARG_NONE, &cli->verbose, "say more", NULL },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->inputs, NULL,
          subcommand->arguments[0] == '\0' ? NULL : subcommand->arguments },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    g_autofree char *program = g_strconcat("kustode ", subcommand->name, NULL);
    g_set_prgname(program);
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autofree char *summary = g_strdup_printf("%s: %s.", program, subcommand->summary);
    g_option_context_set_summary(context, summary);
    if (own != NULL) {
        g_option_context_add_main_entries(context, own, NULL);
    }
    g_option_context_add_main_entries(context, common, NULL);
    g_autoptr(GError) error = NULL;
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        cli_fail(cli, EX_USAGE, "%s; `%s --help` tells the options", error->message, program);
        return false;
    }
    if (cli->inputs == NULL) {
        cli->inputs = g_new0(char *, 1);
    }
    return true;
}

bool cli_needs_input(Cli *cli)
{
    if (cli->inputs[0] == NULL) {
        cli_fail(cli, EX_USAGE, "no input given; name an mbox, a Maildir, a message, or `-`");
    }
    return cli->inputs[0] != NULL;
}

void cli_fail_list(Cli *cli)
{
    cli_fail(cli, EX_USAGE,
             "no list `%s` is configured%s; add it under `lists:`, or leave --list out", cli->list,
             cli->config_file == NULL ? " in " CONFIG_DEFAULT_FILE : "");
}

static bool find_list(Cli *cli)
{
    if (cli->list == NULL) {
        return true;
    }
    cli->post_list =
        (PostList){ list_index_find(judging_lists(cli->judging), cli->list), cli->list };
    if (cli->post_list.number < 0) {
        cli_fail_list(cli);
    }
    return cli->post_list.number >= 0;
}

/* Warnings are for `check`; who scans mail wants to know only what keeps it from being judged. */
static void print_errors(const Cli *cli, const Diagnostics *diagnostics)
{
    g_autoptr(Diagnostics) errors = diagnostics_new();
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        const Diagnostic *diagnostic = diagnostics_at(diagnostics, i);
        if (diagnostic->is_error) {
            diagnostics_error(errors, diagnostic->place, "%s", diagnostic->message);
        }
    }
    file_set_print_diagnostics(cli->config->files, cli->verbose ? diagnostics : errors, stderr,
                               isatty(STDERR_FILENO) != 0);
}

bool cli_start_judging(Cli *cli)
{
    Policies *policies = g_steal_pointer(&cli->config->policies);
    if (cli->in_process) {
        cli->judging = judging_new_in_process(policies);
        return true;
    }
    g_autoptr(GError) error = NULL;
    cli->judging = judging_new_with_workers(policies, judging_default_workers(), true, &error);
    if (cli->judging == NULL) {
        policies_free(policies);
        cli_fail(cli, EX_TEMPFAIL, "%s; --in-process does without", error->message);
    }
    return cli->judging != NULL;
}

bool cli_load_config(Cli *cli)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    cli->config = config_load(cli->config_file, diagnostics);
    print_errors(cli, diagnostics);
    if (cli->config->policies == NULL) {
        cli_raise(cli, EX_CONFIG);
    }
    return cli->config->policies != NULL;
}

bool cli_load(Cli *cli)
{
    if (!cli_load_config(cli)) {
        return false;
    }
    return cli_start_judging(cli) && find_list(cli);
}
