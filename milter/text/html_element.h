/*
 * SPDX-License-Identifier: BSD-2-Clause */ /* The elements of HTML that matter to text, as a
 * table.
 */
#ifndef KUSTODE_TEXT_HTML_ELEMENT_H
#define KUSTODE_TEXT_HTML_ELEMENT_H

#include "text/span.h"

typedef enum HtmlElementFlags {
    HTML_BLOCK = 1 << 0,     /* begins and ends a line */
    HTML_PARAGRAPH = 1 << 1, /* an empty line around it */
    HTML_VOID = 1 << 2,      /* has no content and no end tag */
    HTML_RAW = 1 << 3,       /* content that is no text */
    HTML_SCOPE = 1 << 4,     /* an end tag inside closes nothing outside */
} HtmlElementFlags;

/* Those that need code of their own. */
typedef enum HtmlElementId {
    HTML_OTHER, /* every name that the table does not have */
    HTML_A,
    HTML_BLOCKQUOTE,
    HTML_BR,
    HTML_CELL,
    HTML_DIV,
    HTML_HR,
    HTML_ITEM,
    HTML_LIST,
    HTML_P,
    HTML_PRE,
    HTML_ROW,
    HTML_TABLE,
    HTML_PAGE,   /* html, head, body: their ends are of no account, mail goes on behind them */
    HTML_INLINE, /* formatting; ends must not close blocks */
    HTML_ANY_BLOCK,
    HTML_UNSHOWN,
    N_HTML_ELEMENTS
} HtmlElementId;

typedef struct HtmlElement {
    const char *name;
    HtmlElementId id;
    unsigned flags;
} HtmlElement;

/* Never NULL. */
const HtmlElement *html_element_find(Span name);

#endif
