/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * GMime's tree of a mail as MimeParts with byte ranges. Private to mail/message: a step of one
 * parse, with the counts that bound the whole of it.
 */
#ifndef KUSTODE_MAIL_MESSAGE_TREE_H
#define KUSTODE_MAIL_MESSAGE_TREE_H

#include "mail/message.h"

typedef struct Parse {
    const Limits *limits;
    LimitSet met;
    size_t n_parts;            /* so far, of the whole mail, attached messages included */
    size_t opened_bytes;       /* decoded for attached messages so far */
    GPtrArray *opened_sources; /* what those were decoded to; outlives the parse */
} Parse;

/* Bytes to parse: [start, end) of `source`, in which all ranges count. */
typedef struct ParseInput {
    Span source;
    const OffsetMap *source_map;
    size_t start, end;
} ParseInput;

/* The top part of the message in `input`, `depth` levels below that of the mail; NULL when it is
 * none. */
MimePart *message_tree_build(Parse *parse, const ParseInput *input, size_t depth);

#endif
