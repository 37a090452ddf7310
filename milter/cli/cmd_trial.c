/* SPDX-License-Identifier: BSD-2-Clause */
/* What kustode would have done to an archive: year by year in one sentence, then the posts. */
#include "cli/cli.h"

#include <stdio.h>
#include <time.h>

#include "cli/report.h"
#include "cli/tally.h"

typedef struct Trial {
    GTree *years;   /* year -> Tally; 0: posts without a readable date */
    GString *posts; /* rows of those with a verdict */
    GString *doubtful;
    Report *report; /* NULL: no page is wanted */
} Trial;

static int compare_years(const void *a, const void *b, void *user)
{
    (void)user;
    return GPOINTER_TO_INT(a) - GPOINTER_TO_INT(b);
}

static int year_of(int64_t date_seconds)
{
    struct tm date;
    time_t seconds = date_seconds;
    if (date_seconds < 0 || gmtime_r(&seconds, &date) == NULL) {
        return 0;
    }
    return date.tm_year + 1900;
}

static Tally *tally_of_year(Trial *trial, int year)
{
    Tally *tally = g_tree_lookup(trial->years, GINT_TO_POINTER(year));
    if (tally == NULL) {
        tally = g_new0(Tally, 1);
        g_tree_insert(trial->years, GINT_TO_POINTER(year), tally);
    }
    return tally;
}

/* The post's row. With a page, judging was asked for what the page shows; the few posts that have a
 * row are judged once more. */
static void append_row(GString *rows, Cli *cli, const Trial *trial, const MailboxMessage *message,
                       const Judgement *judgement)
{
    if (trial->report == NULL) {
        g_string_append(rows, judgement->rendered);
        return;
    }
    g_autoptr(Judgement) again = cli_judge(cli, message, PRESENT_SCAN_LINE);
    g_string_append(rows, again->rendered);
}

static bool on_judged(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                      void *user)
{
    Trial *trial = user;
    const Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
    tally_add(tally_of_year(trial, year_of(judgement->date_seconds)), outcome);
    if (outcome->verdict != VERDICT_NONE) {
        append_row(trial->posts, cli, trial, message, judgement);
    } else if (outcome_is_doubtful(outcome)) {
        append_row(trial->doubtful, cli, trial, message, judgement);
    }
    if (trial->report != NULL) {
        report_add(trial->report, message, judgement);
    }
    return true;
}

static gboolean print_year(void *key, void *value, void *user)
{
    (void)user;
    const Tally *tally = value;
    int year = GPOINTER_TO_INT(key);
    g_autofree char *label = year == 0 ? g_strdup("no date") : g_strdup_printf("%d", year);
    g_autofree char *text = tally_text(tally);
    g_autofree char *messages = count_text(tally->messages);
    printf("  %-7s  %7s posts: %s\n", label, messages, text);
    return FALSE;
}

static gboolean add_year(void *key, void *value, void *user)
{
    (void)key;
    const Tally *year = value;
    Tally *sum = user;
    sum->messages += year->messages;
    sum->doubtful += year->doubtful;
    sum->without_list += year->without_list;
    for (int i = VERDICT_NONE; i <= VERDICT_ERROR; i++) {
        sum->by_verdict[i] += year->by_verdict[i];
    }
    return FALSE;
}

static void print_posts(const char *title, const GString *posts)
{
    if (posts->len > 0) {
        printf("\n%s\n\n%s", title, posts->str);
    }
}

static void print_trial(const Trial *trial)
{
    Tally sum = { 0 };
    g_tree_foreach(trial->years, add_year, &sum);
    g_autofree char *messages = count_text(sum.messages);
    g_autofree char *text = tally_text(&sum);
    printf("%s posts: %s\n", messages, text);
    if (g_tree_nnodes(trial->years) > 1) {
        putchar('\n');
        g_tree_foreach(trial->years, print_year, NULL);
    }
    print_posts("Would have got a verdict:", trial->posts);
    print_posts("Doubtful, near a verdict:", trial->doubtful);
}

static void print_advice(const Trial *trial)
{
    if (trial->posts->len > 0 || trial->doubtful->len > 0) {
        puts("\n`kustode explain FILE:N` tells why, `kustode layers FILE:N` how a post was taken "
             "apart.");
    }
    if (trial->report == NULL) {
        puts("`kustode trial -o page.html` writes a page of it to look at, label and tune with.");
    }
}

static void run_trial(Cli *cli, Report *report, const char *page)
{
    Trial trial = {
        .years = g_tree_new_full(compare_years, NULL, NULL, g_free),
        .posts = g_string_new(NULL),
        .doubtful = g_string_new(NULL),
        .report = report,
    };
    cli_judge_inputs(cli, report == NULL ? PRESENT_SCAN_LINE : PRESENT_POST_JSON, false, on_judged,
                     &trial);
    print_trial(&trial);
    print_advice(&trial);
    fflush(stdout);
    if (report != NULL) {
        report_write_for(cli, report, page);
    }
    g_tree_destroy(trial.years);
    g_string_free(trial.posts, TRUE);
    g_string_free(trial.doubtful, TRUE);
}

int cmd_trial(Cli *cli, int argc, char **argv)
{
    g_autofree char *page = NULL;
    const GOptionEntry own[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &page, "write a page for a browser as well",
          "FILE.html" },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (!cli_parse(cli, argc, argv, own) || !cli_needs_input(cli) || !cli_load(cli)) {
        return cli->status;
    }
    if (page == NULL) {
        run_trial(cli, NULL, NULL);
        return cli->status;
    }
    g_autoptr(Config) settings = report_settings(cli);
    g_autoptr(Report) report = settings == NULL ? NULL : report_new(settings, NULL);
    if (report != NULL) {
        run_trial(cli, report, page);
    }
    return cli->status;
}
