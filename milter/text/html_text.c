/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/html_text.h"

#include "text/html_entity.h"
#include "text/html_page.h"

/* ---- text -------------------------------------------------------------------------------- */

static bool is_white_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\0';
}

static bool is_no_break_space(Span text, size_t at)
{
    return text.text[at] == '\xC2' && at + 1 < text.length && text.text[at + 1] == '\xA0';
}

static size_t word_end(Span text, size_t at)
{
    while (at < text.length && !is_white_space(text.text[at]) && text.text[at] != '&' &&
           !is_no_break_space(text, at)) {
        at++;
    }
    return at;
}

static void write_character(HtmlPage *page, gunichar character, size_t source)
{
    bool is_preformatted = html_page_sight(page).is_preformatted;
    if (character == 0xA0 || (character < 0x80 && is_white_space((char)character))) {
        html_writer_white_space(&page->writer, character, is_preformatted, source);
        return;
    }
    bool is_control = character < 0x20 || (character >= 0x7F && character < 0xA0);
    html_writer_character(&page->writer, is_control ? 0xFFFD : character, source);
    html_page_text_written(page);
}

/* A reference, or the `&` alone where there is none; the source bytes it takes. */
static size_t write_reference(HtmlPage *page, Span text)
{
    size_t length = 0;
    gunichar character = html_entity_read(text, false, &length);
    if (character == 0) {
        character = '&';
        length = 1;
    }
    write_character(page, character, length);
    return length;
}

static void write_text(HtmlPage *page, Span text)
{
    for (size_t at = 0; at < text.length;) {
        if (text.text[at] == '&') {
            at += write_reference(page, span_slice(text, at, text.length));
        } else if (is_no_break_space(text, at)) {
            write_character(page, 0xA0, 2);
            at += 2;
        } else if (is_white_space(text.text[at])) {
            write_character(page, (unsigned char)text.text[at], 1);
            at++;
        } else {
            size_t end = word_end(text, at);
            html_writer_text(&page->writer, span_slice(text, at, end));
            html_page_text_written(page);
            at = end;
        }
    }
}

static void hide_text(HtmlPage *page, Span text)
{
    for (size_t i = 0; i < text.length; i++) {
        page->hidden_bytes += is_white_space(text.text[i]) ? 0 : 1;
    }
    html_writer_pass(&page->writer, text.length);
}

/* ---- tags -------------------------------------------------------------------------------- */

/* A start tag, and what follows it that is no text; where to read on. */
static size_t read_start_tag(HtmlPage *page, Span html, size_t start, const HtmlToken *tag)
{
    const HtmlElement *element = html_element_find(tag->name);
    size_t end = start + tag->source.length;
    if ((element->flags & HTML_RAW) != 0) {
        end = html_find_end_tag(html, end, element->name);
    } else {
        html_page_open(page, element, tag);
        /* The line end behind <pre> is not part of it. */
        end += element->id == HTML_PRE && end < html.length && html.text[end] == '\n' ? 1 : 0;
    }
    html_writer_pass(&page->writer, end - start);
    return end;
}

static void read_page(HtmlPage *page, Span html)
{
    size_t at = 0;
    HtmlToken token;
    for (html_token_read(html, at, &token); token.kind != HTML_END;
         html_token_read(html, at, &token)) {
        if (token.kind == HTML_START_TAG) {
            at = read_start_tag(page, html, at, &token);
            continue;
        }
        at += token.source.length;
        if (token.kind == HTML_TEXT && !html_sight_hides(html_page_sight(page))) {
            write_text(page, token.source);
        } else if (token.kind == HTML_TEXT) {
            hide_text(page, token.source);
        } else {
            html_writer_pass(&page->writer, token.source.length);
        }
        if (token.kind == HTML_END_TAG) {
            html_page_close(page, html_element_find(token.name));
        }
    }
}

HtmlText *html_text_new(Span html)
{
    HtmlText *text = g_new0(HtmlText, 1);
    text->map = offset_map_new();
    g_autofree HtmlPage *page = g_new(HtmlPage, 1);
    html_page_begin(page, text->map);
    read_page(page, html);
    html_page_end(page);
    text->length = page->writer.to.text->len;
    text->text = g_string_free(page->writer.to.text, FALSE);
    text->marks = page->marks;
    text->links = page->links;
    text->hidden_bytes = page->hidden_bytes;
    text->is_partial = page->is_partial;
    g_array_free(page->ending, TRUE);
    return text;
}

void html_text_free(HtmlText *html)
{
    if (html == NULL) {
        return;
    }
    for (guint i = 0; i < html->links->len; i++) {
        g_free(g_array_index(html->links, HtmlLink, i).target);
    }
    g_array_free(html->links, TRUE);
    g_array_free(html->marks, TRUE);
    offset_map_free(html->map);
    g_free(html->text);
    g_free(html);
}
