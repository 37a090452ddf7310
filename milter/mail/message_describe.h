/* SPDX-License-Identifier: BSD-2-Clause */
/* What the header of a part says of its body (RFC 2045, RFC 2183, RFC 3676). Private to
 * mail/message. */
#ifndef KUSTODE_MAIL_MESSAGE_DESCRIBE_H
#define KUSTODE_MAIL_MESSAGE_DESCRIBE_H

#include "mail/message_tree.h"

/* A part without fields, of no length, at the start of `input`. */
MimePart *mime_part_new(const ParseInput *input);
void mime_part_free(MimePart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MimePart, mime_part_free)

/* Fills in from `part->fields` all but ranges and children. The parts of a digest are messages by
 * default. */
void mime_part_describe(MimePart *part, bool is_in_digest, const Limits *limits, LimitSet *met);

/* Once the structure is known: the type must agree with it. */
void mime_part_settle_type(MimePart *part, bool is_multipart, LimitSet *met);

/* Whether the type means a message (RFC 2046 5.2.1, RFC 6532 3.7). */
bool mime_part_means_message(const MimePart *part);

/* Whether its body, decoded, may be a whole message: that, or a file called *.eml. */
bool mime_part_is_message_file(const MimePart *part);

#endif
