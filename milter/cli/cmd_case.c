/* SPDX-License-Identifier: BSD-2-Clause */
/* A post, a false alarm above all, made a case that every later configuration has to pass. */
#include <stdio.h>

#include "cli/case_message.h"
#include "cli/cases.h"

typedef struct CaseOptions {
    char *expect;
    gboolean keep_names;
    Verdict expected;
} CaseOptions;

static bool options_are_sound(Cli *cli, CaseOptions *options)
{
    const char *problem = NULL;
    if (g_strv_length(cli->inputs) != 2 || strcmp(cli->inputs[0], "add") != 0) {
        problem = "`add` and one message are expected, as in: kustode case add archive.mbox:17 "
                  "--list ADDRESS --expect none";
    } else if (cli->list == NULL) {
        problem = "no list given; --list ADDRESS says whose case it is";
    } else if (options->expect == NULL) {
        problem = "no verdict given; --expect none, hoax or advisory says what is right";
    } else if (!case_verdict(options->expect, &options->expected)) {
        problem = "--expect takes none, hoax or advisory";
    }
    if (problem != NULL) {
        cli_fail(cli, EX_USAGE, "%s", problem);
    }
    return problem == NULL;
}

/* The one message of the input; NULL, and said, when there is none or a second one. */
static GString *read_message(Cli *cli, const char *input)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Mailbox) mailbox = mailbox_open(input, &error);
    MailboxMessage message;
    if (mailbox == NULL || !mailbox_next(mailbox, &message, &error)) {
        cli_fail(cli, EX_NOINPUT, "%s",
                 error == NULL ? "the input holds no message" : error->message);
        return NULL;
    }
    GString *raw = g_string_new_len(message.raw.text, (gssize)message.raw.length);
    if (mailbox_next(mailbox, &message, NULL)) {
        cli_fail(cli, EX_USAGE, "%s holds several messages; %s:N names one, from 0", input, input);
        g_string_free(raw, TRUE);
        return NULL;
    }
    return raw;
}

static Judgement *judge(const Cli *cli, const GString *raw)
{
    const MailboxMessage message = { .raw = span_make(raw->str, raw->len), .source = "case" };
    return cli_judge(cli, &message, PRESENT_NOTHING);
}

static const Outcome *outcome_of(const Judgement *judgement)
{
    return g_ptr_array_index(judgement->outcomes, 0);
}

/* A case that lost what it is about would pass for ever and test nothing. */
static bool meets_the_same_rules(const Outcome *a, const Outcome *b)
{
    bool is_same = a->verdict == b->verdict && a->rules->len == b->rules->len;
    for (guint i = 0; is_same && i < a->rules->len; i++) {
        const OutcomeRule *x = g_ptr_array_index(a->rules, i), *y = g_ptr_array_index(b->rules, i);
        is_same = strcmp(x->name, y->name) == 0;
    }
    return is_same;
}

/* Takes over `raw`; NULL, and said, when it could not be done. */
static GString *without_people(Cli *cli, GString *raw, const char *list)
{
    g_autoptr(GString) posted = raw;
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) clean = case_anonymised(span_make(raw->str, raw->len), list, &error);
    if (clean == NULL) {
        cli_fail(cli, EX_DATAERR, "%s", error->message);
        return NULL;
    }
    g_autoptr(Judgement) before = judge(cli, posted), after = judge(cli, clean);
    if (!meets_the_same_rules(outcome_of(before), outcome_of(after))) {
        cli_fail(cli, EX_DATAERR,
                 "without names and addresses the post meets other rules; --keep-names stores it "
                 "as it is");
        return NULL;
    }
    return g_steal_pointer(&clean);
}

static void store(Cli *cli, const CaseOptions *options, const GString *raw, const char *list)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = cases_folder(cli->config_file);
    g_autofree char *path =
        case_store(folder, list, span_make(raw->str, raw->len), options->expected, &error);
    if (path == NULL) {
        cli_fail(cli, EX_CANTCREAT, "%s", error->message);
        return;
    }
    g_autoptr(Judgement) judgement = judge(cli, raw);
    Verdict given = outcome_of(judgement)->verdict;
    printf("%s\n", path);
    if (given != options->expected) {
        cli_fail(cli, EXIT_SOMETHING,
                 "the case fails so far: it is judged %s, and %s is expected; `kustode tune` or a "
                 "rule mends that, `kustode check` tries it again",
                 verdict_name(given), options->expect);
    }
}

static void add(Cli *cli, const CaseOptions *options)
{
    g_autoptr(GString) received = read_message(cli, cli->inputs[1]);
    g_autoptr(Diagnostics) said_before = diagnostics_new();
    g_autoptr(Config) config = config_load(cli->config_file, said_before);
    if (received == NULL || config->policies == NULL) {
        return;
    }
    const Policy *policy = g_ptr_array_index(config->policies->lists, cli->post_list.number);
    const char *list = policy_list_name(policy, cli->list);
    GString *raw = case_as_posted(span_make(received->str, received->len), policy, list);
    if (!options->keep_names) {
        raw = without_people(cli, raw, list);
    }
    if (raw != NULL) {
        store(cli, options, raw, list);
        g_string_free(raw, TRUE);
    }
}

int cmd_case(Cli *cli, int argc, char **argv)
{
    CaseOptions options = { 0 };
    const GOptionEntry own[] = {
        { "expect", 0, 0, G_OPTION_ARG_STRING, &options.expect, "none, hoax or advisory",
          "VERDICT" },
        { "keep-names", 0, 0, G_OPTION_ARG_NONE, &options.keep_names,
          "store it with the people in it", NULL },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (cli_parse(cli, argc, argv, own) && options_are_sound(cli, &options) && cli_load(cli)) {
        add(cli, &options);
    }
    g_free(options.expect);
    return cli->status;
}
