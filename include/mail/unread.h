/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parts that may hold words which nobody here can read, by name: what is encrypted, and the
 * containers of one mail program that no other opens. They are shown, so that whoever looks at a
 * post knows what was not judged.
 */
#ifndef KUSTODE_MAIL_UNREAD_H
#define KUSTODE_MAIL_UNREAD_H

#include "mail/message.h"

/* "TNEF", "Outlook message", "encrypted" ... by the part's type or file name; NULL: nothing of the
 * kind. Static. */
const char *unread_name(const MimePart *part);

/* All such parts of a message, in its order: const MimePart *. The array is the caller's. */
GPtrArray *unread_parts(const Message *message);

#endif
