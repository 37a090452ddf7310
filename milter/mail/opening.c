/* SPDX-License-Identifier: BSD-2-Clause */
#include "segments.h"

#include "attribution.h"
#include "layer.h"

#define MOST_BLANK_LINES   8 /* between an attribution and what it quotes */
#define MOST_REMARK_LINES  2 /* between an attribution and the quoted lines */
#define MOST_LAZY_BYTES    24
#define LEAST_LAZY_BYTES   50
#define LEAST_RESTS        2
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

/* A line between two quoted ones that may have lost its quote mark when it was wrapped. */
static bool is_between(const TextLines *lines, const Frame *frame, size_t index, size_t stop)
{
    return index > 0 && index + 1 < stop && text_line(lines, index)->mark == LINE_PLAIN &&
           !text_line_is_blank(lines, index - 1) &&
           text_line(lines, index - 1)->depth > frame->depth &&
           text_line(lines, index + 1)->depth > frame->depth;
}

/* ... and surely has: a word or two in small letters below a long line. */
static bool is_wrapped_rest(const TextLines *lines, const Frame *frame, size_t index, size_t stop)
{
    Span rest = span_trim(text_line_whole(lines, index));

    return is_between(lines, frame, index, stop) && rest.length <= MOST_LAZY_BYTES &&
           !g_ascii_isupper(rest.text[0]) &&
           text_line_content(lines, index - 1).length >= LEAST_LAZY_BYTES;
}

typedef bool (*LazyTest)(const TextLines *, const Frame *, size_t, size_t);

/* Behind the quoted lines that begin at `index`, and how many lines without a mark are `lazy` among
 * them. */
static size_t run_stop(const TextLines *lines, const Frame *frame, size_t index, size_t stop,
                       LazyTest is_lazy)
{
    size_t behind = index;

    for (size_t i = index; i < stop; i++) {
        const TextLine *line = text_line(lines, i);
        if (line->depth > frame->depth) {
            behind = i + 1;
        } else if (line->mark != LINE_BLANK &&
                   (is_lazy == NULL || !is_lazy(lines, frame, i, stop))) {
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
static size_t quoted_stop(const TextLines *lines, const Frame *frame, size_t index, size_t stop,
                          bool is_lazy)
{
    if (is_lazy) {
        return run_stop(lines, frame, index, stop, is_between);
    }
    size_t strict = run_stop(lines, frame, index, stop, NULL);
    if (strict == stop || !is_wrapped_rest(lines, frame, strict, stop)) {
        return strict;
    }
    size_t behind = run_stop(lines, frame, index, stop, is_wrapped_rest), rests = 0;
    for (size_t i = index; i < behind && rests < LEAST_RESTS; i++) {
        rests +=
            text_line(lines, i)->depth <= frame->depth && text_line(lines, i)->mark != LINE_BLANK;
    }
    return rests >= LEAST_RESTS ? behind : strict;
}

/* The least quote depth, `low` or more, of the lines that are not blank; `low` when there are none.
 * Among quoted lines those without a mark lost it and do not count. */
static unsigned least_depth(const TextLines *lines, size_t first, size_t stop, unsigned low)
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
    opening->depth = least_depth(lines, MIN(next, opening->stop), opening->stop,
                                 frame->depth + (opening->is_quoted || header_is_quoted));
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
    opening->depth = least_depth(lines, MIN(block.end, opening->stop), opening->stop,
                                 frame->depth + opening->is_quoted);
    take_block(opening, &block);
    return true;
}

static bool is_indented(const TextLines *lines, size_t index)
{
    Span whole = text_line_whole(lines, index);
    return span_starts_with(whole, "    ") || span_starts_with(whole, "\t");
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
        if (!is_indented(lines, i)) {
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

/* The first quoted line below an attribution; a remark of a line or two may stand between. `stop`
 * when there is none. */
static size_t quote_below(const TextLines *lines, const Frame *frame, size_t index, size_t stop)
{
    size_t between = 0;

    for (size_t i = index; i < stop && i < index + MOST_BLANK_LINES && between <= MOST_REMARK_LINES;
         i++) {
        if (text_line_is_blank(lines, i)) {
            continue;
        }
        if (text_line(lines, i)->depth > frame->depth) {
            return i;
        }
        between++;
    }
    return stop;
}

static bool open_at_attribution(const TextLines *lines, const Frame *frame, size_t low,
                                size_t index, size_t stop, Opening *opening)
{
    Attribution attribution;

    if (!attribution_read(lines, low, index, &attribution)) {
        return false;
    }
    size_t next = text_lines_skip_blank(lines, index + 1, stop);
    size_t quote = quote_below(lines, frame, index + 1, stop);
    bool is_followed = quote < stop && (quote == next || attribution.points >= ATTRIBUTION_ALONE);
    bool is_sure = attribution.points >= ATTRIBUTION_ALONE ||
                   (text_line(lines, index)->container & CONTAINER_CITE) != 0;
    if (!is_followed && !is_sure && !(next < stop && is_indented(lines, next))) {
        return false;
    }
    set_attribution(lines, &attribution, opening);
    opening->stop = is_followed ? quoted_stop(lines, frame, quote, stop, false)
                                : indented_stop(lines, index + 1, stop);
    opening->depth = least_depth(lines, attribution.end, opening->stop, frame->depth + is_followed);
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
    opening->depth = least_depth(lines, index, opening->stop, frame->depth + 1);
    for (size_t i = index; i < MIN(index + 4, opening->stop); i++) {
        Attribution attribution;
        if (text_line(lines, i)->depth == line->depth &&
            attribution_read(lines, index, i, &attribution) && attribution.first == index &&
            attribution.points >= ATTRIBUTION_ALONE) {
            unsigned inner = least_depth(lines, attribution.end, opening->stop, frame->depth + 1);
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

/* An attribution of up to four lines that begins at line `index`, whatever follows. */
static bool open_at_attribution_below(const TextLines *lines, size_t index, size_t stop,
                                      Opening *opening)
{
    Attribution attribution;

    for (size_t i = index; i < MIN(stop, index + 4); i++) {
        if (attribution_read(lines, index, i, &attribution) && attribution.first == index) {
            set_attribution(lines, &attribution, opening);
            opening->stop = stop;
            return true;
        }
    }
    return false;
}

/* What the text at line `index` tells, containers aside. */
static bool open_at_text(const TextLines *lines, const Frame *frame, size_t low, size_t index,
                         size_t stop, Opening *opening)
{
    const TextLine *line = text_line(lines, index);

    if (line->depth > frame->depth) {
        return open_at_quote(lines, frame, index, stop, opening);
    }
    switch (line->mark) {
    case LINE_FORWARD_START:
    case LINE_ORIGINAL_START:
        return open_at_mark(lines, frame, index, stop, opening);
    case LINE_HEADER_LABEL:
        return open_at_header(lines, frame, low, index, stop, opening);
    case LINE_PLAIN:
    case LINE_ATTRIBUTION:
        return is_worth_a_look(lines, index) &&
               open_at_attribution(lines, frame, low, index, stop, opening);
    default:
        return false;
    }
}

/*
 * A container says for certain that something foreign begins; the text in it says what. It ends
 * with the container, unless that holds nothing but the header, as Outlook's does.
 */
static bool open_at_container(const TextLines *lines, const Frame *frame, size_t low, size_t index,
                              size_t stop, Opening *opening)
{
    const Container *container = text_lines_container(lines, index);
    bool is_forward = (text_line(lines, index)->container & CONTAINER_FORWARD) != 0;

    if (!open_at_text(lines, frame, low, index, stop, opening) &&
        !open_at_attribution_below(lines, index, stop, opening)) {
        opening_clear(opening);
        *opening =
            (Opening){ .kind = OPENING_ORIGINAL, .first = index, .body = index, .stop = stop };
    }
    opening->kind = is_forward ? OPENING_FORWARD : opening->kind;
    opening->client = opening->client != NULL ? opening->client
                      : container == NULL     ? NULL
                                              : container->client;
    if (container != NULL) {
        size_t words = text_lines_skip_blank(lines, opening->body, opening->stop);
        opening->stop = words < container->stop ? MIN(stop, container->stop) : opening->stop;
        opening->depth = least_depth(lines, opening->body, opening->stop, frame->depth);
    }
    return true;
}

bool opening_find(const TextLines *lines, const Frame *frame, size_t low, size_t index, size_t stop,
                  Opening *opening)
{
    const TextLine *line = text_line(lines, index);
    bool in_container = (line->container & (CONTAINER_FORWARD | CONTAINER_ORIGINAL)) != 0 &&
                        line->depth == frame->depth;

    *opening = (Opening){ .first = index, .stop = index + 1 };
    if (line->mark == LINE_BLANK) {
        return false;
    }
    bool found = in_container ? open_at_container(lines, frame, low, index, stop, opening)
                              : open_at_text(lines, frame, low, index, stop, opening);
    if (opening->start == 0) {
        opening->start = text_line(lines, opening->first)->start;
    }
    return found;
}
