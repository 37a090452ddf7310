/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/html_page.h"

#include "text/html_entity.h"
#include "text/html_style.h"

/* Of a mark or link that has not begun or not ended; the text that follows tells. */
static const size_t WAITS = SIZE_MAX;

void html_page_begin(HtmlPage *page, OffsetMap *map)
{
    *page = (HtmlPage){ .top = -1, .cell_line = SIZE_MAX };
    page->writer.to =
        (Derivation){ .text = g_string_new(NULL), .map = map, .most_bytes = SIZE_MAX };
    page->marks = g_array_new(FALSE, FALSE, sizeof(HtmlMark));
    page->links = g_array_new(FALSE, FALSE, sizeof(HtmlLink));
    page->ending = g_array_new(FALSE, FALSE, sizeof(guint));
    for (size_t i = 0; i < N_HTML_ELEMENTS; i++) {
        page->last[i] = -1;
    }
}

/* ---- marks and links --------------------------------------------------------------------- */

/* Marks are whole lines, in a table's row too. */
static void break_for_mark(HtmlPage *page)
{
    page->writer.in_cell_start = false;
    html_writer_break(&page->writer, 1);
}

/* The number of the mark that begins here, or -1. */
static int open_mark(HtmlPage *page, const HtmlMarkRow *row)
{
    if (row == NULL || page->marks->len == MOST_MARKS) {
        page->is_partial |= row != NULL;
        return -1;
    }
    HtmlMark mark = { .kind = row->kind,
                      .depth = page->open_marks[row->kind]++,
                      .start = WAITS,
                      .end = WAITS,
                      .client = row->client };
    g_array_append_val(page->marks, mark);
    break_for_mark(page);
    return (int)page->marks->len - 1;
}

static void close_mark(HtmlPage *page, int number)
{
    if (number < 0) {
        return;
    }
    HtmlMark *mark = &g_array_index(page->marks, HtmlMark, number);
    page->open_marks[mark->kind]--;
    if (mark->start == WAITS) {
        mark->end = 0; /* empty: begins and ends with the next text */
    } else {
        guint index = (guint)number;
        g_array_append_val(page->ending, index);
    }
    break_for_mark(page);
}

static void close_link(HtmlPage *page)
{
    if (!page->in_link) {
        return;
    }
    HtmlLink *link = &g_array_index(page->links, HtmlLink, page->links->len - 1);
    link->end = link->start == WAITS ? 0 : page->writer.to.text->len;
    page->in_link = false;
}

static void open_link(HtmlPage *page, Span target)
{
    close_link(page);
    page->is_partial |= page->links->len == MOST_LINKS;
    if (target.length > 0 && page->links->len < MOST_LINKS) {
        HtmlLink link = { .start = WAITS, .end = WAITS, .target = html_attribute_decode(target) };
        g_array_append_val(page->links, link);
        page->in_link = true;
    }
}

void html_page_text_written(HtmlPage *page)
{
    const HtmlWriter *writer = &page->writer;
    for (guint i = 0; i < page->ending->len; i++) {
        guint number = g_array_index(page->ending, guint, i);
        g_array_index(page->marks, HtmlMark, number).end = writer->line_end;
    }
    g_array_set_size(page->ending, 0);
    for (; page->begun_marks < page->marks->len; page->begun_marks++) {
        HtmlMark *mark = &g_array_index(page->marks, HtmlMark, page->begun_marks);
        mark->start = writer->line_start;
        mark->end = mark->end == WAITS ? WAITS : mark->start;
    }
    for (; page->begun_links < page->links->len; page->begun_links++) {
        HtmlLink *link = &g_array_index(page->links, HtmlLink, page->begun_links);
        link->start = writer->text_start;
        link->end = link->end == WAITS ? WAITS : link->start;
    }
    if (page->in_fresh_cell) {
        page->in_fresh_cell = false;
        page->cell_start = writer->text_start;
        page->cell_line = writer->lines;
    }
}

/* ---- closing ----------------------------------------------------------------------------- */

static void pop(HtmlPage *page)
{
    const OpenElement *element = &page->open[page->top];
    HtmlWriter *writer = &page->writer;
    page->top--;
    page->last[element->id] = element->same;
    if (element->id == HTML_A) {
        close_link(page);
    }
    if (element->id == HTML_ITEM) {
        writer->has_bullet = false;
    }
    if (element->id == HTML_ROW || element->id == HTML_TABLE) {
        page->cell_line = SIZE_MAX;
        page->in_fresh_cell = writer->in_cell_start = false;
    }
    close_mark(page, element->mark);
    if ((element->flags & HTML_BLOCK) != 0 && !html_sight_hides(element->sight)) {
        html_writer_break(writer, element->flags & HTML_PARAGRAPH ? 2 : 1);
    }
}

static void pop_to(HtmlPage *page, int index)
{
    while (page->top >= index) {
        pop(page);
    }
}

/* Below this index the end tag closes nothing (after WHATWG HTML 13.2.4.2 and 13.2.6.4.7). */
static int end_tag_reach(const HtmlPage *page, const HtmlElement *element)
{
    const OpenElement *top = &page->open[page->top];
    if (element->id == HTML_TABLE) {
        return 0;
    }
    if (element->id == HTML_ROW || element->id == HTML_CELL) {
        return page->last[HTML_TABLE] + 1;
    }
    return ((element->flags & HTML_BLOCK) != 0 ? top->scope : top->block) + 1;
}

void html_page_close(HtmlPage *page, const HtmlElement *element)
{
    bool is_deeper = page->deeper > 0 && (element->flags & HTML_VOID) == 0;
    int match = page->last[element->id];
    if (!is_deeper && page->top >= 0 && match >= end_tag_reach(page, element)) {
        pop_to(page, match);
        return;
    }
    page->deeper -= is_deeper ? 1 : 0;
    if (element->id == HTML_A) {
        close_link(page);
    }
    /* An end tag without a start is nothing; but `</p>` is a paragraph, and `</body>` an end. */
    bool breaks = is_deeper ? (element->flags & HTML_BLOCK) != 0
                            : element->id == HTML_P || element->id == HTML_PAGE;
    if (breaks && !html_sight_hides(html_page_sight(page))) {
        html_writer_break(&page->writer, 1);
    }
}

/* ---- opening ----------------------------------------------------------------------------- */

/* What a start tag ends although no end tag says so. */
static void close_implied(HtmlPage *page, const HtmlElement *element)
{
    const int *last = page->last;
    if (page->top < 0) {
        return;
    }
    if ((element->flags & HTML_BLOCK) != 0 && last[HTML_P] >= 0 &&
        page->open[page->top].block == last[HTML_P]) {
        pop_to(page, last[HTML_P]);
    }
    if (element->id == HTML_ITEM && page->top >= 0 && last[HTML_ITEM] > last[HTML_LIST] &&
        last[HTML_ITEM] > page->open[page->top].scope) {
        pop_to(page, last[HTML_ITEM]);
    }
    if (element->id == HTML_CELL && last[HTML_CELL] > MAX(last[HTML_TABLE], last[HTML_ROW])) {
        pop_to(page, last[HTML_CELL]);
    }
    if (element->id == HTML_ROW && last[HTML_ROW] > last[HTML_TABLE]) {
        pop_to(page, last[HTML_ROW]);
    }
}

static HtmlSight sight_inside(HtmlSight sight, const HtmlElement *element, unsigned style,
                              bool is_hidden)
{
    sight.is_gone |= is_hidden || (style & HTML_STYLE_GONE) != 0 || element->id == HTML_UNSHOWN;
    sight.is_tiny |= (style & HTML_STYLE_TINY) != 0;
    sight.is_tiny &= (style & HTML_STYLE_SIZED) == 0;
    sight.is_invisible |= (style & HTML_STYLE_INVISIBLE) != 0;
    sight.is_invisible &= (style & HTML_STYLE_VISIBLE) == 0;
    sight.is_preformatted |= (style & HTML_STYLE_PREFORMATTED) != 0 || element->id == HTML_PRE;
    return sight;
}

static unsigned read_style(Span attribute)
{
    if (span_find(attribute, '&', 0) == attribute.length) {
        return html_style_read(attribute);
    }
    g_autofree char *declarations = html_attribute_decode(attribute);
    return html_style_read(span_of(declarations));
}

/* Word's paragraphs have no space around them; its style sheet says so for MsoNormal and kin. */
static bool is_tight(const HtmlToken *tag, unsigned style)
{
    return (style & HTML_STYLE_TIGHT) != 0 ||
           span_starts_with_ascii_caseless(tag->attributes[HTML_CLASS], "Mso") ||
           span_starts_with_ascii_caseless(tag->attributes[HTML_CLASS], "x_Mso");
}

/* A short cell of one line is a label: the next cell goes on behind it. */
static void begin_cell(HtmlPage *page)
{
    HtmlWriter *writer = &page->writer;
    if (page->in_fresh_cell) {
        return;
    }
    page->in_fresh_cell = true;
    bool mark_waits = page->begun_marks < page->marks->len || page->ending->len > 0;
    if (!mark_waits && writer->lines == page->cell_line &&
        writer->to.text->len - page->cell_start <= JOINED_CELL_BYTES) {
        html_writer_join(writer);
    } else {
        html_writer_break(writer, 1);
    }
}

static void lay_out(HtmlPage *page, const HtmlElement *element, const HtmlToken *tag,
                    unsigned flags)
{
    HtmlWriter *writer = &page->writer;
    if (element->id == HTML_ROW) {
        page->cell_line = SIZE_MAX;
        page->in_fresh_cell = writer->in_cell_start = false;
    }
    if ((flags & HTML_BLOCK) != 0) {
        html_writer_break(writer, flags & HTML_PARAGRAPH ? 2 : 1);
    }
    if (element->id == HTML_CELL) {
        begin_cell(page);
    } else if (element->id == HTML_ITEM) {
        writer->has_bullet = g_ascii_tolower(tag->name.text[0]) == 'l'; /* li, not dt and dd */
    } else if (element->id == HTML_HR && page->rules < MOST_RULES) {
        page->rules++;
        html_writer_rule(writer);
        html_page_text_written(page);
    } else if (element->id == HTML_BR &&
               !span_equals(tag->attributes[HTML_CLASS], "Apple-interchange-newline")) {
        html_writer_line_break(writer);
    }
}

static void push(HtmlPage *page, OpenElement element)
{
    const OpenElement *below = page->top < 0 ? NULL : &page->open[page->top];
    page->top++;
    element.same = page->last[element.id];
    element.block = (element.flags & (HTML_BLOCK | HTML_SCOPE)) != 0 ? page->top
                    : below != NULL                                  ? below->block
                                                                     : -1;
    element.scope = (element.flags & HTML_SCOPE) != 0 ? page->top
                    : below != NULL                   ? below->scope
                                                      : -1;
    page->last[element.id] = page->top;
    page->open[page->top] = element;
}

void html_page_open(HtmlPage *page, const HtmlElement *element, const HtmlToken *tag)
{
    if (element->id == HTML_PAGE) {
        return;
    }
    close_implied(page, element);
    unsigned style = read_style(tag->attributes[HTML_STYLE]);
    HtmlSight sight = sight_inside(html_page_sight(page), element, style,
                                   tag->attributes[HTML_HIDDEN].text != NULL);
    OpenElement open = { .id = element->id, .flags = element->flags, .mark = -1, .sight = sight };
    open.flags &= is_tight(tag, style) ? ~(unsigned)HTML_PARAGRAPH : ~0U;
    if (!html_sight_hides(sight)) {
        open.mark = open_mark(page, html_mark_find(element, tag, style));
        lay_out(page, element, tag, open.flags);
    }
    if (element->id == HTML_A) {
        open_link(page, tag->attributes[HTML_HREF]);
    }
    if ((element->flags & HTML_VOID) == 0 && page->top + 1 < MOST_OPEN) {
        push(page, open);
        return;
    }
    close_mark(page, open.mark);
    if ((element->flags & HTML_VOID) == 0) {
        page->deeper++;
        page->is_partial = true;
    }
}

void html_page_end(HtmlPage *page)
{
    close_link(page);
    pop_to(page, 0);
    html_writer_end(&page->writer);
    html_page_text_written(page);
}
