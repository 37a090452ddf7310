/* SPDX-License-Identifier: BSD-2-Clause */
/* What changes between two configurations, and why. */
#include <stdio.h>

#include "cli/diff.h"

/* A configuration may be named by its folder. Caller's. */
static char *configuration_file(const char *path)
{
    return g_file_test(path, G_FILE_TEST_IS_DIR) ? g_build_filename(path, "kustode.yaml", NULL)
                                                 : g_strdup(path);
}

/* Takes OLD and NEW from the arguments: NEW is the configuration of `cli`, OLD that of `old`. */
static bool take_configurations(Cli *cli, Cli *old)
{
    if (cli->config_file != NULL) {
        cli_fail(cli, EX_USAGE, "diff takes two configurations as arguments, no -c");
        return false;
    }
    if (g_strv_length(cli->inputs) < 3) {
        cli_fail(cli, EX_USAGE,
                 "two configurations and an archive are expected, as in: kustode diff "
                 "/etc/kustode/kustode.yaml new.yaml archive.mbox");
        return false;
    }
    *old = (Cli){ .config_file = configuration_file(cli->inputs[0]),
                  .list = cli->list,
                  .verbose = cli->verbose,
                  .in_process = cli->in_process,
                  .post_list = { .number = -1 } };
    cli->config_file = configuration_file(cli->inputs[1]);
    char **inputs = g_strdupv(cli->inputs + 2);
    g_strfreev(cli->inputs);
    cli->inputs = inputs;
    return true;
}

/* Both are loaded, so that the errors of both are seen in one run. */
static bool load_both(Cli *cli, Cli *old)
{
    bool is_loaded = cli_load(old);
    is_loaded &= cli_load(cli);
    cli_raise(cli, old->status);
    return is_loaded;
}

int cmd_diff(Cli *cli, int argc, char **argv)
{
    Cli old = { 0 };
    if (!cli_parse(cli, argc, argv, NULL) || !take_configurations(cli, &old)) {
        return cli->status;
    }
    if (load_both(cli, &old)) {
        Diff diff;
        diff_begin(&diff, cli, &old);
        cli_judge_pairs(cli, &old, diff_pair, &diff);
        fflush(stdout);
        diff_close(&diff);
        if (diff.changed > 0) {
            cli_raise(cli, EXIT_SOMETHING);
        }
    }
    g_free(old.config_file);
    g_clear_pointer(&old.judging, judging_unref);
    g_clear_pointer(&old.config, config_free);
    return cli->status;
}
