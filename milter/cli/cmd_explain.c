/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

int cmd_explain(Cli *cli, int argc, char **argv)
{
    gboolean near = FALSE;
    const GOptionEntry own[] = {
        { "near", 0, 0, G_OPTION_ARG_NONE, &near, "also the rules that missed by one condition",
          NULL },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (!cli_parse(cli, argc, argv, own) || !cli_needs_input(cli) || !cli_load(cli)) {
        return cli->status;
    }
    cli_judge_inputs(cli, cli->json ? PRESENT_EXPLAIN_JSON : PRESENT_EXPLAIN_TEXT, near,
                     cli_print_rendered, NULL);
    return cli->status;
}
