/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/layers.h"

#include "layer.h"
#include "segments.h"

/* What splitting a message carries from part to part. */
typedef struct Split {
    Layers *layers;
    const Limits *limits;
    size_t next_text; /* index of the next TextPart to come */
} Split;

/* Whose mail a part belongs to. */
typedef struct Place {
    const PostFacts *facts;
    unsigned level;
    int parent;
    LayerKind voice;
} Place;

static bool type_is(const MimePart *part, const char *type)
{
    return strcmp(part->type, type) == 0;
}

/* Delivery reports, receipts and complaints carry copies that nobody forwarded (RFC 6522). */
static bool is_in_report(const MimePart *part)
{
    for (; part != NULL; part = part->parent) {
        if (type_is(part, "multipart/report")) {
            return true;
        }
    }
    return false;
}

/* Its number, from 1, in the multipart/digest around it (RFC 2046 5.1.5), or 0. */
static unsigned number_in_digest(const MimePart *part)
{
    guint index = 0;

    bool is_in_digest = part->parent != NULL && type_is(part->parent, "multipart/digest") &&
                        g_ptr_array_find(part->parent->children, part, &index);
    return is_in_digest ? index + 1 : 0;
}

static Origin origin_of(const MimePart *top)
{
    return (Origin){
        .from = g_strdup(message_header(top, "From")),
        .to = g_strdup(message_header(top, "To")),
        .subject = g_strdup(message_header(top, "Subject")),
        .date = g_strdup(message_header(top, "Date")),
        .message_id = g_strdup(message_header(top, "Message-ID")),
    };
}

static bool is_full(Split *split)
{
    if (split->layers->all->len < split->limits->layers) {
        return false;
    }
    split->layers->limits |= limit_bit(LIMIT_LAYERS);
    return true;
}

/* ---- a text */

static void place(Layer *layer, const TextPart *part)
{
    size_t column, last = layer->end;

    layer->part = part->part;
    layer->text_part = part;
    text_part_bytes(part, layer->start, layer->end, &layer->raw_start, &layer->raw_end);
    text_part_place(part, layer->start, &layer->first_line, &column);
    text_part_place(part, last > layer->start ? last - 1 : last, &layer->last_line, &column);
}

static void split_text(Split *split, const TextPart *part, const Place *around)
{
    Segmenter segmenter = {
        .facts = around->facts,
        .layers = split->layers->all,
        .most_layers = split->limits->layers,
        .base_level = around->level,
        .base_parent = around->parent,
        .base_voice = around->voice,
    };

    if (is_full(split)) {
        return;
    }
    segments_read(&segmenter, part->text, part->html);
    split->layers->limits |= segmenter.met;
    split->layers->is_digest =
        split->layers->is_digest || (segmenter.is_digest && around->level == 0);
    for (size_t i = segmenter.first_layer; i < split->layers->all->len; i++) {
        place(g_ptr_array_index(split->layers->all, i), part);
    }
}

/* ---- the tree */

static Layer *add_attached(Split *split, const MimePart *part, const Place *around)
{
    Layer *layer = layer_new();

    layer->id = split->layers->all->len;
    layer->kind = is_in_report(part) ? LAYER_QUOTED : LAYER_FORWARDED;
    layer->how = LAYER_ATTACHED;
    layer->level = around->level + 1;
    layer->parent = around->parent;
    layer->part = part;
    layer->confidence = 99;
    layer->digest = number_in_digest(part);
    layer->origin = origin_of(g_ptr_array_index(part->children, 0));
    layer->raw_start = offset_map_start(part->source_map, part->body_start);
    layer->raw_end = offset_map_end(part->source_map, part->end);
    g_ptr_array_add(layer->evidence,
                    layer->digest > 0
                        ? g_strdup_printf("message %u of a digest", layer->digest)
                        : g_strdup(is_in_report(part) ? "copy in a report" : "attached message"));
    g_ptr_array_add(split->layers->all, layer);
    return layer;
}

/* Recursion is bounded by the parser's `depth`. */
static void split_part(Split *split, const MimePart *part, const Place *around)
{
    const TextPart *text = split->next_text < split->layers->parts->len
                               ? g_ptr_array_index(split->layers->parts, split->next_text)
                               : NULL;

    if (text != NULL && text->part == part) {
        split->next_text++;
        split_text(split, text, around);
        return;
    }
    Place inside = *around;
    PostFacts facts = { 0 };
    if (mime_part_is_attached_message(part) && part->children->len > 0 && !is_full(split)) {
        post_facts_read(&facts, g_ptr_array_index(part->children, 0));
        inside = (Place){ .facts = &facts,
                          .level = around->level + 1,
                          .parent = (int)add_attached(split, part, around)->id,
                          .voice = LAYER_OWN };
    }
    for (size_t i = 0; i < part->children->len; i++) {
        split_part(split, g_ptr_array_index(part->children, i), &inside);
    }
    post_facts_clear(&facts);
}

/* ---- the post */

/* Mailman: a preface, the digest, and a footer, in one multipart/mixed. */
static bool holds_digest(const MimePart *top)
{
    bool is_digest = type_is(top, "multipart/digest");

    for (size_t i = 0; i < top->children->len && !is_digest; i++) {
        is_digest = type_is(g_ptr_array_index(top->children, i), "multipart/digest");
    }
    return is_digest;
}

static bool field_holds(const MimePart *part, const char *name, const char *word)
{
    const char *text = message_header(part, name);
    g_autofree char *small = text == NULL ? NULL : g_ascii_strdown(text, -1);

    return small != NULL && strstr(small, word) != NULL;
}

/* RFC 3834, and what answering machines wrote before it. */
static bool is_auto_reply(const MimePart *top)
{
    const char *submitted = message_header(top, "Auto-Submitted");

    return (submitted != NULL &&
            !span_starts_with_ascii_caseless(span_trim(span_of(submitted)), "no")) ||
           field_holds(top, "Precedence", "auto_reply") ||
           message_field(top, "X-Autoreply") != NULL || message_field(top, "X-Autorespond") != NULL;
}

static bool is_encrypted_part(const MimePart *part)
{
    return type_is(part, "multipart/encrypted") ||
           (mime_part_is_pkcs7(part) && part->children->len == 0 &&
            !field_holds(part, "Content-Type", "signed-data"));
}

/* Whether the post's first words are PGP armour: then there is nothing else to read. */
static bool is_armoured(const GPtrArray *parts)
{
    const TextPart *first = parts->len == 0 ? NULL : g_ptr_array_index(parts, 0);

    return first != NULL && span_starts_with(span_trim(first->text), "-----BEGIN PGP MESSAGE-----");
}

/* Recursion is bounded by the parser's `depth`. */
static bool holds_encrypted_part(const MimePart *part)
{
    bool found = is_encrypted_part(part);

    for (size_t i = 0; i < part->children->len && !found; i++) {
        found = holds_encrypted_part(g_ptr_array_index(part->children, i));
    }
    return found;
}

/* List software puts its footer beside what it cannot read. */
static bool has_words(const Layers *layers)
{
    for (size_t i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        if (layer->kind != LAYER_FOOTER && layer->kind != LAYER_NOTICE && layer->encoding == NULL &&
            span_trim(layer_text(layer)).length > 0) {
            return true;
        }
    }
    return false;
}

static const char *why_skipped(const Message *message, const Layers *layers)
{
    if (is_encrypted_part(message->top) || is_armoured(layers->parts) ||
        (!has_words(layers) && holds_encrypted_part(message->top))) {
        return "encrypted";
    }
    return is_auto_reply(message->top) ? "auto-reply" : NULL;
}

/* Somebody else's mail sent on as it was (RFC 5322 3.6.6). List software writes Resent-* too, and
 * then List-* or Precedence. */
static bool is_resent(const MimePart *top)
{
    static const char *const of_lists[] = { "List-Id",        "List-Post",    "List-Unsubscribe",
                                            "X-Mailing-List", "Mailing-List", "Precedence" };
    for (size_t i = 0; i < G_N_ELEMENTS(of_lists); i++) {
        if (message_field(top, of_lists[i]) != NULL) {
            return false;
        }
    }
    g_auto(GStrv) by = message_addresses(top, "Resent-From", 1);
    g_auto(GStrv) of = message_addresses(top, "From", 1);
    return by[0] != NULL && of[0] != NULL && strcmp(by[0], of[0]) != 0;
}

/*
 * A forward that stands in what somebody else is quoted with is his. Of alternatives only one may
 * have got the client's mark; what is guessed from a text counts in the primary one alone.
 */
static bool is_brought_by_poster(const Layers *layers, const Layer *layer)
{
    bool is_alternative = layer->text_part != NULL && layer->text_part->alternative_of != NULL;

    if (layer->kind != LAYER_FORWARDED || (is_alternative && layer->how == LAYER_PASTED)) {
        return false;
    }
    for (int id = layer->parent; id >= 0; id = layers_at(layers, (size_t)id)->parent) {
        if (layers_at(layers, (size_t)id)->kind == LAYER_QUOTED) {
            return false;
        }
        if (layers_at(layers, (size_t)id)->level == 0) {
            break;
        }
    }
    return true;
}

Layers *layers_split(const Message *message, const Limits *limits)
{
    Layers *layers = g_new0(Layers, 1);
    Split split = { .layers = layers, .limits = limits };
    PostFacts facts;

    layers->all = g_ptr_array_new_with_free_func((GDestroyNotify)layer_free);
    layers->parts = readable_parts(message, limits, &layers->limits);
    post_facts_read(&facts, message->top);
    layers->is_digest = facts.is_digest && holds_digest(message->top);
    Place post = { .facts = &facts, .parent = -1, .voice = LAYER_OWN };
    if (is_resent(message->top)) {
        post.level = 1;
        post.voice = LAYER_FORWARDED;
    }
    split_part(&split, message->top, &post);
    post_facts_clear(&facts);
    layers->skipped = why_skipped(message, layers);
    for (size_t i = 0; i < layers->all->len && !layers->is_digest && !layers->is_forwarded; i++) {
        layers->is_forwarded = is_brought_by_poster(layers, layers_at(layers, i));
    }
    return layers;
}

void layers_free(Layers *layers)
{
    if (layers == NULL) {
        return;
    }
    g_ptr_array_unref(layers->all);
    g_ptr_array_unref(layers->parts);
    g_free(layers);
}
