/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HTML to readable text in one linear pass over hostile input: tags, entities, lists, tables and
 * preformatted text as a reader would see them, hidden text (display:none, font-size:0 ...) left
 * out but reported, and the containers in which mail clients put what they quote, forward or sign
 * kept as marks. HTML living standard, parsing section, as far as text needs it.
 */
#ifndef KUSTODE_TEXT_HTML_TEXT_H
#define KUSTODE_TEXT_HTML_TEXT_H

#include "text/offset_map.h"
#include "text/span.h"

/*
 * At an ORIGINAL the original begins, reply or forward, attribution or header block first. It may
 * end behind the header block, or be empty: what follows belongs to the original all the same.
 */
typedef enum HtmlMarkKind {
    HTML_MARK_QUOTE,     /* blockquote of any type: what is quoted, without its attribution */
    HTML_MARK_FORWARD,   /* moz-forward-container ...: a forward for certain, header block too */
    HTML_MARK_ORIGINAL,  /* div of gmail_quote, divRplyFwdMsg, Outlook's border-top, hr ... */
    HTML_MARK_CITE_LINE, /* moz-cite-prefix, gmail_attr: the attribution or header block itself */
    HTML_MARK_SIGNATURE, /* gmail_signature, moz-signature ... */
    N_HTML_MARK_KINDS
} HtmlMarkKind;

typedef struct HtmlMark {
    HtmlMarkKind kind;
    unsigned depth;     /* how many marks of the same kind enclose it, from 0 */
    size_t start, end;  /* whole lines of the readable text; up to its end where never closed */
    const char *client; /* the row of the table that saw it, e.g. "gmail"; "cite" and "blockquote"
                           for those of many clients and of none; static */
} HtmlMark;

typedef struct HtmlLink {
    size_t start, end; /* the shown text, in the readable text */
    char *target;      /* the href as written, entities resolved */
} HtmlLink;

typedef struct HtmlText {
    char *text; /* valid UTF-8 when the input was; every line ends in \n, none is blanks only; more
                   than two \n in a row only where pre asks for them; NUL behind */
    size_t length;
    OffsetMap *map;      /* readable text -> HTML source */
    GArray *marks;       /* HtmlMark, by start, outer before inner */
    GArray *links;       /* HtmlLink, by start */
    size_t hidden_bytes; /* of text that no reader sees, white space not counted */
    bool is_partial;     /* nested deeper, or with more marks or links, than is kept */
} HtmlText;

/* Linear time and bounded memory whatever the input; needs no valid UTF-8. Caller's. */
HtmlText *html_text_new(Span html);
void html_text_free(HtmlText *html);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HtmlText, html_text_free)

#endif
