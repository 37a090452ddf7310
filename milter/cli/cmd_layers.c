/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

int cmd_layers(Cli *cli, int argc, char **argv)
{
    if (!cli_parse(cli, argc, argv, NULL) || !cli_needs_input(cli) || !cli_load(cli)) {
        return cli->status;
    }
    cli_judge_inputs(cli, cli->json ? PRESENT_LAYERS_JSON : PRESENT_LAYERS_TEXT, false,
                     cli_print_rendered, NULL);
    return cli->status;
}
