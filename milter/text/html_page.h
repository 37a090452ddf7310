/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An HTML text being read: the open elements, what is seen inside them, the marks and links found
 * so far.
 */
#ifndef KUSTODE_TEXT_HTML_PAGE_H
#define KUSTODE_TEXT_HTML_PAGE_H

#include "text/html_element.h"
#include "text/html_mark.h"
#include "text/html_writer.h"

enum {
    MOST_OPEN = 400,   /* elements open at once; deeper tags are passed over, their text is not */
    MOST_MARKS = 1000, /* a thread of a hundred mails has a few hundred */
    MOST_LINKS = 5000,
    MOST_RULES = 200,       /* each is 33 bytes of text for the 4 of <hr> */
    JOINED_CELL_BYTES = 80, /* a longer cell is prose, no label: the next one gets its own line */
};

/* How text is seen; inherited from the element around it. */
typedef struct HtmlSight {
    bool is_gone, is_tiny, is_invisible; /* each hides */
    bool is_preformatted;
} HtmlSight;

typedef struct OpenElement {
    HtmlElementId id;
    unsigned flags; /* HtmlElementFlags */
    int same;       /* the one below of the same id, or -1 */
    int block;      /* the nearest block, itself included, or -1 */
    int scope;      /* the nearest scope, itself included, or -1 */
    int mark;       /* its mark, or -1 */
    HtmlSight sight;
} OpenElement;

typedef struct HtmlPage {
    HtmlWriter writer;
    OpenElement open[MOST_OPEN];
    int top;                   /* index of the innermost open element, or -1 */
    int last[N_HTML_ELEMENTS]; /* the innermost of each id, or -1 */
    size_t deeper;             /* open ones beyond MOST_OPEN */
    GArray *marks;             /* HtmlMark */
    GArray *links;             /* HtmlLink */
    GArray *ending; /* guint: closed marks, whose last line ends where the next text tells */
    guint begun_marks, begun_links; /* how many have begun; the others begin with the next text */
    unsigned open_marks[N_HTML_MARK_KINDS];
    bool in_link;
    bool in_fresh_cell; /* no text in this cell yet */
    size_t cell_start;  /* where the text of the last cell began */
    size_t cell_line;   /* on which line; SIZE_MAX: none to join */
    size_t rules;       /* put out so far */
    bool is_partial;    /* one of the maxima above was reached */
    size_t hidden_bytes;
} HtmlPage;

void html_page_begin(HtmlPage *page, OffsetMap *map);

/* How text is seen where the page stands now. */
static inline HtmlSight html_page_sight(const HtmlPage *page)
{
    return page->top < 0 ? (HtmlSight){ .is_gone = false } : page->open[page->top].sight;
}

static inline bool html_sight_hides(HtmlSight sight)
{
    return sight.is_gone || sight.is_tiny || sight.is_invisible;
}

void html_page_open(HtmlPage *page, const HtmlElement *element, const HtmlToken *tag);
void html_page_close(HtmlPage *page, const HtmlElement *element);

/* After text was written: what waited for it begins or ends there. */
void html_page_text_written(HtmlPage *page);

/* All is read: everything still open ends. */
void html_page_end(HtmlPage *page);

#endif
