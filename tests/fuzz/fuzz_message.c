/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any bytes as a mail, through the whole of mail/: ranges are sound, texts are UTF-8, layers
 * partition the text, and the limits hold, the usual ones and tight ones.
 */
#include "mail/layers.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_fields(const MimePart *part)
{
    size_t at = part->start;
    for (guint i = 0; i < part->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(part->fields, i);
        g_assert(field->start >= at && field->end > field->start);
        g_assert(g_utf8_validate(field->text, -1, NULL));
        at = field->end;
    }
    g_assert(at <= part->body_start);
}

static bool is_utf8(const char *text)
{
    return text == NULL || g_utf8_validate(text, -1, NULL);
}

/* How many parts there are below and with this one. */
static size_t check_part(const MimePart *part, const Limits *limits, size_t depth)
{
    g_assert(depth < limits->depth);
    g_assert(part->id != NULL && part->type != NULL && is_utf8(part->type));
    g_assert(is_utf8(part->file_name) && is_utf8(part->charset) && is_utf8(part->disposition));
    g_assert(part->start <= part->body_start && part->body_start <= part->end &&
             part->end <= part->source.length);
    g_assert(part->fields->len <= limits->fields);
    check_fields(part);
    size_t count = 1;
    size_t at = part->body_start;
    for (guint i = 0; i < part->children->len; i++) {
        const MimePart *child = g_ptr_array_index(part->children, i);
        g_assert(child->parent == part);
        if (child->source.text == part->source.text) {
            g_assert(child->start >= at && child->end <= part->end);
            at = child->end;
        }
        g_assert(offset_map_end(child->source_map, child->source.length) <= SIZE_MAX / 2);
        count += check_part(child, limits, depth + 1);
    }
    return count;
}

static void check_layer(const Layers *layers, const Layer *layer, Span raw)
{
    g_assert(layer->same_as < (int)layer->id && layer->parent < (int)layers->all->len);
    g_assert(layer->parent < 0 || layers_at(layers, (size_t)layer->parent)->level <= layer->level);
    g_assert(layer->raw_start <= layer->raw_end && layer->raw_end <= raw.length);
    g_assert(layer->confidence <= 100);
    g_assert(is_utf8(layer->origin.from) && is_utf8(layer->origin.subject));
    if (layer->text_part != NULL) {
        g_assert(layer->start <= layer->body_start && layer->body_start <= layer->end);
        g_assert(layer->first_line <= layer->last_line);
    }
    g_assert(layer_kind_for_rules(layers, layer) < N_LAYER_KINDS);
}

/* The layers of a text part begin where the one before ends, from its first byte to its last. */
static void check_layers(const Message *message, const Limits *limits)
{
    g_autoptr(Layers) layers = layers_split(message, limits);
    g_autoptr(GHashTable) ends = g_hash_table_new(NULL, NULL);
    g_assert(layers->all->len <= limits->layers);
    for (guint i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        g_assert(layer->id == i);
        check_layer(layers, layer, message->raw);
        if (layer->text_part != NULL) {
            gpointer end = g_hash_table_lookup(ends, layer->text_part);
            g_assert(GPOINTER_TO_SIZE(end) == layer->start);
            g_hash_table_replace(ends, (gpointer)layer->text_part, GSIZE_TO_POINTER(layer->end));
        }
    }
    for (guint i = 0; i < layers->parts->len; i++) {
        const TextPart *part = g_ptr_array_index(layers->parts, i);
        g_assert(g_utf8_validate_len(part->text.text, part->text.length, NULL));
        g_assert((layers->limits & limit_bit(LIMIT_LAYERS)) != 0 ||
                 GPOINTER_TO_SIZE(g_hash_table_lookup(ends, part)) == part->text.length);
    }
}

static void check(Span raw, const Limits *limits)
{
    g_autoptr(Message) message = message_parse(raw, limits);
    g_assert(check_part(message->top, limits, 0) <= limits->parts);
    check_layers(message, limits);
    g_auto(GStrv) addresses = message_addresses(message->top, "to", 8);
    g_assert(g_strv_length(addresses) <= 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static bool is_started;
    if (!is_started) {
        message_library_start();
        is_started = true;
    }
    Limits tight = limits_default;
    tight.parts = 5;
    tight.depth = 3;
    tight.fields = 4;
    tight.field_bytes = 64;
    tight.header_block_bytes = 256;
    tight.address_nesting = 2;
    tight.content_parameters = 2;
    tight.boundary_bytes = 8;
    tight.part_text_bytes = 100;
    tight.text_bytes = 200;
    tight.layers = 6;
    Span raw = span_make((const char *)bytes, length);
    check(raw, &limits_default);
    check(raw, &tight);
    return 0;
}
