/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A subscriber's copy made the post it was: without what kustode, the list manager and the mail
 * servers on the way put in; and that post without the people in it.
 */
#ifndef KUSTODE_CLI_CASE_MESSAGE_H
#define KUSTODE_CLI_CASE_MESSAGE_H

#include "decision/policy.h"

/*
 * Our fields, Subject tags and notices, the list's own fields, its `[prefix]` in the Subject, its
 * footer, and the traces of the way are taken off; what was not there changes nothing. Caller's.
 */
GString *case_as_posted(Span raw, const Policy *policy, const char *list);

/*
 * Names, addresses, identifiers and attachments taken out; texts are UTF-8 afterwards. `list` keeps
 * its address. NULL with `error` where people could stay in it: a message inside that is encoded.
 * Caller's.
 */
GString *case_anonymised(Span raw, const char *list, GError **error);

#endif
