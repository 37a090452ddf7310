/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lays out the readable text: white space collapsed, line ends where blocks meet. Line ends and
 * blanks wait until text follows, so that none stand at an end or too many together.
 */
#ifndef KUSTODE_TEXT_HTML_WRITER_H
#define KUSTODE_TEXT_HTML_WRITER_H

#include "text/derivation.h"

typedef struct HtmlWriter {
    Derivation to;
    size_t passed;      /* source bytes behind the last text, not in the map yet */
    size_t newlines;    /* waiting */
    size_t blanks;      /* waiting */
    bool in_empty_line; /* a no-break space stands alone in the waiting line */
    bool has_bullet;    /* the next text begins a list item */
    bool in_cell_start; /* the next text goes on in the line of the cell before */
    size_t lines;       /* put out so far */
    /* Of the text put out last: behind the line end of what stood before it, at the start of its
     * own line or where it goes on, at the text itself. */
    size_t line_end, line_start, text_start;
} HtmlWriter;

/* Text without white space and references, for the next source bytes. */
void html_writer_text(HtmlWriter *writer, Span text);

/* A character that stands for `source` bytes. */
void html_writer_character(HtmlWriter *writer, gunichar character, size_t source);

/* White space for `source` bytes; in preformatted text every line end and blank counts. */
void html_writer_white_space(HtmlWriter *writer, gunichar c, bool is_preformatted, size_t source);

/* The next source bytes are no text. */
static inline void html_writer_pass(HtmlWriter *writer, size_t source)
{
    writer->passed += source;
}

/* At least that many line ends, 1 or 2, before the next text. */
void html_writer_break(HtmlWriter *writer, size_t newlines);

/* `<br>`: ends the line, an empty one too. */
void html_writer_line_break(HtmlWriter *writer);

/* The next text goes on in the same line behind a blank, whatever breaks were waiting. */
void html_writer_join(HtmlWriter *writer);

/* A horizontal rule: a line of underscores, as mail programs write it into plain text. */
void html_writer_rule(HtmlWriter *writer);

/* All source bytes are passed: closes the last line. */
void html_writer_end(HtmlWriter *writer);

#endif
