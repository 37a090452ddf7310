/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "cli/report_parts.h"

Report *report_new(const Config *settings, Labels *labels)
{
    Report *report = g_new0(Report, 1);
    report->settings = settings;
    report->labels = labels;
    report->posts = g_ptr_array_new_with_free_func((GDestroyNotify)judged_post_free);
    return report;
}

void report_free(Report *report)
{
    if (report != NULL) {
        g_ptr_array_unref(report->posts);
        g_free(report);
    }
}

void report_add(Report *report, const MailboxMessage *message, const Judgement *judgement)
{
    JudgedPost *post =
        judged_post_new(message, judgement, report->settings->policies->rules, report->labels);
    report_cut_texts(post);
    g_ptr_array_add(report->posts, post);
}

size_t report_count(const Report *report)
{
    return report->posts->len;
}

const char *report_path(const Report *report, const char *path)
{
    const char *slash = strrchr(path, G_DIR_SEPARATOR);
    return report->is_anonymous && slash != NULL ? slash + 1 : path;
}

Config *report_settings(Cli *cli)
{
    g_autoptr(Diagnostics) heard_before = diagnostics_new();
    g_autoptr(Config) settings = config_load(cli->config_file, heard_before);
    if (settings->policies == NULL) {
        cli_fail(cli, EX_CONFIG, "the configuration changed while it was read; try again");
        return NULL;
    }
    return g_steal_pointer(&settings);
}

void report_write_for(Cli *cli, const Report *report, const char *path)
{
    g_autoptr(GError) error = NULL;
    if (report_count(report) == 0) {
        cli_fail(cli, EX_DATAERR, "there is no post to show, so %s is not written", path);
        return;
    }
    if (!report_write(report, path, &error)) {
        cli_fail(cli, EX_CANTCREAT, "cannot write the page: %s", error->message);
        return;
    }
    if (!cli->quiet && strcmp(path, "-") != 0) {
        fprintf(stderr, "%zu post%s in %s; open it in a browser\n", report_count(report),
                report_count(report) == 1 ? "" : "s", path);
    }
}
