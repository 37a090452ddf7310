/* SPDX-License-Identifier: BSD-2-Clause */
/* Which held posts a command is about: by id, list, rule, sender, age. */
#ifndef KUSTODE_CLI_HELD_CHOICE_H
#define KUSTODE_CLI_HELD_CHOICE_H

#include "cli/cli.h"
#include "records/held.h"

typedef struct HeldChoice {
    char **ids;                  /* their beginnings; empty: those that the rest chooses */
    char *rule, *sender, *older; /* of the command line; NULL: any */
    gboolean all;                /* decided ones too */
} HeldChoice;

/*
 * Held, the oldest first, borrowed from `all`, which has every one; caller's. An id that is none,
 * or the beginning of several, is an error told; then NULL.
 */
GPtrArray *held_choose(Cli *cli, const HeldChoice *choice, const GPtrArray *all);

/* Whether anything but `all` is chosen by. */
bool held_choice_is_narrow(const Cli *cli, const HeldChoice *choice);

/* "3 d", "2 h", "5 min"; caller's. */
char *held_age(const Held *held);

#endif
