/* SPDX-License-Identifier: BSD-2-Clause */
#include "segments.h"

#include "digest.h"
#include "emission.h"
#include "frame.h"
#include "layer.h"
#include "pasted.h"

#define MOST_SUBJECT_BYTES 2000
#define LEAST_MESSAGES     2 /* of a digest that is not called one */

/*
 * The poster's own lines [first, stop) when no mark was found anywhere in the post: what was pasted
 * into them becomes a forward, which ends where he speaks or signs again. True when it was so.
 */
static bool emit_pasted(Segmenter *segmenter, Frame *frame, size_t first, size_t stop)
{
    const TextLines *lines = &segmenter->lines;
    Pasted pasted;

    if (!pasted_find(lines, segmenter->facts, first, stop, &pasted)) {
        return false;
    }
    Frame inner = {
        .first = pasted.first,
        .stop = pasted.stop,
        .body = pasted.first,
        .depth = frame->depth,
        .level = frame->level + 1,
        .voice = LAYER_FORWARDED,
        .how = LAYER_PASTED,
        .id = -1,
        .confidence = pasted.confidence,
        .evidence = pasted.evidence,
    };
    emission_lines(segmenter, frame, first, pasted.first, text_lines_offset(lines, pasted.first));
    inner.parent = frame->id >= 0 ? frame->id : frame->parent;
    emission_voice(segmenter, &inner, text_lines_offset(lines, pasted.stop));
    emission_lines(segmenter, frame, pasted.stop, stop, text_lines_offset(lines, stop));
    g_clear_pointer(&inner.evidence, g_ptr_array_unref);
    return true;
}

/* A signed text ends where its signature begins, whatever was forwarded inside (RFC 9580 7). */
static size_t find_armour(const Segmenter *segmenter, const Frame *frame, size_t stop)
{
    const TextLines *lines = &segmenter->lines;
    size_t first = text_lines_skip_blank(lines, frame->body, stop);

    if (first == stop ||
        !span_starts_with(text_line_content(lines, first), "-----BEGIN PGP SIGNED MESSAGE-----")) {
        return stop;
    }
    for (size_t i = stop; i > first; i--) {
        if (text_line(lines, i - 1)->depth == frame->depth &&
            span_starts_with(text_line_content(lines, i - 1), "-----BEGIN PGP SIGNATURE-----")) {
            return i - 1;
        }
    }
    return stop;
}

static bool find_opening(const Segmenter *segmenter, const Frame *frame, Stretch stretch,
                         Opening *opening)
{
    if (!opening_find(&segmenter->lines, frame, stretch.low, stretch.index, stretch.stop,
                      opening)) {
        return false;
    }
    if (frame_passes_by(segmenter, frame, opening, stretch.low)) {
        opening->stop = stretch.index + 1;
        return false;
    }
    return true;
}

static bool may_go_deeper(Segmenter *segmenter, const Frame *frame)
{
    return frame->level < segmenter->base_level + MOST_FRAME_LEVELS && !emission_is_full(segmenter);
}

/* Recursion is bounded by may_go_deeper. */
static void split_frame(Segmenter *segmenter, Frame *frame);

/* What reaches to the end of the frame's words has the footers of other lists, which begin at
 * `footer`, too. */
static void take_footers(const Segmenter *segmenter, const Frame *frame, Frame *inner,
                         size_t footer)
{
    if (inner->stop == footer && footer < frame->stop && inner->depth == frame->depth) {
        inner->stop = footer_of_post(&segmenter->lines, segmenter->facts, inner->origin.to,
                                     (Stretch){ footer, footer, frame->stop });
    }
}

/*
 * The foreign texts in the frame's lines up to `stop`, each a frame of its own; returns the line
 * behind the last of them. The frame's footers begin at `footer`.
 */
static size_t split_openings(Segmenter *segmenter, Frame *frame, size_t stop, size_t footer)
{
    const TextLines *lines = &segmenter->lines;
    size_t low = frame->first, index = frame->body;

    while (index < stop && may_go_deeper(segmenter, frame)) {
        if (text_line_is_blank(lines, index)) {
            index++;
            continue;
        }
        Opening opening;
        if (find_opening(segmenter, frame, (Stretch){ MAX(low, frame->body), index, stop },
                         &opening)) {
            Frame inner = frame_inside(segmenter, frame, &opening, MAX(low, frame->body), stop);
            emission_lines(segmenter, frame, low, opening.first, opening.start);
            inner.parent = frame->id >= 0 ? frame->id : frame->parent;
            take_footers(segmenter, frame, &inner, stop == footer ? footer : frame->stop);
            split_frame(segmenter, &inner);
            frame_clear(&inner);
            /* Blank lines belong to the layer before them. */
            low = opening.stop = text_lines_skip_blank(lines, opening.stop, stop);
            emission_voice(segmenter, frame, text_lines_offset(lines, low));
        }
        index = opening.stop;
        opening_clear(&opening);
    }
    return low;
}

static void split_post(Segmenter *segmenter, Frame *frame)
{
    const TextLines *lines = &segmenter->lines;
    size_t footer = footer_find(lines, frame->body, frame->stop, frame->depth);
    size_t armour = find_armour(segmenter, frame, footer);
    size_t low = split_openings(segmenter, frame, armour, footer);
    bool may_be_pasted = frame->level == 0 && frame->id < 0 && low == frame->first;

    if (!may_be_pasted || !emit_pasted(segmenter, frame, low, armour)) {
        emission_lines(segmenter, frame, low, armour, text_lines_offset(lines, armour));
    }
    emission_appendage(segmenter, frame, LAYER_SIGNATURE, text_lines_offset(lines, footer));
    emission_appendage(segmenter, frame, LAYER_FOOTER, text_lines_offset(lines, frame->stop));
}

/* The frame's lines as a list's digest: a preface, messages by others, closing words. */
static void split_digest(Segmenter *segmenter, Frame *frame, Digest *digest)
{
    const TextLines *lines = &segmenter->lines;
    DigestMessage *messages = (DigestMessage *)(void *)digest->messages->data;
    size_t count = digest->messages->len, first = messages[0].first;

    emission_lines(segmenter, frame, frame->first, first, text_lines_offset(lines, first));
    for (size_t i = 0; i < count; i++) {
        Frame inner = {
            .first = messages[i].first,
            .stop = i + 1 < count ? messages[i + 1].first : digest->end,
            .body = messages[i].body,
            .depth = frame->depth,
            .level = frame->level + 1,
            .voice = LAYER_FORWARDED,
            .how = LAYER_MARKED,
            .parent = frame->id >= 0 ? frame->id : frame->parent,
            .id = -1,
            .confidence = 95,
            .digest = (unsigned)i + 1,
            .evidence = g_ptr_array_new_with_free_func(g_free),
        };
        g_ptr_array_add(inner.evidence, g_strdup_printf("message %u of a digest", inner.digest));
        inner.origin = messages[i].origin;
        messages[i].origin = (Origin){ 0 };
        split_post(segmenter, &inner);
        frame_clear(&inner);
    }
    emission_appendage(segmenter, frame, LAYER_FOOTER, text_lines_offset(lines, frame->stop));
}

/* Its subject says that it is a digest; outermost that is the post's own. */
static bool is_named_digest(const Segmenter *segmenter, const Frame *frame)
{
    if (frame->level == segmenter->base_level) {
        return segmenter->facts->is_digest;
    }
    g_autofree char *subject = frame->origin.subject == NULL
                                   ? NULL
                                   : marks_fold(span_of(frame->origin.subject), MOST_SUBJECT_BYTES);
    return subject != NULL && digest_is_named(subject);
}

/* Digests do not nest: what a message of one holds is split as a post. */
static void split_frame(Segmenter *segmenter, Frame *frame)
{
    g_auto(Digest) digest = { 0 };
    bool is_outermost = frame->level == segmenter->base_level;
    SubjectPrefix prefix = segmenter->facts->prefix;

    if ((!is_outermost || prefix != PREFIX_REPLY) && may_go_deeper(segmenter, frame) &&
        digest_read(&segmenter->lines, frame->body, frame->stop, frame->depth, &digest) &&
        (is_named_digest(segmenter, frame) ||
         (digest.has_end && digest.messages->len >= LEAST_MESSAGES))) {
        segmenter->is_digest |= is_outermost && prefix == PREFIX_NONE;
        split_digest(segmenter, frame, &digest);
        return;
    }
    split_post(segmenter, frame);
}

/* Foreign texts that stand before the first own words are inside the post all the same. */
static void set_parents(Segmenter *segmenter, const Frame *frame)
{
    for (size_t i = segmenter->first_layer; frame->id >= 0 && i < segmenter->layers->len; i++) {
        Layer *layer = g_ptr_array_index(segmenter->layers, i);
        if (layer->level > segmenter->base_level && layer->parent == frame->parent) {
            layer->parent = frame->id;
        }
    }
}

/*
 * A post that is one quotation from end to end says it all itself: Gmail and others wrap drafts so.
 * Quote marks in plain text are never put by accident.
 */
static unsigned outermost_depth(const Segmenter *segmenter)
{
    const TextLines *lines = &segmenter->lines;
    size_t first = text_lines_skip_blank(lines, 0, lines->lines->len);
    unsigned least = UINT_MAX;

    if (!lines->is_html || first == lines->lines->len ||
        segmenter->facts->prefix >= PREFIX_FORWARD_WEAK) {
        return 0;
    }
    unsigned mark = text_line(lines, first)->mark;
    if (mark == LINE_FORWARD_START || mark == LINE_ORIGINAL_START || mark == LINE_ATTRIBUTION ||
        mark == LINE_HEADER_LABEL) {
        return 0;
    }
    for (size_t i = first; i < lines->lines->len; i++) {
        least = text_line_is_blank(lines, i) ? least : MIN(least, text_line(lines, i)->depth);
    }
    return least;
}

void segments_read(Segmenter *segmenter, Span text, const HtmlText *html)
{
    text_lines_read(&segmenter->lines, text, html);
    segmenter->first_layer = segmenter->layers->len;
    segmenter->covered = 0;
    segmenter->next_enclosure = 0;
    Frame frame = {
        .stop = segmenter->lines.lines->len,
        .level = segmenter->base_level,
        .voice = segmenter->base_voice,
        .how = segmenter->base_voice == LAYER_FORWARDED ? LAYER_MARKED : LAYER_HOW_NONE,
        .parent = segmenter->base_parent,
        .id = -1,
        .confidence = 90,
    };
    frame.depth = outermost_depth(segmenter);
    split_frame(segmenter, &frame);
    /* What a limit left over is judged as the poster's own, and so is a text of blanks alone. */
    if (segmenter->covered < text.length) {
        Layer *layer = emission_append(segmenter, text.length);
        layer->kind = frame.voice;
        layer->level = frame.level;
        layer->parent = frame.parent;
    }
    set_parents(segmenter, &frame);
    text_lines_clear(&segmenter->lines);
}
