/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The messages in one stream of bytes: those of an mbox, or the whole as one message. Private to
 * cli/mailbox.
 */
#ifndef KUSTODE_CLI_MAILBOX_SPLIT_H
#define KUSTODE_CLI_MAILBOX_SPLIT_H

#include "cli/mailbox.h"

typedef struct Splitter Splitter;

/* NULL with a MAILBOX_ERROR when `path` ("-": standard input) cannot be opened. */
Splitter *splitter_new(const char *path, GError **error);
void splitter_free(Splitter *splitter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Splitter, splitter_free)

/* As mailbox_next; after an error there is nothing more. */
bool splitter_next(Splitter *splitter, MailboxMessage *message, GError **error);

double splitter_progress(const Splitter *splitter);

#endif
