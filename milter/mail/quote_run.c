/* SPDX-License-Identifier: BSD-2-Clause */
#include "quote_run.h"

#define MOST_LAZY_BYTES  24 /* the rest of a wrapped line: a word or two */
#define LEAST_LAZY_BYTES 50 /* of the line that it was wrapped from */
#define LEAST_RESTS      2

/* A line between two quoted ones that may have lost its quote mark when it was wrapped. */
static bool is_between(const TextLines *lines, unsigned depth, size_t index, size_t stop)
{
    return index > 0 && index + 1 < stop && text_line(lines, index)->mark == LINE_PLAIN &&
           !text_line_is_blank(lines, index - 1) && text_line(lines, index - 1)->depth > depth &&
           text_line(lines, index + 1)->depth > depth;
}

/* ... and surely has: a word or two in small letters below a long line. */
static bool is_wrapped_rest(const TextLines *lines, unsigned depth, size_t index, size_t stop)
{
    Span rest = span_trim(text_line_whole(lines, index));

    return is_between(lines, depth, index, stop) && rest.length <= MOST_LAZY_BYTES &&
           !g_ascii_isupper(rest.text[0]) &&
           text_line_content(lines, index - 1).length >= LEAST_LAZY_BYTES;
}

typedef bool (*LazyTest)(const TextLines *lines, unsigned depth, size_t index, size_t stop);

/* Behind the quoted lines that begin at `index`, and how many lines without a mark are `lazy` among
 * them. */
static size_t run_stop(const TextLines *lines, unsigned depth, size_t index, size_t stop,
                       LazyTest is_lazy)
{
    size_t behind = index;

    for (size_t i = index; i < stop; i++) {
        const TextLine *line = text_line(lines, i);
        if (line->depth > depth) {
            behind = i + 1;
        } else if (line->mark != LINE_BLANK &&
                   (is_lazy == NULL || !is_lazy(lines, depth, i, stop))) {
            break;
        }
    }
    return behind;
}

/*
 * Behind the quoted lines that begin at `index`: blank lines between them belong to them, blank
 * lines behind them do not. One short line between is an answer; several, each the rest of a long
 * line, are what a client wrapped.
 */
size_t quote_run_stop(const TextLines *lines, unsigned depth, size_t index, size_t stop,
                      bool is_lazy)
{
    if (is_lazy) {
        return run_stop(lines, depth, index, stop, is_between);
    }
    size_t strict = run_stop(lines, depth, index, stop, NULL);
    if (strict == stop || !is_wrapped_rest(lines, depth, strict, stop)) {
        return strict;
    }
    size_t behind = run_stop(lines, depth, index, stop, is_wrapped_rest), rests = 0;
    for (size_t i = index; i < behind && rests < LEAST_RESTS; i++) {
        rests += text_line(lines, i)->depth <= depth && text_line(lines, i)->mark != LINE_BLANK;
    }
    return rests >= LEAST_RESTS ? behind : strict;
}

/* The least quote depth, `low` or more, of the lines that are not blank; `low` when there are none.
 * Among quoted lines those without a mark lost it and do not count. */
unsigned quote_run_depth(const TextLines *lines, size_t first, size_t stop, unsigned low)
{
    unsigned least = UINT_MAX;

    for (size_t i = first; i < stop; i++) {
        const TextLine *line = text_line(lines, i);
        if (line->mark != LINE_BLANK && line->depth >= low) {
            least = MIN(least, line->depth);
        }
    }
    return least == UINT_MAX ? low : least;
}

bool line_is_indented(const TextLines *lines, size_t index)
{
    Span whole = text_line_whole(lines, index);
    return span_starts_with(whole, "    ") || span_starts_with(whole, "\t");
}

/* Outlook for Mac sets what it quotes four blanks in. Behind the indented lines, or `stop` when the
 * first is not. */
size_t quote_run_indented_stop(const TextLines *lines, size_t index, size_t stop)
{
    size_t behind = stop;

    for (size_t i = text_lines_skip_blank(lines, index, stop); i < stop; i++) {
        if (text_line_is_blank(lines, i)) {
            continue;
        }
        if (!line_is_indented(lines, i)) {
            return behind == stop ? stop : behind;
        }
        behind = i + 1;
    }
    return stop;
}
