/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HTML cut into text, tags and what is passed over; every byte belongs to one token. One pass, no
 * look back.
 */
#ifndef KUSTODE_TEXT_HTML_TOKEN_H
#define KUSTODE_TEXT_HTML_TOKEN_H

#include "text/span.h"

typedef enum HtmlTokenKind {
    HTML_TEXT, /* entities unresolved */
    HTML_START_TAG,
    HTML_END_TAG,
    HTML_PASSED, /* comments, declarations, a tag that never ends */
    HTML_END,
} HtmlTokenKind;

/* The attributes that text needs, as written; a NULL pointer where one is missing. */
typedef enum HtmlAttribute {
    HTML_CLASS,
    HTML_ID,
    HTML_STYLE,
    HTML_TYPE,
    HTML_NAME,
    HTML_CITE,
    HTML_HREF,
    HTML_HIDDEN,
    HTML_TABINDEX,
    HTML_DATA_MARKER,
    N_HTML_ATTRIBUTES
} HtmlAttribute;

typedef struct HtmlToken {
    HtmlTokenKind kind;
    Span source; /* the whole token */
    Span name;   /* of a tag; so are the attributes, and undefined of others */
    Span attributes[N_HTML_ATTRIBUTES];
} HtmlToken;

/* The token at `start`. */
void html_token_read(Span html, size_t start, HtmlToken *token);

/*
 * Where `</name` stands at or after `start`, or the length: the end of an element whose content
 * is no HTML.
 */
size_t html_find_end_tag(Span html, size_t start, const char *name);

#endif
