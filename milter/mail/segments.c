/* SPDX-License-Identifier: BSD-2-Clause */
#include "segments.h"

#include "frame.h"
#include "layer.h"
#include "pasted.h"

/* One layer is kept back for what is left of the text. */
static bool is_full(Segmenter *segmenter)
{
    if (segmenter->layers->len + 1 < segmenter->most_layers) {
        return false;
    }
    segmenter->met |= limit_bit(LIMIT_LAYERS);
    return true;
}

/* Whether there is anything but blanks and quote marks. */
static bool is_blank_text(Span text)
{
    size_t i = 0;

    while (i < text.length && (g_ascii_isspace(text.text[i]) || text.text[i] == '>')) {
        i++;
    }
    return i == text.length;
}

static Layer *append(Segmenter *segmenter, size_t end)
{
    Layer *layer = layer_new();

    layer->id = segmenter->layers->len;
    layer->start = layer->body_start = segmenter->covered;
    layer->end = segmenter->covered = end;
    g_ptr_array_add(segmenter->layers, layer);
    return layer;
}

/* The bytes up to `end` that no layer has yet become one; blanks alone belong to the layer before,
 * if there is one. */
static Layer *emit(Segmenter *segmenter, size_t end)
{
    if (end <= segmenter->covered) {
        return NULL;
    }
    if (is_blank_text(span_slice(segmenter->lines.text, segmenter->covered, end))) {
        if (segmenter->layers->len > segmenter->first_layer) {
            Layer *last = g_ptr_array_index(segmenter->layers, segmenter->layers->len - 1);
            last->end = segmenter->covered = end;
        }
        return NULL;
    }
    return is_full(segmenter) ? NULL : append(segmenter, end);
}

static void take_evidence(Frame *frame, Layer *layer)
{
    if (frame->evidence != NULL) {
        g_ptr_array_unref(layer->evidence);
        layer->evidence = g_steal_pointer(&frame->evidence);
    }
}

/* The next notice of ours that begins before `end`, or NULL. */
static const Notice *next_notice(Segmenter *segmenter, size_t end)
{
    const GArray *notices = segmenter->lines.notices;

    while (notices != NULL && segmenter->next_notice < notices->len) {
        const Notice *notice = &g_array_index(notices, Notice, segmenter->next_notice);
        if (notice->start >= end) {
            return NULL;
        }
        segmenter->next_notice++;
        if (notice->start >= segmenter->covered) {
            return notice;
        }
    }
    return NULL;
}

/* What kustode once wrote into the frame, or into what is quoted there. */
static void emit_notice(Segmenter *segmenter, const Frame *frame, const Notice *notice)
{
    if (is_full(segmenter)) {
        return;
    }
    Layer *layer = append(segmenter, notice->end);
    layer->kind = LAYER_NOTICE;
    layer->level = frame->level + (notice->depth > frame->depth ? notice->depth - frame->depth : 0);
    layer->parent = frame->id >= 0 ? frame->id : frame->parent;
    layer->confidence = 99;
    g_ptr_array_add(layer->evidence, g_strdup("digest of its words fits"));
}

/* The frame's own voice up to `end`, where no notice stands. */
static void emit_words(Segmenter *segmenter, Frame *frame, size_t end)
{
    Layer *layer = emit(segmenter, end);

    if (layer == NULL) {
        return;
    }
    layer->kind = frame->voice;
    layer->how = frame->how;
    layer->level = frame->level;
    layer->parent = frame->parent;
    layer->confidence = frame->confidence;
    if (frame->id >= 0) {
        layer->same_as = frame->id;
        return;
    }
    frame->id = (int)layer->id;
    layer->origin = frame->origin;
    frame->origin = (Origin){ 0 };
    take_evidence(frame, layer);
    size_t body = text_lines_skip_blank(&segmenter->lines, frame->body, frame->stop);
    layer->body_start = CLAMP(text_lines_offset(&segmenter->lines, body), layer->start, layer->end);
}

/* The frame's own voice up to `end`. */
static void emit_voice(Segmenter *segmenter, Frame *frame, size_t end)
{
    for (const Notice *notice; (notice = next_notice(segmenter, end)) != NULL;) {
        emit_words(segmenter, frame, notice->start);
        emit_notice(segmenter, frame, notice);
    }
    emit_words(segmenter, frame, end);
}

static void emit_appendage_words(Segmenter *segmenter, const Frame *frame, LayerKind kind,
                                 size_t end)
{
    Layer *layer = emit(segmenter, end);

    if (layer != NULL) {
        layer->kind = kind;
        layer->level = frame->level;
        layer->parent =
            frame->level > segmenter->base_level && frame->id >= 0 ? frame->id : frame->parent;
        layer->confidence = 85;
    }
}

/* Signatures and footers: of the frame's voice, and inside the frame when that is a forward or a
 * quote. */
static void emit_appendage(Segmenter *segmenter, const Frame *frame, LayerKind kind, size_t end)
{
    for (const Notice *notice; (notice = next_notice(segmenter, end)) != NULL;) {
        emit_appendage_words(segmenter, frame, kind, notice->start);
        emit_notice(segmenter, frame, notice);
    }
    emit_appendage_words(segmenter, frame, kind, end);
}

/* The voice's lines [first, stop), the last of which may be shared with what begins at byte `end`.
 */
static void emit_lines(Segmenter *segmenter, Frame *frame, size_t first, size_t stop, size_t end)
{
    size_t from = MAX(first, frame->body);
    size_t signature =
        from < stop ? signature_find(&segmenter->lines, segmenter->facts, from, stop) : stop;

    emit_voice(segmenter, frame,
               signature < stop ? text_lines_offset(&segmenter->lines, signature) : end);
    if (signature < stop) {
        emit_appendage(segmenter, frame, LAYER_SIGNATURE, end);
    }
}

/*
 * The poster's own lines [first, stop) when no mark was found anywhere in the post: what was pasted
 * into them becomes a forward, which ends before the poster's own signature. True when it was so.
 */
static bool emit_pasted(Segmenter *segmenter, Frame *frame, size_t first, size_t stop)
{
    const TextLines *lines = &segmenter->lines;
    Pasted pasted;

    if (!pasted_find(lines, segmenter->facts, first, stop, &pasted)) {
        return false;
    }
    size_t end = poster_signature_find(lines, segmenter->facts, pasted.first, stop);
    Frame inner = {
        .first = pasted.first,
        .stop = end,
        .body = pasted.first,
        .depth = frame->depth,
        .level = frame->level + 1,
        .voice = LAYER_FORWARDED,
        .how = LAYER_PASTED,
        .id = -1,
        .confidence = pasted.confidence,
        .evidence = pasted.evidence,
    };
    emit_lines(segmenter, frame, first, pasted.first, text_lines_offset(lines, pasted.first));
    inner.parent = frame->id >= 0 ? frame->id : frame->parent;
    emit_voice(segmenter, &inner, text_lines_offset(lines, end));
    emit_appendage(segmenter, frame, LAYER_SIGNATURE, text_lines_offset(lines, stop));
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

/* Lines [low, stop) of which those before `index` were looked at. */
typedef struct Stretch {
    size_t low, index, stop;
} Stretch;

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

/* Recursion is bounded by MOST_FRAME_LEVELS. */
static void split_frame(Segmenter *segmenter, Frame *frame)
{
    const TextLines *lines = &segmenter->lines;
    size_t footer = footer_find(lines, frame->body, frame->stop, frame->depth);
    size_t armour = find_armour(segmenter, frame, footer);
    size_t low = frame->first, index = frame->body;

    while (index < armour && frame->level < segmenter->base_level + MOST_FRAME_LEVELS &&
           !is_full(segmenter)) {
        if (text_line_is_blank(lines, index)) {
            index++;
            continue;
        }
        Opening opening;
        if (find_opening(segmenter, frame, (Stretch){ MAX(low, frame->body), index, armour },
                         &opening)) {
            Frame inner = frame_inside(segmenter, frame, &opening, MAX(low, frame->body), armour);
            emit_lines(segmenter, frame, low, opening.first, opening.start);
            inner.parent = frame->id >= 0 ? frame->id : frame->parent;
            split_frame(segmenter, &inner);
            frame_clear(&inner);
            /* Blank lines belong to the layer before them. */
            low = opening.stop = text_lines_skip_blank(lines, opening.stop, armour);
            emit_voice(segmenter, frame, text_lines_offset(lines, low));
        }
        index = opening.stop;
        opening_clear(&opening);
    }
    bool may_be_pasted = frame->level == 0 && frame->id < 0 && low == frame->first;
    if (!may_be_pasted || !emit_pasted(segmenter, frame, low, armour)) {
        emit_lines(segmenter, frame, low, armour, text_lines_offset(lines, armour));
    }
    emit_appendage(segmenter, frame, LAYER_SIGNATURE, text_lines_offset(lines, footer));
    emit_appendage(segmenter, frame, LAYER_FOOTER, text_lines_offset(lines, frame->stop));
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
    segmenter->next_notice = 0;
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
        Layer *layer = append(segmenter, text.length);
        layer->kind = frame.voice;
        layer->level = frame.level;
        layer->parent = frame.parent;
    }
    set_parents(segmenter, &frame);
    text_lines_clear(&segmenter->lines);
}
