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

/* Edit, in the order to apply; caller's, owns its elements. `outcomes`: Outcome. */
GPtrArray *plan_edits(const GPtrArray *outcomes, const Message *message);

#endif
