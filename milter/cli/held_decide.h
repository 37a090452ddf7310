/* SPDX-License-Identifier: BSD-2-Clause */
/* A moderator's decision on a held post, carried out once. */
#ifndef KUSTODE_CLI_HELD_DECIDE_H
#define KUSTODE_CLI_HELD_DECIDE_H

#include "cli/cli.h"
#include "records/held.h"

typedef enum HeldDecision {
    DECIDE_RELEASE,
    DECIDE_DISCARD,
    DECIDE_AGAIN, /* of one whose release was broken off: it did not go out, send it */
    DECIDE_SENT,  /* likewise: it went out */
} HeldDecision;

/* What came of it is printed and logged. `by`: who decides. */
void held_decide(Cli *cli, Held *held, HeldDecision decision, const char *by);

#endif
