/* SPDX-License-Identifier: BSD-2-Clause */
#include "emission.h"

#include "layer.h"

#define MOST_EVIDENCE_BYTES 80

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

/* The next notice or encoded file that begins before `end`, or NULL. */
static const Enclosure *next_enclosure(Segmenter *segmenter, size_t end)
{
    const GArray *all = segmenter->lines.enclosures;

    while (segmenter->next_enclosure < all->len) {
        const Enclosure *enclosure = &g_array_index(all, Enclosure, segmenter->next_enclosure);
        if (enclosure->start >= end) {
            return NULL;
        }
        segmenter->next_enclosure++;
        if (enclosure->start >= segmenter->covered) {
            return enclosure;
        }
    }
    return NULL;
}

/* What is said of it: that the digest fits, or the first line of the file, which names it. */
static char *enclosure_evidence(const Segmenter *segmenter, const Enclosure *enclosure)
{
    if (enclosure->encoding == NULL) {
        return g_strdup("digest of its words fits");
    }
    Span text = span_slice(segmenter->lines.text, enclosure->start, enclosure->end);
    Span first = text_head(span_slice(text, 0, span_find(text, '\n', 0)), MOST_EVIDENCE_BYTES);
    g_autofree char *line = g_utf8_make_valid(first.text, (gssize)first.length);
    return g_strconcat(enclosure->encoding, ": ", g_strstrip(line), NULL);
}

/* What kustode once wrote, or a file, in the frame or in what is quoted there. */
static void emit_enclosure(Segmenter *segmenter, const Frame *frame, const Enclosure *enclosure)
{
    if (emission_is_full(segmenter)) {
        return;
    }
    unsigned deeper = enclosure->depth > frame->depth ? enclosure->depth - frame->depth : 0;
    bool is_notice = enclosure->encoding == NULL;
    Layer *layer = emission_append(segmenter, enclosure->end);
    layer->kind = is_notice ? LAYER_NOTICE : deeper > 0 ? LAYER_QUOTED : frame->voice;
    layer->encoding = enclosure->encoding;
    layer->how = layer->kind == frame->voice ? frame->how : LAYER_HOW_NONE;
    layer->level = frame->level + deeper;
    layer->parent = (is_notice || deeper > 0) && frame->id >= 0 ? frame->id : frame->parent;
    layer->same_as = layer->kind == frame->voice ? frame->id : -1;
    layer->confidence = 99;
    g_ptr_array_add(layer->evidence, enclosure_evidence(segmenter, enclosure));
}

/* The frame's own voice up to `end`, where nothing is enclosed. */
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
    for (const Enclosure *enclosure; (enclosure = next_enclosure(segmenter, end)) != NULL;) {
        emit_words(segmenter, frame, enclosure->start);
        emit_enclosure(segmenter, frame, enclosure);
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
    for (const Enclosure *enclosure; (enclosure = next_enclosure(segmenter, end)) != NULL;) {
        emit_appendage_words(segmenter, frame, kind, enclosure->start);
        emit_enclosure(segmenter, frame, enclosure);
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
