/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

int cmd_reload(Cli *cli, int argc, char **argv)
{
    return cli_parse(cli, argc, argv, NULL) ? cli_call_daemon(cli, CONTROL_RELOAD) : cli->status;
}
