/*
 * SPDX-License-Identifier: BSD-2-Clause */ /* The elements in which mail programs put what they
 * quote, forward or sign, as a table.
 */
#ifndef KUSTODE_TEXT_HTML_MARK_H
#define KUSTODE_TEXT_HTML_MARK_H

#include "text/html_element.h"
#include "text/html_text.h"
#include "text/html_token.h"

typedef struct HtmlMarkRow {
    HtmlMarkKind kind;
    const char *client;
    HtmlElementId element; /* N_HTML_ELEMENTS: any */
    HtmlAttribute attribute;
    const char *value;
} HtmlMarkRow;

/* The row of a start tag whose `style` (HtmlStyle bits) was read, or NULL. */
const HtmlMarkRow *html_mark_find(const HtmlElement *element, const HtmlToken *tag, unsigned style);

#endif
