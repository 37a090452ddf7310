/* SPDX-License-Identifier: BSD-2-Clause */
/* Held posts on a terminal and as JSON. A password in an `Approved:` line is never shown. */
#ifndef KUSTODE_CLI_HELD_PRINT_H
#define KUSTODE_CLI_HELD_PRINT_H

#include "cli/cli.h"
#include "records/held.h"

/* A line each, or an object each. */
void held_print_list(Cli *cli, const GPtrArray *chosen);

/* All of one: the facts, how it was taken apart, why it got its verdict by the rules of now. */
void held_print_whole(Cli *cli, const Held *held);

/* How many a list, state, verdict and rule, and since when the oldest waits. */
void held_print_stats(Cli *cli, const GPtrArray *chosen);

#endif
