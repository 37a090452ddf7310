/* SPDX-License-Identifier: BSD-2-Clause */
/* Proposes the numbers a list should have, from what people say its posts are. */
#include <stdio.h>
#include <unistd.h>

#include "cli/labels_input.h"
#include "cli/tune.h"

typedef struct TuneOptions {
    char *labels, *output;
    gboolean yes;
} TuneOptions;

static void free_post(gpointer post)
{
    judged_post_free(post);
}

static bool on_judged(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                      void *user)
{
    Tune *tune = user;
    JudgedPost *post =
        judged_post_new(message, judgement, judging_rules(cli->judging), tune->labels);
    judged_post_drop_layers(post);
    bool is_of_use = post->not_judged == NULL && post->verdict != VERDICT_ERROR &&
                     (post->label == NULL || post->label->meaning->is_judged);
    if (!is_of_use) {
        judged_post_free(post);
        return true;
    }
    memcpy(tune->thresholds, post->thresholds, sizeof tune->thresholds);
    FitPost *fit = g_new0(FitPost, 1);
    fit->hits = post->hits;
    fit->said = post->said;
    fit->is_labelled = post->label != NULL;
    fit->expected = fit->is_labelled ? post->label->meaning->expected : post->verdict;
    g_ptr_array_add(tune->posts, post);
    g_ptr_array_add(tune->fit, fit);
    return true;
}

/* What is to be set, alone, as a file of the list's own would have it. Caller's. */
static char *proposed_yaml(Tune *tune)
{
    ListFile file = { .path = g_strdup("proposal"), .text = g_strdup("") };
    g_autoptr(GError) error = NULL;
    if (!tune_write_changes(tune, &file, &error)) {
        cli_fail(tune->cli, EX_SOFTWARE, "%s", error->message);
    }
    char *yaml = g_strdup(file.text);
    list_file_clear(&file);
    return yaml;
}

/* At a terminal the person is asked; elsewhere only --yes says yes. */
static bool may_overwrite(Cli *cli, const char *path, bool says_yes)
{
    if (says_yes || !g_file_test(path, G_FILE_TEST_EXISTS)) {
        return true;
    }
    if (!isatty(STDIN_FILENO)) {
        cli_fail(cli, EX_CANTCREAT, "%s is there already; --yes overwrites it", path);
        return false;
    }
    fprintf(stderr, "%s is there already. Set the values above in it? [y/N] ", path);
    char answer[16];
    if (fgets(answer, sizeof answer, stdin) != NULL && g_ascii_tolower(answer[0]) == 'y') {
        return true;
    }
    cli_fail(cli, EXIT_SOMETHING, "%s is left as it was", path);
    return false;
}

/* A list of the main file may have no file of its own beside it. */
static bool is_own_file_of(const char *path, const char *address)
{
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *own = g_strconcat(address, ".yaml", NULL);
    return g_ascii_strcasecmp(name, own) == 0;
}

static void write_output(Tune *tune, const ListFile *found, const TuneOptions *options)
{
    Cli *cli = tune->cli;
    g_autoptr(GError) error = NULL;
    ListFile file = *found;
    if (file.key != NULL && is_own_file_of(options->output, file.key)) {
        cli_fail(cli, EX_USAGE, "%s is configured in %s; -o %s sets the values there", file.key,
                 file.path, file.path);
        return;
    }
    if (!may_overwrite(cli, options->output, options->yes)) {
        return;
    }
    file.text = g_strdup(found->text);
    if (!tune_write_changes(tune, &file, &error) ||
        !list_file_write(&file, options->output, &error)) {
        cli_fail(cli, EX_CANTCREAT, "%s", error->message);
    } else if (!cli->quiet) {
        fprintf(stderr,
                "%s is written; `kustode diff` shows what it changes, `kustode reload` "
                "brings it into force\n",
                options->output);
    }
    g_free(file.text);
}

static void report(Tune *tune, const TuneOptions *options)
{
    Cli *cli = tune->cli;
    ListFile file;
    g_autoptr(GError) error = NULL;
    g_autofree char *yaml = proposed_yaml(tune);
    bool has_changes = tune->result.changes->len > 0;
    if (cli->json) {
        tune_print_json(tune, yaml);
    } else {
        tune_print(tune, yaml);
    }
    fflush(stdout);
    if (!list_file_find(&file, cli->config_file,
                        tune->policy->address == NULL || strchr(tune->policy->address, '*') != NULL
                            ? cli->list
                            : tune->policy->address,
                        &error)) {
        cli_fail(cli, EX_CONFIG, "%s", error->message);
    } else if (has_changes && options->output != NULL) {
        write_output(tune, &file, options);
    } else if (has_changes && !cli->quiet && !cli->json) {
        printf("\n-o %s sets this%s%s.\n", file.path, file.key == NULL ? "" : " under ",
               file.key == NULL ? "" : file.key);
    }
    list_file_clear(&file);
}

/* The judging processes have the policies; the list's own is read once more. */
static void tune_list(Cli *cli, Labels *labels, const TuneOptions *options)
{
    g_autoptr(Diagnostics) said_before = diagnostics_new();
    g_autoptr(Config) config = config_load(cli->config_file, said_before);
    if (config->policies == NULL) { /* changed between the two */
        cli_fail(cli, EX_CONFIG,
                 "the configuration has just become wrong; `kustode check` says how");
        return;
    }
    Tune tune = {
        .cli = cli,
        .labels = labels,
        .posts = g_ptr_array_new_with_free_func(free_post),
        .fit = g_ptr_array_new_with_free_func(g_free),
        .policy = g_ptr_array_index(config->policies->lists, cli->post_list.number),
    };
    cli_judge_inputs(cli, PRESENT_POST_JSON, false, on_judged, &tune);
    if (tune.posts->len > 0) {
        fit_propose(&tune.result, tune.fit, tune.thresholds, 1);
        report(&tune, options);
        fit_result_clear(&tune.result);
    }
    g_ptr_array_unref(tune.fit);
    g_ptr_array_unref(tune.posts);
}

static bool options_are_sound(Cli *cli, const TuneOptions *options)
{
    if (cli->list == NULL) {
        cli_fail(cli, EX_USAGE,
                 "no list given; --list ADDRESS says whose numbers are to be fitted");
    } else if (options->labels == NULL) {
        cli_fail(
            cli, EX_USAGE,
            "no labels given; --labels FILE says what the posts are, `kustode label` makes it");
    }
    return cli->list != NULL && options->labels != NULL;
}

int cmd_tune(Cli *cli, int argc, char **argv)
{
    TuneOptions options = { 0 };
    const GOptionEntry own[] = {
        { "labels", 0, 0, G_OPTION_ARG_FILENAME, &options.labels,
          "what the posts are, one line a post", "FILE" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
          "set the values in this file of the list", "FILE" },
        { "yes", 'y', 0, G_OPTION_ARG_NONE, &options.yes, "overwrite without asking", NULL },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (cli_parse(cli, argc, argv, own) && cli_needs_input(cli) &&
        options_are_sound(cli, &options)) {
        g_autoptr(Labels) labels = cli_read_labels(cli, options.labels);
        if (labels != NULL && cli_load(cli)) {
            tune_list(cli, labels, &options);
        }
    }
    g_free(options.labels);
    g_free(options.output);
    return cli->status;
}
