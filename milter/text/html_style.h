/*
 * SPDX-License-Identifier: BSD-2-Clause */ /* What a style attribute says about whether and how
 * text is seen.
 */
#ifndef KUSTODE_TEXT_HTML_STYLE_H
#define KUSTODE_TEXT_HTML_STYLE_H

#include "text/span.h"

typedef enum HtmlStyle {
    HTML_STYLE_GONE = 1 << 0, /* display:none and its kin: nothing inside is seen */
    HTML_STYLE_TINY = 1 << 1, /* font-size:0; an inner font-size undoes it */
    HTML_STYLE_SIZED = 1 << 2,
    HTML_STYLE_INVISIBLE = 1 << 3, /* visibility:hidden; an inner visibility undoes it */
    HTML_STYLE_VISIBLE = 1 << 4,
    HTML_STYLE_PREFORMATTED = 1 << 5, /* white-space:pre and its kin */
    HTML_STYLE_TIGHT = 1 << 6,        /* margin:0: a paragraph without an empty line around it */
    HTML_STYLE_OUTLOOK_BORDER =
        1 << 7, /* the line above the header block of Outlook's replies and forwards */
} HtmlStyle;

/* The HtmlStyle bits of the attribute's value, references resolved. Linear. */
unsigned html_style_read(Span style);

#endif
