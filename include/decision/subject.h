/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Subject tag (RFC 5322 3.6.5, RFC 2047): put in front once, whatever charset, encoded words,
 * reply prefixes and list prefixes stand there already; and whether a DKIM signature (RFC 6376)
 * would suffer.
 */
#ifndef KUSTODE_DECISION_SUBJECT_H
#define KUSTODE_DECISION_SUBJECT_H

#include "mail/message.h"

/*
 * The new value of a Subject whose value as written is `raw`, with `tag` in front: what stood there
 * stays as it was, folds apart; no line above 78 columns where a blank allows it, no raw 8-bit.
 * NULL when the tag is there already, also behind prefixes. Caller's.
 */
char *subject_with_tag(Span raw, const char *tag);

/* The value without that tag, the other way; NULL where it does not have it. Caller's. */
char *subject_without_tag(Span raw, const char *tag);

/* Whether the tag stands in the decoded `subject`, at its start or behind Re:, AW:, Fwd: ... and
 * [list] prefixes. */
bool subject_has_tag(const char *subject, const char *tag);

/*
 * Whether a DKIM signature whose domain is aligned with the From domain covers the field `name`;
 * NULL: whether there is one at all, since each covers the body.
 */
bool dkim_covers(const Message *message, const char *name);

#endif
