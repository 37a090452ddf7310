/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A notice put into the text of a mail: at the top of a text part, behind `<body>` of HTML, as a
 * part of its own in front of others, or around a signed mail (RFC 2046, RFC 1847).
 */
#ifndef KUSTODE_DECISION_INSERT_NOTICE_H
#define KUSTODE_DECISION_INSERT_NOTICE_H

#include "decision/edit.h"
#include "mail/readable.h"

/* In HTML the notice stands in one element, between these two. */
#define NOTICE_HTML_START "\n<div class=\"kustode-notice\""
#define NOTICE_HTML_END   "</div>\n"
/* How the boundary of a multipart begins that was put around a mail. */
#define NOTICE_BOUNDARY "=_kustode_"

typedef struct NoticeText {
    const char *text;     /* UTF-8, without its frame (mail/notice.h) */
    const char *language; /* for its spelling where only ASCII can be written */
} NoticeText;

/* Whether it could be written in the part's charset and encoding; then an edit is appended. */
bool insert_notice_in_text(GPtrArray *edits, const TextPart *part, const NoticeText *notice);

/* As the first part of a multipart/mixed that has parts. */
void insert_notice_as_part(GPtrArray *edits, const MimePart *multipart, const NoticeText *notice);

/*
 * A multipart/mixed of the notice and the mail as it was, its Content fields moved inside. False
 * where one of them could not be written back (undo.h).
 */
bool wrap_in_notice(GPtrArray *edits, const Message *message, const NoticeText *notice);

/* The value of a field of `part` that wrapping moves inside, as an edit has it; NULL for any other.
 * Caller's. */
char *moved_value(const MimePart *part, const HeaderField *field);

#endif
