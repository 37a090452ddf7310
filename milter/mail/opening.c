/* SPDX-License-Identifier: BSD-2-Clause */
#include "segments.h"

#include "attribution.h"
#include "layer.h"

#define MOST_BLANK_LINES   8  /* between an attribution and what it quotes */
#define MOST_LAZY_BYTES    80 /* a line that lost its quote mark to wrapping */
#define KMAIL_END_DASHES   55
#define MOST_RULE_DISTANCE 3 /* lines between a border and the header block below it */

void opening_clear(Opening *opening)
{
    origin_clear(&opening->origin);
    g_clear_pointer(&opening->cc, g_free);
}

static void take_block(Opening *opening, HeaderBlock *block)
{
    opening->origin = block->origin;
    opening->cc = g_steal_pointer(&block->cc);
    block->origin = (Origin){ 0 };
    opening->language = opening->language != NULL ? opening->language : block->language;
}

/* Behind the quoted lines that begin at `index`: blank lines between them belong to them, blank
 * lines behind them do not. */
static size_t quoted_stop(const TextLines *lines, const Frame *frame, size_t index, size_t stop,
                          bool is_lazy)
{
    size_t behind = index;

    for (size_t i = index; i < stop; i++) {
        const TextLine *line = text_line(lines, i);
        if (line->depth > frame->depth) {
            behind = i + 1;
            continue;
        }
        bool is_between = is_lazy && line->mark == LINE_PLAIN && i + 1 < stop && i > index &&
                          !text_line_is_blank(lines, i - 1) &&
                          text_line(lines, i + 1)->depth > frame->depth;
        if (line->mark != LINE_BLANK && !is_between) {
            break;
        }
    }
    return behind;
}

/* The least quote depth of the lines that are not blank, or `otherwise`. */
static unsigned least_depth(const TextLines *lines, size_t first, size_t stop, unsigned otherwise)
{
    unsigned least = UINT_MAX;

    for (size_t i = first; i < stop; i++) {
        if (!text_line_is_blank(lines, i)) {
            least = MIN(least, text_line(lines, i)->depth);
        }
    }
    return least == UINT_MAX ? otherwise : least;
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
    Span text = span_trim(text_line_content(lines, index));
    return span_starts_with(text, "----------  ");
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
        take_block(opening, &block);
        return;
    }
    header_block_clear(&block);
    /* Lotus Notes and cc:Mail put a name or a border between. */
    for (size_t i = next; i < stop && i < next + MOST_RULE_DISTANCE; i++) {
        if (header_block_read(lines, i, stop, true, &block)) {
            take_block(opening, &block);
            opening->body = block.end;
            return;
        }
    }
}

/* A forward mark or "Original Message": to its end mark, or to the end of its quote marks, or to
 * the end of the frame. */
static bool open_at_mark(const TextLines *lines, const Frame *frame, size_t index, size_t stop,
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
        opening->stop =
            quoted_stop(lines, frame, below < stop && header_is_quoted ? below : index, stop, true);
    } else {
        opening->stop = stop;
    }
    opening->body = MIN(opening->body, opening->stop);
    opening->depth = least_depth(lines, MIN(next, opening->stop), opening->stop, line->depth);
    return true;
}

/* A border above a header block belongs to it: Outlook's underscores, a line of dashes. */
static size_t with_border(const TextLines *lines, size_t low, size_t index)
{
    size_t first = index;

    for (size_t i = index; i > low && index - i < MOST_RULE_DISTANCE; i--) {
        const TextLine *above = text_line(lines, i - 1);
        if (above->mark == LINE_RULE && above->depth == text_line(lines, index)->depth) {
            return i - 1;
        }
        if (above->mark != LINE_BLANK) {
            break;
        }
    }
    return first;
}

static bool open_at_header(const TextLines *lines, const Frame *frame, size_t low, size_t index,
                           size_t stop, Opening *opening)
{
    g_auto(HeaderBlock) block = { 0 };
    const TextLine *line = text_line(lines, index);
    bool in_container = (line->container & (CONTAINER_CITE | CONTAINER_ORIGINAL)) != 0;

    if (!header_block_read(lines, index, stop, in_container, &block)) {
        opening->stop = MAX(block.end, index + 1);
        return false;
    }
    opening->kind = OPENING_HEADER;
    opening->first = with_border(lines, low, index);
    opening->is_quoted = line->depth > frame->depth;
    opening->body = block.end;
    opening->stop = opening->is_quoted ? quoted_stop(lines, frame, index, stop, true) : stop;
    opening->depth = least_depth(lines, MIN(block.end, opening->stop), opening->stop, line->depth);
    take_block(opening, &block);
    return true;
}

/* Outlook for Mac sets what it quotes four blanks in. Behind the indented lines, or `stop` when the
 * first is not. */
static size_t indented_stop(const TextLines *lines, size_t index, size_t stop)
{
    size_t behind = stop;

    for (size_t i = text_lines_skip_blank(lines, index, stop); i < stop; i++) {
        if (text_line_is_blank(lines, i)) {
            continue;
        }
        if (!span_starts_with(text_line_whole(lines, i), "    ")) {
            return behind == stop ? stop : behind;
        }
        behind = i + 1;
    }
    return stop;
}

static void set_attribution(const TextLines *lines, const Attribution *attribution,
                            Opening *opening)
{
    opening->kind = OPENING_ATTRIBUTION;
    opening->first = attribution->first;
    opening->start = attribution->start;
    opening->body = attribution->end;
    opening->language = attribution->language;
    attribution_origin(lines, attribution, &opening->origin);
}

static bool open_at_attribution(const TextLines *lines, const Frame *frame, size_t low,
                                size_t index, size_t stop, Opening *opening)
{
    Attribution attribution;

    if (!attribution_read(lines, low, index, &attribution)) {
        return false;
    }
    size_t next = text_lines_skip_blank(lines, index + 1, MIN(stop, index + 1 + MOST_BLANK_LINES));
    bool is_followed = next < stop && text_line(lines, next)->depth > frame->depth;
    bool in_container = (text_line(lines, index)->container & CONTAINER_CITE) != 0;
    if (!is_followed && attribution.points < ATTRIBUTION_ALONE && !in_container) {
        return false;
    }
    set_attribution(lines, &attribution, opening);
    opening->stop = is_followed ? quoted_stop(lines, frame, next, stop, false)
                                : indented_stop(lines, index + 1, stop);
    opening->depth = least_depth(lines, attribution.end, opening->stop, frame->depth);
    return true;
}

/* Quoted lines: what their first line is decides. */
static bool open_at_quote(const TextLines *lines, const Frame *frame, size_t index, size_t stop,
                          Opening *opening)
{
    const TextLine *line = text_line(lines, index);

    if (line->mark == LINE_FORWARD_START || line->mark == LINE_ORIGINAL_START ||
        (line->container & CONTAINER_FORWARD) != 0) {
        return open_at_mark(lines, frame, index, stop, opening);
    }
    if (line->mark == LINE_HEADER_LABEL &&
        open_at_header(lines, frame, index, index, stop, opening)) {
        return true;
    }
    opening->stop = quoted_stop(lines, frame, index, stop, false);
    opening->kind = OPENING_QUOTE;
    opening->first = opening->body = index;
    opening->is_quoted = true;
    opening->depth = least_depth(lines, index, opening->stop, line->depth);
    for (size_t i = index; i < MIN(index + 4, opening->stop); i++) {
        Attribution attribution;
        if (text_line(lines, i)->depth == line->depth &&
            attribution_read(lines, index, i, &attribution) && attribution.first == index &&
            attribution.points >= ATTRIBUTION_ALONE) {
            unsigned inner = least_depth(lines, attribution.end, opening->stop, line->depth);
            size_t quoted = opening->stop;
            set_attribution(lines, &attribution, opening);
            opening->stop = quoted;
            opening->depth = inner;
            return true;
        }
    }
    return true;
}

static bool is_worth_a_look(const TextLines *lines, size_t index)
{
    Span content = text_line_content(lines, index);
    char last = content.length == 0 ? '\0' : content.text[content.length - 1];

    return text_line(lines, index)->mark == LINE_ATTRIBUTION || strchr(":>-) ", last) != NULL ||
           (unsigned char)last >= 0x80;
}

bool opening_find(const TextLines *lines, const Frame *frame, size_t low, size_t index, size_t stop,
                  Opening *opening)
{
    const TextLine *line = text_line(lines, index);

    *opening = (Opening){ .stop = index + 1, .start = line->start };
    if (line->mark == LINE_BLANK) {
        return false;
    }
    if (line->depth > frame->depth) {
        bool found = open_at_quote(lines, frame, index, stop, opening);
        opening->start = text_line(lines, opening->first)->start;
        return found;
    }
    if (line->mark == LINE_FORWARD_START || line->mark == LINE_ORIGINAL_START ||
        (line->container & (CONTAINER_FORWARD | CONTAINER_ORIGINAL)) != 0) {
        return open_at_mark(lines, frame, index, stop, opening);
    }
    if (line->mark == LINE_HEADER_LABEL) {
        bool found = open_at_header(lines, frame, low, index, stop, opening);
        opening->start = text_line(lines, opening->first)->start;
        return found;
    }
    if ((line->mark == LINE_PLAIN || line->mark == LINE_ATTRIBUTION) &&
        is_worth_a_look(lines, index)) {
        return open_at_attribution(lines, frame, low, index, stop, opening);
    }
    return false;
}
