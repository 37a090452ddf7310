/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The outcomes of all lists of one transaction made one: a milter has one body, one header and one
 * final reply for all recipients. Marks are removed once, each live list adds its status header,
 * the strictest subject tag stands.
 */
#ifndef KUSTODE_DECISION_PLAN_H
#define KUSTODE_DECISION_PLAN_H

#include "decision/edit.h"
#include "decision/outcome.h"

/* The MTA's one answer to the whole transaction. */
typedef enum Reply { REPLY_ACCEPT, REPLY_REJECT, REPLY_DISCARD, REPLY_TEMPFAIL } Reply;

/*
 * Refusing or discarding needs every list of the transaction to ask for it, since it strikes all
 * recipients; a temporary failure, which loses nothing, needs one.
 */
Reply plan_reply(const GPtrArray *outcomes);

/*
 * All edits in the order to apply: marks of our family removed from `raw`, then Subject tag and
 * notice, of which there can be one, so that of the first live list that wants any; then a status
 * header for each live list. Needs no understanding of the mail, so it holds even for one that
 * could not be judged. Caller's.
 */
GPtrArray *plan_edits(const GPtrArray *outcomes, Span raw);

/* The way back: marks of our family removed, then the content of the first outcome, which undoes.
 * Caller's. */
GPtrArray *plan_undo(const GPtrArray *outcomes, Span raw);

#endif
