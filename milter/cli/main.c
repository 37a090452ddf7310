/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include <locale.h>
#include <stdio.h>

static const Subcommand subcommands[] = {
    { "scan", "INPUT...", "one verdict a message", cmd_scan },
    { "trial", "ARCHIVE...", "what kustode would have done to an archive, year by year",
      cmd_trial },
    { "explain", "INPUT[:N]...", "why a message got its verdict", cmd_explain },
    { "layers", "INPUT[:N]...", "how a message was taken apart", cmd_layers },
    { "apply", "INPUT... -o DIR|FILE", "the messages as subscribers would get them", cmd_apply },
    { "label", "ARCHIVE...", "label posts at a terminal, one key each", cmd_label },
    { "eval", "--labels FILE INPUT...", "verdicts against what people say the posts are",
      cmd_eval },
    { "tune", "--list L --labels FILE ARCHIVE...", "points and thresholds fitted to labels",
      cmd_tune },
    { "diff", "OLD NEW ARCHIVE...", "what changes between two configurations, and why", cmd_diff },
    { "report", "ARCHIVE... -o FILE.html", "an archive as one page to look at, label and tune with",
      cmd_report },
    { "case", "add INPUT[:N] --list L --expect V", "a post that must get this verdict for ever",
      cmd_case },
    { "mode", "RULE|LIST off|shadow|live [ARCHIVE...]", "move a rule or a list up or down",
      cmd_mode },
    { "import", "spamassassin FILE.cf... [-o FILE.yaml]", "rules of SpamAssassin turned into ours",
      cmd_import },
    { "check", "", "all errors of configuration and rules, and the tests beside the rules",
      cmd_check },
    { "config", "[--list ADDRESS]", "every effective value of a list and where it comes from",
      cmd_config },
    { "held", "list|show|release|discard|stats [ID...]", "posts that wait for a moderator",
      cmd_held },
    { "status", "", "what the running daemon does", cmd_status },
    { "reload", "", "the running daemon reads its files again", cmd_reload },
};

const Subcommand *subcommand_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(subcommands); i++) {
        if (strcmp(subcommands[i].name, name) == 0) {
            return &subcommands[i];
        }
    }
    return NULL;
}

static void print_usage(FILE *out)
{
    fputs("Usage: kustode SUBCOMMAND [OPTION...] [ARGUMENT...]\n\n"
          "kustode takes list posts apart and recognises forwarded security advisories and "
          "hoaxes.\n\n",
          out);
    for (size_t i = 0; i < G_N_ELEMENTS(subcommands); i++) {
        fprintf(out, "  %-8s %-22s %s\n", subcommands[i].name, subcommands[i].arguments,
                subcommands[i].summary);
    }
    fputs("\nINPUT is an mbox, a Maildir, a directory of messages, one message, or - for standard "
          "input;\ngzip or xz of them; FILE:N is message N of it, from 0.\n"
          "`kustode SUBCOMMAND --help` tells the options; see also kustode(1).\n",
          out);
}

static int unknown_subcommand(const char *word)
{
    const char *names[G_N_ELEMENTS(subcommands) + 1] = { NULL };
    for (size_t i = 0; i < G_N_ELEMENTS(subcommands); i++) {
        names[i] = subcommands[i].name;
    }
    const char *near = nearest_word(word, names);
    if (near != NULL) {
        fprintf(stderr, "kustode: no subcommand `%s`; did you mean `%s`?\n", word, near);
    } else {
        fprintf(stderr, "kustode: no subcommand `%s`; `kustode --help` lists them\n", word);
    }
    return EX_USAGE;
}

static void cli_clear(Cli *cli)
{
    g_free(cli->config_file);
    g_free(cli->list);
    g_strfreev(cli->inputs);
    g_clear_pointer(&cli->judging, judging_unref);
    g_clear_pointer(&cli->config, config_free);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    if (argc < 2) {
        print_usage(stderr);
        return EX_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_usage(stdout);
        return EXIT_NOTHING;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        printf("kustode %s\n", KUSTODE_VERSION);
        return EXIT_NOTHING;
    }
    const Subcommand *subcommand = subcommand_find(argv[1]);
    if (subcommand == NULL) {
        return unknown_subcommand(argv[1]);
    }
    message_library_start();
    Cli cli = { .post_list = { .number = -1 } };
    int status = subcommand->run(&cli, argc - 1, argv + 1);
    cli_clear(&cli);
    if (fflush(stdout) != 0 && errno != EPIPE && status == EXIT_NOTHING) {
        fprintf(stderr, "kustode: cannot write to standard output: %s\n", g_strerror(errno));
        return EX_IOERR;
    }
    return status;
}
