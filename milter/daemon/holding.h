/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists that keep in the spool what they hold leave the transaction: the post goes to disk for
 * each, their recipients go from the MTA's copy, the rest takes its way.
 */
#ifndef KUSTODE_DAEMON_HOLDING_H
#define KUSTODE_DAEMON_HOLDING_H

#include "daemon/apply.h"

typedef struct HeldOutcome {
    char *id;      /* in the spool; NULL: this list stays */
    bool is_known; /* it was there */
} HeldOutcome;

typedef struct Holding {
    HeldOutcome *outcomes; /* as many as the judgement has */
    unsigned count, held;
    GPtrArray *edits; /* Edit: for those that stay */
    bool is_all;      /* nobody is left whom the post could go to */
} Holding;

/* All stay. */
Holding holding_none(const Judgement *judgement);

/*
 * Stores first, then takes the recipients out. False when a post cannot be stored or the MTA takes
 * no edit: the whole is to come again, and what is stored already is found then.
 */
bool holding_begin(Holding *holding, const Wire *wire, const Post *post, const Judgement *judgement,
                   const char *queue_id, GError **error);
void holding_clear(Holding *holding);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Holding, holding_clear)

#endif
