/* SPDX-License-Identifier: BSD-2-Clause */
#include "emission.h"

#include "layer.h"

bool emission_is_full(Segmenter *segmenter)
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

Layer *emission_append(Segmenter *segmenter, size_t end)
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
    return emission_is_full(segmenter) ? NULL : emission_append(segmenter, end);
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
    if (emission_is_full(segmenter)) {
        return;
    }
    Layer *layer = emission_append(segmenter, notice->end);
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
    layer->digest = frame->digest;
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

void emission_voice(Segmenter *segmenter, Frame *frame, size_t end)
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

void emission_appendage(Segmenter *segmenter, const Frame *frame, LayerKind kind, size_t end)
{
    for (const Notice *notice; (notice = next_notice(segmenter, end)) != NULL;) {
        emit_appendage_words(segmenter, frame, kind, notice->start);
        emit_notice(segmenter, frame, notice);
    }
    emit_appendage_words(segmenter, frame, kind, end);
}

void emission_lines(Segmenter *segmenter, Frame *frame, size_t first, size_t stop, size_t end)
{
    size_t from = MAX(first, frame->body);
    size_t signature =
        from < stop ? signature_find(&segmenter->lines, segmenter->facts, from, stop) : stop;

    emission_voice(segmenter, frame,
                   signature < stop ? text_lines_offset(&segmenter->lines, signature) : end);
    if (signature < stop) {
        emission_appendage(segmenter, frame, LAYER_SIGNATURE, end);
    }
}
