/* SPDX-License-Identifier: BSD-2-Clause */
/* The labels file that a subcommand was given. */
#ifndef KUSTODE_CLI_LABELS_INPUT_H
#define KUSTODE_CLI_LABELS_INPUT_H

#include "cli/cli.h"
#include "cli/labels.h"

/* NULL when the file is of no use; all that is wrong with it has been said. Caller's. */
Labels *cli_read_labels(Cli *cli, const char *path);

#endif
