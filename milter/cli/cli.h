/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all subcommands share: the common options, the loaded configuration, the exit status, and
 * the way from INPUT... to one judged message after the other.
 */
#ifndef KUSTODE_CLI_CLI_H
#define KUSTODE_CLI_CLI_H

#include <sysexits.h>

#include "cli/mailbox.h"
#include "pool/control_call.h"
#include "pool/judging.h"
#include "settings/config.h"
#include "text/json.h"

enum {
    EXIT_NOTHING = 0,   /* nothing to report */
    EXIT_SOMETHING = 1, /* a difference, a failed test, with `scan --exit-code` a post acted on */
};

typedef struct Cli {
    /* options of every subcommand */
    char *config_file, *list;
    gboolean json, quiet, verbose, in_process;
    char **inputs; /* the remaining arguments, never NULL */
    /* what came of them */
    Config *config;
    Judging *judging;
    PostList post_list; /* of --list; number -1: not given */
    bool undo;          /* of apply: the edits take off what kustode once put in */
    int status;         /* the weightiest so far */
} Cli;

typedef struct Subcommand {
    const char *name;
    const char *arguments; /* "INPUT..." */
    const char *summary;   /* one line */
    int (*run)(Cli *cli, int argc, char **argv);
} Subcommand;

int cmd_scan(Cli *cli, int argc, char **argv);
int cmd_trial(Cli *cli, int argc, char **argv);
int cmd_explain(Cli *cli, int argc, char **argv);
int cmd_layers(Cli *cli, int argc, char **argv);
int cmd_apply(Cli *cli, int argc, char **argv);
int cmd_eval(Cli *cli, int argc, char **argv);
int cmd_diff(Cli *cli, int argc, char **argv);
int cmd_label(Cli *cli, int argc, char **argv);
int cmd_report(Cli *cli, int argc, char **argv);
int cmd_tune(Cli *cli, int argc, char **argv);
int cmd_case(Cli *cli, int argc, char **argv);
int cmd_mode(Cli *cli, int argc, char **argv);
int cmd_import(Cli *cli, int argc, char **argv);
int cmd_check(Cli *cli, int argc, char **argv);
int cmd_config(Cli *cli, int argc, char **argv);
int cmd_held(Cli *cli, int argc, char **argv);
int cmd_status(Cli *cli, int argc, char **argv);
int cmd_reload(Cli *cli, int argc, char **argv);

/* Asks the daemon of the configured control socket and prints what it says; its exit status, or 75
 * when none runs. */
int cli_call_daemon(Cli *cli, ControlRequest request);

/* The row of a subcommand, for its usage line; static. */
const Subcommand *subcommand_find(const char *name);

/*
 * Reads the options of a subcommand (`own` may be NULL) and the common ones. False: nothing more is
 * to be done, `cli->status` says why; --help has been answered.
 */
bool cli_parse(Cli *cli, int argc, char **argv, const GOptionEntry *own);

/* False, and a usage error, when no INPUT was given. */
bool cli_needs_input(Cli *cli);

/* Loads the configuration and finds --list. False as above, the errors printed. */
bool cli_load(Cli *cli);

/* The processes that judge by the loaded configuration, whose policies they take over. False as
 * above. */
bool cli_start_judging(Cli *cli);

/* The configuration alone, for those that judge nothing. False as above, the errors printed. */
bool cli_load_config(Cli *cli);

/* The usage error that --list names no configured list. */
void cli_fail_list(Cli *cli);

/* `kustode: ...` on standard error; the status is kept if it is weightier than the one so far. */
void cli_fail(Cli *cli, int status, const char *format, ...) G_GNUC_PRINTF(3, 4);
void cli_raise(Cli *cli, int status);

/* One message, judged. Borrowed for the call. False ends the walk. */
typedef bool (*JudgedFunction)(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                               void *user);

/*
 * Judges every message of `cli->inputs` in order and calls `on_judged` for each. What cannot be
 * read is reported and the rest goes on.
 */
void cli_judge_inputs(Cli *cli, PresentationKind kind, bool with_near, JudgedFunction on_judged,
                      void *user);

/* The same by two configurations, nothing rendered: `other` is loaded as `cli` is. */
typedef bool (*PairFunction)(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                             const Judgement *by_other, void *user);
void cli_judge_pairs(Cli *cli, Cli *other, PairFunction on_pair, void *user);

/* One message; caller's. */
Judgement *cli_judge(const Cli *cli, const MailboxMessage *message, PresentationKind kind);

/* Prints `judgement->rendered`; what explain and layers want. */
bool cli_print_rendered(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                        void *user);

/* Whether standard output wants colour: a terminal, and NO_COLOR is not set. */
bool cli_wants_colour(void);

#endif
