/* SPDX-License-Identifier: BSD-2-Clause */
/* Sums over many judged messages, for the line that closes a scan or a trial. */
#ifndef KUSTODE_CLI_TALLY_H
#define KUSTODE_CLI_TALLY_H

#include "pool/judging.h"

typedef struct Tally {
    size_t messages;
    size_t by_verdict[VERDICT_ERROR + 1];
    size_t doubtful; /* no verdict, but near one */
    size_t without_list;
    size_t not_in_full; /* auto-replies, encrypted, limits met */
    size_t acted_on;    /* of a live list, with an action */
} Tally;

void tally_add(Tally *tally, const Outcome *outcome);

/* Whether a class with points from this outcome came near its verdict without reaching it. */
bool outcome_is_doubtful(const Outcome *outcome);

/* "3 hoaxes, 11 advisories, 2 doubtful, 2,884 others". Caller's. */
char *tally_text(const Tally *tally);

/* 2900 -> "2,900". Caller's. */
char *count_text(size_t count);

#endif
