/* SPDX-License-Identifier: BSD-2-Clause */
/* An archive as one page to look at, to label and to tune a list with. */
#include "cli/labels_input.h"
#include "cli/report.h"

static bool on_judged(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                      void *user)
{
    (void)cli;
    report_add(user, message, judgement);
    return true;
}

static void make_page(Cli *cli, const char *output, Labels *labels, bool is_anonymous)
{
    g_autoptr(Config) settings = report_settings(cli);
    if (settings == NULL) {
        return;
    }
    g_autoptr(Report) report = report_new(settings, labels);
    cli_judge_inputs(cli, PRESENT_POST_JSON, false, on_judged, report);
    if (is_anonymous) {
        report_anonymise(report);
    }
    report_write_for(cli, report, output);
}

int cmd_report(Cli *cli, int argc, char **argv)
{
    g_autofree char *output = NULL, *labels_path = NULL;
    gboolean is_anonymous = FALSE;
    const GOptionEntry own[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
          "the page to write; - for standard output", "FILE.html" },
        { "labels", 0, 0, G_OPTION_ARG_FILENAME, &labels_path,
          "what the posts are, one line a post", "FILE" },
        { "anonymise", 0, 0, G_OPTION_ARG_NONE, &is_anonymous,
          "take names and addresses of people out of the page", NULL },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (!cli_parse(cli, argc, argv, own) || !cli_needs_input(cli)) {
        return cli->status;
    }
    if (output == NULL) {
        cli_fail(cli, EX_USAGE, "no page named; -o page.html says where to write it");
        return cli->status;
    }
    g_autoptr(Labels) labels = labels_path == NULL ? NULL : cli_read_labels(cli, labels_path);
    if ((labels_path == NULL || labels != NULL) && cli_load(cli)) {
        make_page(cli, output, labels, is_anonymous);
    }
    return cli->status;
}
