/* SPDX-License-Identifier: BSD-2-Clause */
#include "opening_mark.h"

#include "quote_run.h"

#define MOST_BLANK_LINES   8 /* between a mark and the header block below it */
#define KMAIL_END_DASHES   55
#define MOST_RULE_DISTANCE 3 /* lines between a mark and the header block below it */

void opening_take_block(Opening *opening, HeaderBlock *block)
{
    opening->origin = block->origin;
    opening->cc = g_steal_pointer(&block->cc);
    block->origin = (Origin){ 0 };
    opening->language = opening->language != NULL ? opening->language : block->language;
}

static bool is_kmail_end(const TextLines *lines, size_t index)
{
    Span text = span_trim(text_line_content(lines, index));
    return text_line(lines, index)->mark == LINE_RULE && text.length == KMAIL_END_DASHES &&
           text.text[0] == '-';
}

/* KMail alone writes two blanks inside its dashes, and a line of 55 dashes at the end. */
static bool is_kmail_start(const TextLines *lines, size_t index)
{
    return span_starts_with(span_trim(text_line_content(lines, index)), "----------  ");
}

/* Behind the end mark that belongs to the forward mark on line `index`, or `stop`. Marks of the
 * same depth nest. */
static size_t marked_stop(const TextLines *lines, size_t index, size_t stop)
{
    unsigned depth = text_line(lines, index)->depth;
    bool is_kmail = is_kmail_start(lines, index);
    size_t open = 1;

    for (size_t i = index + 1; i < stop; i++) {
        const TextLine *line = text_line(lines, i);
        if (line->depth != depth ||
            (line->pair != text_line(lines, index)->pair && line->mark != LINE_RULE)) {
            continue;
        }
        open += line->mark == LINE_FORWARD_START;
        if (line->mark == LINE_FORWARD_END && --open == 0) {
            return i + 1;
        }
        if (is_kmail && open == 1 && is_kmail_end(lines, i)) {
            return i + 1;
        }
    }
    return stop;
}

/* Like marked_stop, but 0 when there is no end mark. */
static size_t find_end_mark(const TextLines *lines, size_t index, size_t stop)
{
    size_t behind = marked_stop(lines, index, stop);
    bool found = behind > index + 1 && (text_line(lines, behind - 1)->mark == LINE_FORWARD_END ||
                                        is_kmail_end(lines, behind - 1));
    return found ? behind : 0;
}

/* Zoho writes its mark once more below the header block. */
static size_t behind_second_mark(const TextLines *lines, size_t index, size_t body, size_t stop)
{
    size_t next = text_lines_skip_blank(lines, body, stop);
    bool is_mark = next < stop && text_line(lines, next)->mark == LINE_FORWARD_START &&
                   text_line(lines, next)->depth == text_line(lines, index)->depth;
    if (!is_mark) {
        return body;
    }
    Span first = span_trim(text_line_content(lines, index)),
         second = span_trim(text_line_content(lines, next));
    bool is_same =
        first.length == second.length && memcmp(first.text, second.text, first.length) == 0;
    return is_same ? next + 1 : body;
}

/* The header block below a mark, or on the mark's own line. */
static void read_header(const TextLines *lines, size_t index, size_t stop, Opening *opening)
{
    Span whole = text_line_whole(lines, index);
    LineKind kind = line_kind_structure(whole);
    g_auto(HeaderBlock) block = { 0 };
    size_t next = text_lines_skip_blank(lines, index + 1, MIN(stop, index + MOST_BLANK_LINES));

    opening->client = kind.client;
    opening->language = kind.language;
    opening->body = index + 1;
    if (kind.value_start < whole.length &&
        header_block_read_inline(span_slice(whole, kind.value_start, whole.length), &block)) {
        opening_take_block(opening, &block);
        return;
    }
    header_block_clear(&block);
    /* Lotus Notes and cc:Mail put a name or a border between. */
    for (size_t i = next; i < stop && i < next + MOST_RULE_DISTANCE; i++) {
        if (header_block_read(lines, i, stop, true, &block)) {
            opening_take_block(opening, &block);
            opening->body = behind_second_mark(lines, index, block.end, stop);
            return;
        }
    }
}

void opening_at_mark(const TextLines *lines, const Frame *frame, size_t index, size_t stop,
                     Opening *opening)
{
    const TextLine *line = text_line(lines, index);
    bool is_forward =
        line->mark == LINE_FORWARD_START || (line->container & CONTAINER_FORWARD) != 0;

    opening->kind = is_forward ? OPENING_FORWARD : OPENING_ORIGINAL;
    opening->first = index;
    opening->is_quoted = line->depth > frame->depth;
    read_header(lines, index, stop, opening);

    size_t next = text_lines_skip_blank(lines, opening->body, stop);
    size_t below = text_lines_skip_blank(lines, index + 1, stop);
    bool header_is_quoted = below < stop && text_line(lines, below)->depth > frame->depth;
    size_t end = find_end_mark(lines, index, stop);
    if (end != 0) {
        opening->stop = end;
    } else if (opening->is_quoted || header_is_quoted) {
        opening->stop = quote_run_stop(
            lines, frame->depth, below < stop && header_is_quoted ? below : index, stop, true);
    } else {
        opening->stop = stop;
    }
    opening->body = MIN(opening->body, opening->stop);
    opening->depth = quote_run_depth(lines, MIN(next, opening->stop), opening->stop,
                                     frame->depth + (opening->is_quoted || header_is_quoted));
}
