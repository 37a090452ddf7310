/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/html_element.h"

/* In byte order. */
static const HtmlElement elements[] = {
    { "a", HTML_A, 0 },
    { "abbr", HTML_INLINE, 0 },
    { "address", HTML_ANY_BLOCK, HTML_BLOCK },
    { "area", HTML_OTHER, HTML_VOID },
    { "article", HTML_ANY_BLOCK, HTML_BLOCK },
    { "aside", HTML_ANY_BLOCK, HTML_BLOCK },
    { "b", HTML_INLINE, 0 },
    { "base", HTML_OTHER, HTML_VOID },
    { "bdi", HTML_INLINE, 0 },
    { "bdo", HTML_INLINE, 0 },
    { "big", HTML_INLINE, 0 },
    { "blockquote", HTML_BLOCKQUOTE, HTML_BLOCK },
    { "body", HTML_PAGE, HTML_BLOCK },
    { "br", HTML_BR, HTML_VOID },
    { "caption", HTML_ANY_BLOCK, HTML_BLOCK },
    { "center", HTML_ANY_BLOCK, HTML_BLOCK },
    { "cite", HTML_INLINE, 0 },
    { "code", HTML_INLINE, 0 },
    { "col", HTML_OTHER, HTML_VOID },
    { "dd", HTML_ITEM, HTML_BLOCK },
    { "del", HTML_INLINE, 0 },
    { "details", HTML_ANY_BLOCK, HTML_BLOCK },
    { "dir", HTML_LIST, HTML_BLOCK },
    { "div", HTML_DIV, HTML_BLOCK },
    { "dl", HTML_LIST, HTML_BLOCK },
    { "dt", HTML_ITEM, HTML_BLOCK },
    { "em", HTML_INLINE, 0 },
    { "embed", HTML_OTHER, HTML_VOID },
    { "fieldset", HTML_ANY_BLOCK, HTML_BLOCK },
    { "figcaption", HTML_ANY_BLOCK, HTML_BLOCK },
    { "figure", HTML_ANY_BLOCK, HTML_BLOCK },
    { "font", HTML_INLINE, 0 },
    { "footer", HTML_ANY_BLOCK, HTML_BLOCK },
    { "form", HTML_ANY_BLOCK, HTML_BLOCK },
    { "h1", HTML_ANY_BLOCK, HTML_BLOCK | HTML_PARAGRAPH },
    { "h2", HTML_ANY_BLOCK, HTML_BLOCK | HTML_PARAGRAPH },
    { "h3", HTML_ANY_BLOCK, HTML_BLOCK | HTML_PARAGRAPH },
    { "h4", HTML_ANY_BLOCK, HTML_BLOCK | HTML_PARAGRAPH },
    { "h5", HTML_ANY_BLOCK, HTML_BLOCK | HTML_PARAGRAPH },
    { "h6", HTML_ANY_BLOCK, HTML_BLOCK | HTML_PARAGRAPH },
    { "head", HTML_PAGE, HTML_BLOCK },
    { "header", HTML_ANY_BLOCK, HTML_BLOCK },
    { "hr", HTML_HR, HTML_VOID | HTML_BLOCK },
    { "html", HTML_PAGE, HTML_BLOCK },
    { "i", HTML_INLINE, 0 },
    { "iframe", HTML_UNSHOWN, HTML_RAW },
    { "img", HTML_OTHER, HTML_VOID },
    { "input", HTML_OTHER, HTML_VOID },
    { "ins", HTML_INLINE, 0 },
    { "kbd", HTML_INLINE, 0 },
    { "legend", HTML_ANY_BLOCK, HTML_BLOCK },
    { "li", HTML_ITEM, HTML_BLOCK },
    { "link", HTML_OTHER, HTML_VOID },
    { "listing", HTML_PRE, HTML_BLOCK },
    { "main", HTML_ANY_BLOCK, HTML_BLOCK },
    { "mark", HTML_INLINE, 0 },
    { "menu", HTML_LIST, HTML_BLOCK },
    { "meta", HTML_OTHER, HTML_VOID },
    { "nav", HTML_ANY_BLOCK, HTML_BLOCK },
    { "noembed", HTML_UNSHOWN, HTML_RAW },
    { "noframes", HTML_UNSHOWN, HTML_RAW },
    { "ol", HTML_LIST, HTML_BLOCK },
    { "option", HTML_ANY_BLOCK, HTML_BLOCK },
    { "p", HTML_P, HTML_BLOCK | HTML_PARAGRAPH },
    { "param", HTML_OTHER, HTML_VOID },
    { "pre", HTML_PRE, HTML_BLOCK },
    { "q", HTML_INLINE, 0 },
    { "s", HTML_INLINE, 0 },
    { "samp", HTML_INLINE, 0 },
    { "script", HTML_UNSHOWN, HTML_RAW },
    { "section", HTML_ANY_BLOCK, HTML_BLOCK },
    { "small", HTML_INLINE, 0 },
    { "source", HTML_OTHER, HTML_VOID },
    { "span", HTML_INLINE, 0 },
    { "strike", HTML_INLINE, 0 },
    { "strong", HTML_INLINE, 0 },
    { "style", HTML_UNSHOWN, HTML_RAW },
    { "sub", HTML_INLINE, 0 },
    { "summary", HTML_ANY_BLOCK, HTML_BLOCK },
    { "sup", HTML_INLINE, 0 },
    { "table", HTML_TABLE, HTML_BLOCK | HTML_SCOPE },
    { "td", HTML_CELL, HTML_SCOPE },
    { "template", HTML_UNSHOWN, 0 },
    { "th", HTML_CELL, HTML_SCOPE },
    { "title", HTML_UNSHOWN, HTML_RAW },
    { "tr", HTML_ROW, HTML_BLOCK },
    { "track", HTML_OTHER, HTML_VOID },
    { "tt", HTML_INLINE, 0 },
    { "u", HTML_INLINE, 0 },
    { "ul", HTML_LIST, HTML_BLOCK },
    { "wbr", HTML_OTHER, HTML_VOID },
    { "xmp", HTML_PRE, HTML_BLOCK },
};

static const HtmlElement other = { "", HTML_OTHER, 0 };

const HtmlElement *html_element_find(Span name)
{
    enum { MOST_NAME_BYTES = 10 }; /* blockquote */
    if (name.length > MOST_NAME_BYTES || memchr(name.text, '\0', name.length) != NULL) {
        return &other;
    }
    size_t low = 0, high = G_N_ELEMENTS(elements);
    while (low < high) {
        size_t middle = (low + high) / 2;
        const char *candidate = elements[middle].name;
        int order = g_ascii_strncasecmp(candidate, name.text, name.length);
        if (order == 0 && candidate[name.length] == '\0') {
            return &elements[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return &other;
}
