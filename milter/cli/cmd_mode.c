/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moves a rule or a list up or down in the file where it stands. The configuration is tried as it
 * would be, in memory, and what fails a case is not written.
 */
#include <stdio.h>
#include <unistd.h>

#include "cli/cases.h"
#include "cli/changed_config.h"
#include "cli/diff.h"
#include "cli/list_file.h"
#include "settings/yaml.h"

typedef struct ModeChange {
    const char *target, *mode;
    bool is_list;
    ListFile file;
    const char *path[4]; /* of the value, inside the list */
} ModeChange;

static bool arguments_are_sound(Cli *cli, ModeChange *change)
{
    static const char *const modes[] = { "off", "shadow", "live", NULL };
    if (g_strv_length(cli->inputs) < 2 || !g_strv_contains(modes, cli->inputs[1])) {
        cli_fail(cli, EX_USAGE,
                 "a rule or a list and its mode, off, shadow or live, are expected, as in: kustode "
                 "mode HOAX_SHOUTING shadow --list ADDRESS");
        return false;
    }
    change->target = cli->inputs[0];
    change->mode = cli->inputs[1];
    change->is_list = strchr(change->target, '@') != NULL;
    if (change->is_list && cli->list != NULL) {
        cli_fail(cli, EX_USAGE, "--list is for the mode of a rule; `%s` is a list itself",
                 change->target);
    }
    return !(change->is_list && cli->list != NULL);
}

static bool rule_is_known(Cli *cli, const char *name)
{
    const RuleSet *rules = judging_rules(cli->judging);
    if (rule_set_find(rules, name) != NULL) {
        return true;
    }
    const char *meant = nearest_word(name, rule_set_names(rules));
    cli_fail(cli, EX_USAGE, "there is no rule `%s`%s%s%s", name,
             meant == NULL ? "" : "; did you mean `", meant == NULL ? "" : meant,
             meant == NULL ? "" : "`?");
    return false;
}

/* Where the value stands or will stand. */
static bool find_place(Cli *cli, ModeChange *change)
{
    const char *address = change->is_list ? change->target : cli->list;
    const ListIndex *lists = judging_lists(cli->judging);
    int number =
        address == NULL || strchr(address, '*') != NULL ? -1 : list_index_find(lists, address);
    if (change->is_list && number < 0 && strchr(address, '*') == NULL) {
        cli_fail(cli, EX_USAGE, "no list `%s` is configured; add it under `lists:`", address);
        return false;
    }
    const char *configured = number < 0 ? NULL : judging_list_address(cli->judging, number);
    bool is_by_pattern = configured != NULL && strchr(configured, '*') != NULL;
    g_autoptr(GError) error = NULL;
    if (!list_file_find(&change->file, cli->config_file,
                        configured != NULL && !is_by_pattern ? configured : address, &error)) {
        cli_fail(cli, EX_CONFIG, "%s", error->message);
        return false;
    }
    size_t at = 0;
    if (!change->is_list) {
        change->path[at] = address == NULL ? "defaults" : "rules";
        at += 1;
        change->path[at] = address == NULL ? "rules" : change->target;
        at += 1;
    }
    change->path[at] = change->is_list ? "mode" : address == NULL ? change->target : NULL;
    return change->is_list || rule_is_known(cli, change->target);
}

/* The value as the file has it now; `text` owns what it lies in. */
static const TreeNode *value_now(const ModeChange *change, TreeNode **tree)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    *tree = yaml_parse(span_of(change->file.text), change->file.path, diagnostics);
    const TreeNode *node = *tree;
    if (change->file.key != NULL) {
        node = tree_get(tree_get(node, "lists"), change->file.key);
    }
    for (size_t i = 0; change->path[i] != NULL; i++) {
        node = tree_get(node, change->path[i]);
    }
    return node;
}

/* Points of the list's own are a rule that is live. */
static bool is_set_already(const ModeChange *change)
{
    TreeNode *tree = NULL;
    const TreeNode *now = value_now(change, &tree);
    double points;
    bool is_set = now != NULL && now->kind == TREE_SCALAR && strcmp(now->scalar, change->mode) == 0;
    bool has_points = now != NULL && (now->kind == TREE_MAP || tree_is_number(now, &points));
    is_set |= has_points && strcmp(change->mode, "live") == 0;
    tree_free(tree);
    return is_set;
}

static void on_failed(const char *path, const char *why, void *user)
{
    cli_fail(user, EXIT_SOMETHING, "%s: %s", path, why);
}

/* Whether every case still gets its verdict; those that do not are named. */
static bool cases_pass(Cli *cli, const Cli *changed)
{
    CaseSums sums = { 0 };
    g_autofree char *folder = cases_folder(cli->config_file);
    cases_replay(folder, changed->judging, &sums, on_failed, cli);
    if (sums.failed > 0) {
        cli_fail(cli, EXIT_SOMETHING, "%zu of %zu cases fail that way; nothing is changed",
                 sums.failed, sums.cases);
    }
    return sums.failed == 0;
}

/* What the posts of the archives would have met. */
static void show_posts(Cli *cli, Cli *changed)
{
    Diff diff;
    changed->inputs = g_strdupv(cli->inputs + 2);
    changed->post_list = cli->post_list;
    if (changed->inputs[0] != NULL) {
        diff_begin(&diff, changed, cli);
        cli_judge_pairs(changed, cli, diff_pair, &diff);
        fflush(stdout);
        diff_close(&diff);
    }
    g_strfreev(changed->inputs);
    cli_raise(cli, changed->status);
}

static void write_mode(Cli *cli, const ModeChange *change)
{
    g_autoptr(GError) error = NULL;
    if (!list_file_write(&change->file, change->file.path, &error)) {
        cli_fail(cli, EX_CANTCREAT, "%s", error->message);
    } else if (!cli->quiet) {
        fprintf(stderr, "%s is %s%s%s, in %s; `kustode reload` brings it into force\n",
                change->target, change->mode, cli->list == NULL ? "" : " for ",
                cli->list == NULL ? "" : cli->list, change->file.path);
    }
}

/* The configuration as it would be, judging; false when it is wrong, which has been said. */
static bool load_changed(Cli *cli, const ModeChange *change, Cli *changed)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    changed->config = config_with_file(cli->config, cli->config_file, change->file.path,
                                       change->file.text, diagnostics);
    if (diagnostics_error_count(diagnostics) > 0) {
        file_set_print_diagnostics(changed->config->files, diagnostics, stderr,
                                   isatty(STDERR_FILENO) != 0);
        cli_raise(cli, EX_CONFIG);
        return false;
    }
    return cli_start_judging(changed);
}

static void change_mode(Cli *cli, ModeChange *change)
{
    g_autoptr(GError) error = NULL;
    if (is_set_already(change)) {
        fprintf(stderr, "%s is %s already, in %s\n", change->target, change->mode,
                change->file.path);
        return;
    }
    if (!list_file_set(&change->file, change->path, change->mode, &error)) {
        cli_fail(cli, EX_CONFIG, "%s", error->message);
        return;
    }
    Cli changed = { .json = cli->json,
                    .quiet = cli->quiet,
                    .in_process = cli->in_process,
                    .verbose = cli->verbose };
    if (load_changed(cli, change, &changed) && cases_pass(cli, &changed)) {
        show_posts(cli, &changed);
        write_mode(cli, change);
    }
    g_clear_pointer(&changed.judging, judging_unref);
    g_clear_pointer(&changed.config, config_free);
}

int cmd_mode(Cli *cli, int argc, char **argv)
{
    ModeChange change = { 0 };
    if (cli_parse(cli, argc, argv, NULL) && arguments_are_sound(cli, &change) && cli_load(cli)) {
        if (find_place(cli, &change)) {
            change_mode(cli, &change);
        }
        list_file_clear(&change.file);
    }
    return cli->status;
}
