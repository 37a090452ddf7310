/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text parts that a person would read, in the order of the mail, in valid UTF-8, with the way
 * back to the mail's bytes: transfer decoding, charset, then HTML to text or format=flowed (RFC
 * 3676) undone. Of alternatives (RFC 2046 5.1.4) the richest readable one is primary.
 */
#ifndef KUSTODE_MAIL_READABLE_H
#define KUSTODE_MAIL_READABLE_H

#include "mail/message.h"
#include "text/html_text.h"

typedef struct TextPart {
    const MimePart *part;
    const char *alternative_of; /* id of the primary part that says the same, or NULL */
    GString *decoded;           /* after transfer decoding and charset: what `lines` count in */
    Span text;           /* as read: `decoded` itself, or after HTML or flowed; LF line ends */
    HtmlText *html;      /* marks and links of an HTML part, or NULL */
    GString *unflowed;   /* the text of a format=flowed part, quote marks kept, or NULL */
    OffsetMap *transfer; /* octets -> part body (add body_start for the source); NULL: the same */
    OffsetMap *charset;  /* decoded -> octets */
    const OffsetMap *readable; /* text -> decoded; NULL: the same */
    OffsetMap *flowed;         /* owner of `readable` when unflowed */
} TextPart;

/* TextPart, in mail order, of attached messages too; owned. `message` must outlive the array. */
GPtrArray *readable_parts(const Message *message, const Limits *limits, LimitSet *met);

/* Line and column (1-based, code points) in `decoded` of byte `offset` of `text`. */
void text_part_place(const TextPart *part, size_t offset, size_t *line, size_t *column);

/* The smallest range of the mail's bytes whose decoding covers [start, end) of `text`. */
void text_part_bytes(const TextPart *part, size_t start, size_t end, size_t *raw_start,
                     size_t *raw_end);

#endif
