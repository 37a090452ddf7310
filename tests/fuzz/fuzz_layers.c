/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as a mail: the layers partition every text, form a tree, and keep their limit. */
#include "mail/layers.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_text(const Layers *layers, const TextPart *part)
{
    size_t covered = 0, count = 0;

    for (size_t i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        if (layer->text_part != part) {
            continue;
        }
        g_assert(layer->start == covered && layer->end > layer->start);
        g_assert(layer->body_start >= layer->start && layer->body_start <= layer->end);
        g_assert(layer->raw_start <= layer->raw_end);
        g_assert(layer->first_line >= 1 && layer->first_line <= layer->last_line);
        Span text = layer_text(layer);
        g_assert(g_utf8_validate_len(text.text, text.length, NULL));
        covered = layer->end;
        count++;
    }
    /* Parts beyond the limit have no layers, and the post says so. */
    bool is_left_out = count == 0 && (layers->limits & limit_bit(LIMIT_LAYERS)) != 0;
    g_assert(covered == part->text.length || is_left_out);
}

static void check_tree(const Layers *layers)
{
    for (size_t i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        g_assert(layer->id == i && layer->kind < N_LAYER_KINDS);
        g_assert(layer->same_as < (int)i && layer->confidence <= 100);
        g_assert(layer->parent < (int)layers->all->len && layer->parent != (int)i);
        size_t steps = 0;
        for (int id = layer->parent; id >= 0; id = layers_at(layers, (size_t)id)->parent) {
            g_assert(++steps <= layers->all->len);
        }
        g_assert(layer_kind_for_rules(layers, layer) < N_LAYER_KINDS);
    }
}

static void check(Span raw, const Limits *limits)
{
    g_autoptr(Message) message = message_parse(raw, limits);
    g_autoptr(Layers) layers = layers_split(message, limits);

    g_assert(layers->all->len <= limits->layers);
    for (size_t i = 0; i < layers->parts->len; i++) {
        check_text(layers, g_ptr_array_index(layers->parts, i));
    }
    check_tree(layers);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static bool is_started;
    if (!is_started) {
        message_library_start();
        is_started = true;
    }
    Limits tight = limits_default;
    tight.layers = 4;
    Span raw = span_make((const char *)bytes, length);
    check(raw, &limits_default);
    check(raw, &tight);
    return 0;
}
