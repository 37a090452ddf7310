/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of one readable text with their kinds, small enough for a megabyte of empty ones, and
 * what the containers of an HTML part add to them: the same for the splitter whether a client
 * quotes by ">" or by <blockquote>.
 */
#ifndef KUSTODE_MAIL_TEXT_LINES_H
#define KUSTODE_MAIL_TEXT_LINES_H

#include <stdint.h>

#include "mail/readable.h"
#include "marks.h"

/* What an HTML container says about the line at which it begins, or about every line in it. */
enum {
    CONTAINER_FORWARD = 1,   /* begins here: a forward for certain */
    CONTAINER_ORIGINAL = 2,  /* begins here: the original, reply or forward */
    CONTAINER_CITE = 4,      /* this line is an attribution or a header block */
    CONTAINER_SIGNATURE = 8, /* this line belongs to a signature */
    CONTAINER_QUOTE = 16,    /* a quotation begins here */
};

typedef struct TextLine {
    uint32_t start, end; /* without the line end */
    uint16_t content;    /* from `start`, behind the quote marks */
    uint8_t mark;        /* LineMark, without LINE_DEVICE and LINE_FOOTER */
    uint8_t depth;       /* quote marks and containers together */
    uint8_t label;       /* HeaderLabel */
    uint8_t container;
    uint8_t pair; /* of a forward's start and end mark: clients whose end mark closes none but their
                     own; 0: any other */
} TextLine;

/* A container that holds what somebody else wrote, from its first line on; some hold only the
 * header above it. */
typedef struct Container {
    uint32_t first, stop; /* lines, half open */
    const char *client;   /* static */
} Container;

/* Whole lines that are nobody's words: a notice that kustode once put in, or an encoded file. */
typedef struct Enclosure {
    size_t start, end;    /* bytes of the text, half open */
    unsigned depth;       /* quote depth of its first line */
    const char *encoding; /* "uuencode" ...; NULL: a notice */
} Enclosure;

typedef struct TextLines {
    Span text;
    GArray *lines;      /* TextLine */
    GArray *containers; /* Container of the lines with CONTAINER_FORWARD or CONTAINER_ORIGINAL, by
                           first line; NULL: none */
    GArray *enclosures; /* Enclosure, in order; their lines are blank to whoever looks for
                           borders */
    bool is_html;
} TextLines;

/* `html` may be NULL. `text` must outlive the lines. */
void text_lines_read(TextLines *lines, Span text, const HtmlText *html);
void text_lines_clear(TextLines *lines);

static inline const TextLine *text_line(const TextLines *lines, size_t index)
{
    return &g_array_index(lines->lines, TextLine, index);
}

static inline bool text_line_is_blank(const TextLines *lines, size_t index)
{
    return text_line(lines, index)->mark == LINE_BLANK;
}

/* The outermost container that begins at line `index`, or NULL. */
const Container *text_lines_container(const TextLines *lines, size_t index);

/* The line as it stands, and behind its quote marks. */
Span text_line_whole(const TextLines *lines, size_t index);
Span text_line_content(const TextLines *lines, size_t index);

/* The first line in [index, stop) that is not blank, or `stop`. */
size_t text_lines_skip_blank(const TextLines *lines, size_t index, size_t stop);

/* Where line `index` begins in the text; the text's length for the number of lines. */
size_t text_lines_offset(const TextLines *lines, size_t index);

#endif
