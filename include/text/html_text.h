/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HTML to readable text in one linear pass over hostile input: tags, entities, lists, tables and
 * preformatted text as a reader would see them, hidden text (display:none, font-size:0 ...) left out but
 * reported, and the containers in which mail clients put what they quote, forward or sign kept as
 * marks. HTML living standard, parsing section, as far as text needs it.
 */
#ifndef KUSTODE_TEXT_HTML_TEXT_H
#define KUSTODE_TEXT_HTML_TEXT_H

#include "text/offset_map.h"
#include "text/span.h"

typedef enum HtmlMarkKind {
    HTML_MARK_QUOTE,     /* blockquote type=cite, gmail_quote, yahoo_quoted, protonmail_quote ... */
    HTML_MARK_FORWARD,   /* moz-forward-container ...: a forward for certain */
    HTML_MARK_ORIGINAL,  /* divRplyFwdMsg, appendonsend, Outlook's border-top block: the original begins, reply or forward */
    HTML_MARK_CITE_LINE, /* moz-cite-prefix, gmail_attr: the attribution or header block itself */
    HTML_MARK_SIGNATURE, /* gmail_signature, moz-signature ... */
} HtmlMarkKind;

typedef struct HtmlMark {
    HtmlMarkKind kind;
    unsigned depth;     /* how many marks of the same kind enclose it, from 0 */
    size_t start, end;  /* in the readable text; lines begin at start; end is the text's length where it never closed */
    const char *client; /* the row of the table that saw it, e.g. "gmail"; static */
} HtmlMark;

typedef struct HtmlLink {
    size_t start, end; /* the shown text, in the readable text */
    char *target;      /* the href as written, entities resolved */
} HtmlLink;

typedef struct HtmlText {
    char *text; /* valid UTF-8 when the input was; lines end in \n; no line of blanks only, at most two \n in a row more than pre asks for */
    size_t length;
    OffsetMap *map;       /* readable text -> HTML source */
    GArray *marks;        /* HtmlMark, by start, outer before inner */
    GArray *links;        /* HtmlLink, by start */
    size_t hidden_bytes;  /* text that no reader sees */
} HtmlText;

HtmlText *html_text_new(Span html);
void html_text_free(HtmlText *html);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HtmlText, html_text_free)

#endif
