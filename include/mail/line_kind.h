/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kind of one line: blank, quote depth, attribution, forward mark, header label, signature
 * mark, rule, footer, plain. Knows the marks of clients and languages as tables, nothing of other
 * lines.
 */
#ifndef KUSTODE_MAIL_LINE_KIND_H
#define KUSTODE_MAIL_LINE_KIND_H

#include <stdbool.h>

#include "text/span.h"

typedef enum LineMark {
    LINE_PLAIN,
    LINE_BLANK,
    LINE_FORWARD_START,  /* a mark that only forwards carry */
    LINE_ORIGINAL_START, /* "Original Message" and its kin: reply or forward */
    LINE_FORWARD_END,
    LINE_ATTRIBUTION,  /* "On DATE, NAME wrote:" on one line */
    LINE_HEADER_LABEL, /* "From:", "Betreff:" ... */
    LINE_SIGNATURE,    /* "-- " and its kin */
    LINE_DEVICE,       /* "Sent from my ..." */
    LINE_RULE,         /* dashes, underscores, equals signs */
    LINE_FOOTER,       /* a line that list software writes */
} LineMark;

typedef enum HeaderLabel {
    LABEL_NONE,
    LABEL_FROM,
    LABEL_TO,
    LABEL_CC,
    LABEL_SUBJECT,
    LABEL_DATE,
    LABEL_REPLY_TO,
    LABEL_MESSAGE_ID,
    LABEL_OTHER,
} HeaderLabel;

typedef struct LineKind {
    LineMark mark;
    unsigned quote_depth; /* quote marks in front: "> >", ">>", "| ", "AB> " */
    size_t content_start; /* of the line behind its quote marks */
    HeaderLabel label;    /* of LINE_HEADER_LABEL */
    size_t
        value_start; /* of a header label's value; of an attribution's name where it can be told */
    const char *client;   /* the table's row, or NULL; static */
    const char *language; /* ISO 639-1, or NULL; static */
} LineKind;

/* `line` without its line end, valid UTF-8. Linear in its length. */
LineKind line_kind(Span line);

#endif
