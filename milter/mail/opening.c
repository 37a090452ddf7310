/* SPDX-License-Identifier: BSD-2-Clause */
#include "segments.h"

#include "attribution.h"
#include "opening_mark.h"
#include "origin.h"
#include "quote_run.h"

#define MOST_BLANK_LINES   8 /* between an attribution and what it quotes */
#define MOST_REMARK_LINES  2 /* between an attribution and the quoted lines */
#define MOST_RULE_DISTANCE 3 /* lines between a border and the header block below it */

void opening_clear(Opening *opening)
{
    origin_clear(&opening->origin);
    g_clear_pointer(&opening->cc, g_free);
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

/* exmh's attribution is a block without a subject; only the quoted lines below it are foreign. */
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
    size_t quote = opening->is_quoted ? index : text_lines_skip_blank(lines, block.end, stop);
    bool is_run = quote < stop && text_line(lines, quote)->depth > frame->depth &&
                  (opening->is_quoted || block.origin.subject == NULL);
    opening->stop = is_run ? quote_run_stop(lines, frame->depth, quote, stop, opening->is_quoted)
                    : block.origin.subject == NULL ? quote_run_indented_stop(lines, block.end, stop)
                                                   : stop;
    opening->depth =
        quote_run_depth(lines, MIN(block.end, opening->stop), opening->stop, frame->depth + is_run);
    opening_take_block(opening, &block);
    return true;
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
    if (!is_followed && !is_sure && !(next < stop && line_is_indented(lines, next))) {
        return false;
    }
    set_attribution(lines, &attribution, opening);
    opening->stop = is_followed ? quote_run_stop(lines, frame->depth, quote, stop, false)
                                : quote_run_indented_stop(lines, index + 1, stop);
    opening->depth =
        quote_run_depth(lines, attribution.end, opening->stop, frame->depth + is_followed);
    return true;
}

static char *label_value(const TextLines *lines, size_t index)
{
    LabelMark mark;
    Span content = text_line_content(lines, index);
    bool is_label = marks_label(content, &mark);

    return is_label ? span_copy(span_trim(span_slice(content, mark.value_start, content.length)))
                    : NULL;
}

/* Quoted lines: what their first line is decides. */
static bool open_at_quote(const TextLines *lines, const Frame *frame, size_t index, size_t stop,
                          Opening *opening)
{
    const TextLine *line = text_line(lines, index);

    if (line->mark == LINE_FORWARD_START || line->mark == LINE_ORIGINAL_START ||
        (line->container & CONTAINER_FORWARD) != 0) {
        opening_at_mark(lines, frame, index, stop, opening);
        return true;
    }
    if (line->mark == LINE_HEADER_LABEL &&
        open_at_header(lines, frame, index, index, stop, opening)) {
        return true;
    }
    opening->stop = quote_run_stop(lines, frame->depth, index, stop, false);
    if (line->mark == LINE_HEADER_LABEL && line->label == LABEL_FROM) {
        opening->origin.from = label_value(lines, index);
    }
    opening->kind = OPENING_QUOTE;
    opening->first = opening->body = index;
    opening->is_quoted = true;
    opening->depth = quote_run_depth(lines, index, opening->stop, frame->depth + 1);
    Attribution attribution;
    if (attribution_read_from(lines, index, opening->stop, &attribution) &&
        attribution.points >= ATTRIBUTION_ALONE) {
        set_attribution(lines, &attribution, opening);
        opening->depth = quote_run_depth(lines, attribution.end, opening->stop, frame->depth + 1);
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

static bool open_at_attribution_below(const TextLines *lines, size_t index, size_t stop,
                                      Opening *opening)
{
    Attribution attribution;

    if (!attribution_read_from(lines, index, stop, &attribution)) {
        return false;
    }
    set_attribution(lines, &attribution, opening);
    opening->stop = stop;
    return true;
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
        opening_at_mark(lines, frame, index, stop, opening);
        return true;
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
        opening->depth = quote_run_depth(lines, opening->body, opening->stop, frame->depth);
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
