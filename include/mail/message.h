/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One parsed mail (RFC 5322, RFC 2045-2046): its header fields decoded, its part tree with exact
 * byte ranges in the bytes handed in, and the limits met. GMime finds the structure, behind
 * mail/guard; no type of it leaves this module. Everything here is plain data that lives as long as
 * the Message.
 */
#ifndef KUSTODE_MAIL_MESSAGE_H
#define KUSTODE_MAIL_MESSAGE_H

#include <stdbool.h>

#include "mail/decode.h"
#include "text/limits.h"
#include "text/offset_map.h"
#include "text/span.h"

typedef struct HeaderField {
    char *name; /* as written, without blanks before the colon */
    char *text; /* the value as a reader sees it (header_decode) */
    Span raw;   /* the value as written, behind the colon, folds inside, last line end outside */
    size_t start, end; /* the whole field in its source, half open, line end included */
} HeaderField;

typedef struct MimePart MimePart;
struct MimePart {
    char *id;   /* RFC 3501 part specifier: "1", "2.1"; of a whole multipart message "", attached
                   as part 3 "3.TEXT" */
    char *type; /* lower case, e.g. "text/plain"; the default of RFC 2045 5.2 when missing or broken
                 */
    char *charset;      /* as declared, or NULL */
    char *file_name;    /* decoded (RFC 2231, RFC 2047), or NULL */
    char *disposition;  /* lower case, or NULL */
    char *protocol;     /* of multipart/signed and /encrypted, lower case, or NULL */
    char *boundary;     /* of a multipart, or NULL */
    bool is_flowed;     /* format=flowed, RFC 3676 */
    bool deletes_space; /* delsp=yes */
    TransferEncoding encoding;
    GPtrArray
        *fields; /* HeaderField: of the part; of a message's top part all fields of the message */
    MimePart *parent;    /* NULL: the top */
    GPtrArray *children; /* MimePart; of an attached message one: its top part */
    Span source;         /* what the ranges below count in: the mail, or a decoded attachment */
    const OffsetMap *source_map; /* source -> the mail; NULL: source is the mail itself */
    size_t start;                /* of the part's own header */
    size_t body_start;           /* behind the blank line */
    size_t end;                  /* before the line end that belongs to the next boundary */
};

typedef struct Message {
    Span raw;        /* borrowed; outlives the Message */
    MimePart *top;   /* never NULL: what cannot be parsed is one text/plain part without fields */
    LimitSet limits; /* met on the way; LIMIT_UNPARSED when GMime gave nothing */
} Message;

/*
 * Parses `raw` (LF or CRLF), whatever it is. A leading mbox `From ` line is not part of a message
 * and is taken off by whoever read the mbox. Attachments named *.eml or of a type that means a
 * message are opened as attached messages, also when base64 encoded.
 */
Message *message_parse(Span raw, const Limits *limits);
void message_free(Message *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Message, message_free)

/* The first field of that name in the part's header, without case; or NULL. */
const HeaderField *message_field(const MimePart *part, const char *name);

/* Its decoded text, or NULL. */
const char *message_header(const MimePart *part, const char *name);

/*
 * Whether the part holds a whole message: message/rfc822, message/global, or opened as such. Then
 * `children` has one part, that message's top; one that could not be opened is a part like any
 * other.
 */
bool mime_part_is_attached_message(const MimePart *part);

/*
 * Whether it is S/MIME in one piece (RFC 8551 3.2.1). Signed, it has one child, what was signed;
 * without a child it is encrypted, or signs what is elsewhere.
 */
bool mime_part_is_pkcs7(const MimePart *part);

static inline Span mime_part_body(const MimePart *part)
{
    return span_slice(part->source, part->body_start, part->end);
}

/*
 * The addr-specs of an address field (RFC 5322 3.4), lower case, in order, at most `most`;
 * NULL-terminated, caller's. Linear. `text` is the value as written: what encoded words hide in a
 * name, an address in brackets even, is no address.
 */
char **addresses_parse(const char *text, size_t most);

/* The same of all fields of that name in the part's header. */
char **message_addresses(const MimePart *part, const char *name, size_t most);

/* Must run once before the first message_parse, in the main thread (GMime's tables, charsets
 * opened). */
void message_library_start(void);

/* The version of GMime in use; caller's. */
char *message_library_version(void);

#endif
