/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header of a message or part as written: where it ends, its fields (RFC 5322 2.2), the
 * parameters of a Content-* field (RFC 2045 5.1, RFC 2231). Reads lines the way GMime's parser
 * does, so that both see the same fields.
 */
#ifndef KUSTODE_MAIL_MESSAGE_FIELDS_H
#define KUSTODE_MAIL_MESSAGE_FIELDS_H

#include "mail/message.h"

/* A line without its line end (LF or CRLF); `next` is where the line behind it begins. */
typedef struct SourceLine {
    Span text;
    size_t next;
} SourceLine;

SourceLine source_line_at(Span source, size_t start);

/*
 * The name of the field that begins `line`, or an empty span: RFC 5322 field names, and blanks
 * before the colon; `colon` is where that stands.
 */
Span field_name(Span line, size_t *colon);

/* A line that goes on with the field above it. */
static inline bool line_is_folded(Span line)
{
    return line.length > 0 && (line.text[0] == ' ' || line.text[0] == '\t');
}

/* Where the field ends that begins at `start`: behind its own line and those folded to it. */
size_t field_end(Span source, size_t start, size_t end);

/*
 * The fields in [start, end) of `source`, which is a header without its blank line; lines that are
 * no field are passed over. LIMIT_HEADERS when there are more than `limits` allow, LIMIT_FIELD when
 * one is longer: of that only the beginning is decoded. Caller's.
 */
GPtrArray *fields_split(Span source, size_t start, size_t end, const Limits *limits, LimitSet *met);

/* "text/plain" of `Text/Plain; charset=x`, lower case, caller's; NULL when it is none. */
char *media_type_parse(Span value);
#endif
