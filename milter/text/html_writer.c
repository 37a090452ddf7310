/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/html_writer.h"

enum {
    MOST_NEWLINES = 2, /* one empty line */
    NO_BREAK_SPACE = 0xA0,
};

static void put(HtmlWriter *writer, const char *text)
{
    derive(&writer->to, span_of(text), writer->passed);
    writer->passed = 0;
}

/* Puts out the line ends and blanks that waited, and remembers where the text now begins. */
static void settle(HtmlWriter *writer)
{
    GString *text = writer->to.text;
    size_t newlines = text->len == 0 ? 0 : writer->newlines;
    writer->line_end = text->len;
    for (size_t i = 0; i < newlines; i++) {
        put(writer, "\n");
        writer->line_end = i == 0 ? text->len : writer->line_end;
    }
    writer->line_start = text->len;
    if (writer->has_bullet) {
        put(writer, "- ");
    }
    for (size_t i = 0; i < writer->blanks; i++) {
        put(writer, " ");
    }
    derive_skip(&writer->to, writer->passed);
    writer->text_start = text->len;
    writer->lines += newlines;
    writer->passed = writer->newlines = writer->blanks = 0;
    writer->in_empty_line = writer->has_bullet = writer->in_cell_start = false;
}

void html_writer_text(HtmlWriter *writer, Span text)
{
    settle(writer);
    derive_copy(&writer->to, text);
}

void html_writer_character(HtmlWriter *writer, gunichar character, size_t source)
{
    char utf8[6];
    size_t length = (size_t)g_unichar_to_utf8(character, utf8);
    settle(writer);
    derive(&writer->to, span_make(utf8, length), source);
}

static bool at_line_start(const HtmlWriter *writer)
{
    return writer->newlines > 0 || writer->to.text->len == 0;
}

void html_writer_white_space(HtmlWriter *writer, gunichar c, bool is_preformatted, size_t source)
{
    writer->passed += source;
    if (is_preformatted && c == '\n') {
        writer->newlines++;
        writer->blanks = 0;
    } else if (is_preformatted) {
        writer->blanks++;
    } else if (!at_line_start(writer)) {
        writer->blanks = MAX(writer->blanks, 1);
    } else if (c == NO_BREAK_SPACE) {
        writer->in_empty_line = true;
    }
}

static void add_newline(HtmlWriter *writer)
{
    writer->newlines = MAX(writer->newlines, MIN(writer->newlines + 1, MOST_NEWLINES));
}

void html_writer_break(HtmlWriter *writer, size_t newlines)
{
    if (writer->in_cell_start) {
        return;
    }
    if (writer->in_empty_line) {
        add_newline(writer);
    }
    writer->in_empty_line = false;
    writer->newlines = MAX(writer->newlines, newlines);
    writer->blanks = 0;
}

void html_writer_line_break(HtmlWriter *writer)
{
    if (!writer->in_cell_start) {
        add_newline(writer);
        writer->in_empty_line = false;
        writer->blanks = 0;
    }
}

void html_writer_join(HtmlWriter *writer)
{
    writer->in_cell_start = true;
    writer->newlines = 0;
    writer->blanks = 1;
}

void html_writer_rule(HtmlWriter *writer)
{
    html_writer_break(writer, 1);
    settle(writer);
    put(writer, "________________________________");
    html_writer_break(writer, 1);
}

void html_writer_end(HtmlWriter *writer)
{
    writer->line_end = writer->to.text->len;
    if (writer->to.text->len > 0) {
        put(writer, "\n");
        writer->line_end = writer->to.text->len;
    }
    derive_skip(&writer->to, writer->passed);
    writer->passed = 0;
    writer->line_start = writer->text_start = writer->line_end;
}
