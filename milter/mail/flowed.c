/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/flowed.h"

#include "text/derivation.h"

typedef struct FlowedLine {
    size_t start, end; /* without the line end */
    size_t depth;      /* quote marks, counted before anything is joined (RFC 3676 4.5) */
    size_t content;    /* behind quote marks and the stuffed blank */
    bool is_signature; /* `-- `, neither joined nor joining (4.3) */
    bool is_flowed;    /* ends in a blank: the next line of the same depth goes on */
} FlowedLine;

static FlowedLine flowed_line(Span text, size_t start)
{
    FlowedLine line = { .start = start, .end = span_find(text, '\n', start) };
    size_t at = start;
    while (at < line.end && text.text[at] == '>') {
        at++;
    }
    line.depth = at - start;
    line.content = at + (at < line.end && text.text[at] == ' ' ? 1 : 0);
    Span content = span_slice(text, line.content, line.end);
    line.is_signature = span_equals(content, "-- ") || span_equals(content, "--");
    line.is_flowed =
        content.length > 0 && content.text[content.length - 1] == ' ' && !line.is_signature;
    return line;
}

/* The marks of a quoted line stay with their blank, since a reader of lines expects it. */
static void put_line_start(Derivation *to, Span text, const FlowedLine *line)
{
    if (line->depth > 0) {
        derive_copy(to, span_slice(text, line->start, line->content));
    } else {
        derive_skip(to, line->content - line->start);
    }
}

GString *flowed_join(Span text, bool deletes_space, OffsetMap *map)
{
    Derivation to = { .map = map, .most_bytes = SIZE_MAX };
    to.text = g_string_sized_new(text.length);
    bool joins = false;
    for (size_t start = 0; start < text.length;) {
        FlowedLine line = flowed_line(text, start);
        if (joins) {
            derive_skip(&to, line.content - line.start);
        } else {
            put_line_start(&to, text, &line);
        }
        size_t next_start = MIN(line.end + 1, text.length);
        joins = false;
        if (line.is_flowed && next_start < text.length) {
            FlowedLine next = flowed_line(text, next_start);
            joins = next.depth == line.depth && !next.is_signature;
        }
        size_t kept = joins && deletes_space ? line.end - 1 : line.end;
        derive_copy(&to, span_slice(text, line.content, joins ? kept : next_start));
        derive_skip(&to, joins ? next_start - kept : 0);
        start = next_start;
    }
    return to.text;
}
