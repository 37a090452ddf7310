/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A judgement carried out on the MTA's copy of a post, by libmilter's calls. Only at the end of the
 * message.
 */
#ifndef KUSTODE_DAEMON_APPLY_H
#define KUSTODE_DAEMON_APPLY_H

#include <libmilter/mfapi.h>

#include "daemon/post.h"

/* How the MTA wants field values: with the blank behind the colon (SMFIP_HDR_LEADSPC), or without.
 */
typedef struct Wire {
    SMFICTX *context;
    bool takes_leading_space;
} Wire;

/* Takes out every field of our family that came in. False when a call failed. */
bool apply_mark_removal(const Wire *wire, const Post *post);

/*
 * Carries out the edits (GPtrArray of Edit), the removal of marks aside. False when a call failed
 * or an edit is none that this program makes; the post is then to come again, since part of the
 * edits may be done. `raw`: the post, whose body is sent anew where an edit touches it.
 */
bool apply_edits(const Wire *wire, const GPtrArray *edits, Span raw);

/* The answer to the whole transaction, with its text for a refusal. */
sfsistat apply_reply(const Wire *wire, const Judgement *judgement, const Post *post);

/* 550 5.7.1 with that text, made ASCII. */
sfsistat apply_refusal(const Wire *wire, const char *text);

#endif
