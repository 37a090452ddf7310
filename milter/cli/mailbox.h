/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every kind of INPUT as the same raw bytes, one message after the other in constant memory: mbox
 * (mboxo, mboxrd, pipermail text; RFC 4155), Maildir, a directory of messages (numbered ones in
 * numeric order), one message, `-`; gzip and xz of them; FILE:N is message N alone.
 */
#ifndef KUSTODE_CLI_MAILBOX_H
#define KUSTODE_CLI_MAILBOX_H

#include <stdint.h>

#include "text/span.h"

typedef enum MailboxError {
    MAILBOX_ERROR_NO_INPUT,   /* no such file, no such message: status 66 */
    MAILBOX_ERROR_PERMISSION, /* 77 */
    MAILBOX_ERROR_BROKEN,     /* truncated or damaged compressed data, named with its offset: 65 */
    MAILBOX_ERROR_READ,       /* the system could not read: 74 */
} MailboxError;

#define MAILBOX_ERROR (mailbox_error_quark())
GQuark mailbox_error_quark(void);

typedef struct Mailbox Mailbox;

typedef struct MailboxMessage {
    Span raw; /* without the mbox `From ` line, `>From ` quoting undone; until the next call */
    const char *source; /* the file it stands in, as the user would name it; until the next call */
    size_t number;      /* within `source`, from 0 */
    uint64_t offset; /* of its first byte in `source` (decompressed), the `From ` line included */
} MailboxMessage;

/*
 * NULL with `error` when there is nothing to read at all. In a directory the regular files are
 * read, in a Maildir those of `new` and `cur`; hidden ones and directories inside are left alone.
 * No file and an empty one hold no message.
 */
Mailbox *mailbox_open(const char *input, GError **error);
void mailbox_free(Mailbox *mailbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mailbox, mailbox_free)

/*
 * The next message. False at the end, then `error` is not set; or false with `error`: what stood
 * before was delivered. In a directory the rest goes on: call again until false without error.
 */
bool mailbox_next(Mailbox *mailbox, MailboxMessage *message, GError **error);

/* How much of the input was read, 0 to 1; below 0 when its size is not known. */
double mailbox_progress(const Mailbox *mailbox);

#endif
