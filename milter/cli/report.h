/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judged posts as one page for a browser, with everything in it: the posts, their hits, the
 * settings of their lists, and the script that decides anew when a slider moves.
 */
#ifndef KUSTODE_CLI_REPORT_H
#define KUSTODE_CLI_REPORT_H

#include "cli/cli.h"
#include "cli/labels.h"

typedef struct Report Report;

/* `settings`, `policies` and all, and `labels` (NULL: none) must outlive it. */
Report *report_new(const Config *settings, Labels *labels);
void report_free(Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)

/* `judgement` must have been rendered as PRESENT_POST_JSON. */
void report_add(Report *report, const MailboxMessage *message, const Judgement *judgement);

size_t report_count(const Report *report);

/* Takes the names and addresses of people out of all posts added so far. */
void report_anonymise(Report *report);

/* Writes the page to `path`, all or nothing; `-` is standard output. */
bool report_write(const Report *report, const char *path, GError **error);

/*
 * For a subcommand that writes a page besides what it prints: the settings are read again, since
 * those of `cli` went to the judging processes. Caller's; NULL when it failed, which was said.
 */
Config *report_settings(Cli *cli);

/* Writes, and says where to, or why not. */
void report_write_for(Cli *cli, const Report *report, const char *path);

#endif
