/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A taken-apart post for tests, from lines: `own some words` is a layer (any kind), `own=0 more
 * words` a further run of the voice of layer 0, `own@2<1 words` stands in part 2, an alternative of
 * part 1; `attached` is a whole attached message, and layers after it, `in own words`, are inside
 * it. `Subject: words` is a header field of the post, `>Subject: words` of the layer before, `+type
 * name` an attachment.
 */
#ifndef KUSTODE_TESTS_MADE_POST_H
#define KUSTODE_TESTS_MADE_POST_H

#include "mail/layers.h"

typedef struct MadePost {
    Message message;
    Layers layers;
    GPtrArray *texts; /* GString, one a part: the texts of the layers */
} MadePost;

static inline MimePart *made_part(MimePart *parent, const char *type)
{
    MimePart *part = g_new0(MimePart, 1);
    part->type = g_strdup(type);
    part->children = g_ptr_array_new();
    part->fields = g_ptr_array_new();
    part->parent = parent;
    part->id = g_strdup(parent == NULL ? "" : "0");
    if (parent != NULL) {
        g_ptr_array_add(parent->children, part);
    }
    return part;
}

static inline void made_field(MimePart *part, const char *name, const char *text)
{
    HeaderField *field = g_new0(HeaderField, 1);
    field->name = g_strdup(name);
    field->text = g_strdup(text);
    g_ptr_array_add(part->fields, field);
}

/* The text part of that id, made when it is new. */
static inline TextPart *made_text_part(MadePost *post, const char *id, const char *alternative_of)
{
    for (guint i = 0; i < post->layers.parts->len; i++) {
        TextPart *there = g_ptr_array_index(post->layers.parts, i);
        if (strcmp(there->part->id, id) == 0) {
            return there;
        }
    }
    MimePart *part = made_part(post->message.top, "text/plain");
    g_free(part->id);
    part->id = g_strdup(id);
    TextPart *text_part = g_new0(TextPart, 1);
    text_part->part = part;
    text_part->alternative_of = g_strdup(alternative_of);
    text_part->decoded = g_string_new(NULL);
    g_ptr_array_add(post->layers.parts, text_part);
    return text_part;
}

static inline LayerKind made_kind(const char *name)
{
    int kind = 0;
    while (strcmp(layer_kind_name((LayerKind)kind), name) != 0) {
        g_assert_cmpint(++kind, <, N_LAYER_KINDS);
    }
    return (LayerKind)kind;
}

static inline Layer *made_new_layer(MadePost *post, LayerKind kind)
{
    Layer *layer = g_new0(Layer, 1);
    layer->id = post->layers.all->len;
    layer->kind = kind;
    layer->parent = layer->same_as = -1;
    layer->level = kind == LAYER_FORWARDED || kind == LAYER_QUOTED;
    g_ptr_array_add(post->layers.all, layer);
    return layer;
}

static inline void made_attached(MadePost *post)
{
    Layer *layer = made_new_layer(post, LAYER_FORWARDED);
    MimePart *part = made_part(post->message.top, "message/rfc822");
    made_part(part, "text/plain");
    layer->how = LAYER_ATTACHED;
    layer->part = part;
}

/* kind[=N][@part[<primary]] words */
static inline void made_layer(MadePost *post, const char *line)
{
    g_autoptr(GRegex) form =
        g_regex_new("^(in )?([a-z]+)(?:=(\\d+))?(?:@(\\d+)(?:<(\\d+))?)? (.*)$", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_assert_true(g_regex_match(form, line, 0, &match));
    g_auto(GStrv) words = g_match_info_fetch_all(match);
    const char *part = words[4][0] != '\0' ? words[4] : "1";
    const char *primary = words[5][0] != '\0' ? words[5] : NULL;
    TextPart *text_part = made_text_part(post, part, primary);
    Layer *layer = made_new_layer(post, made_kind(words[2]));

    if (words[1][0] != '\0') {
        layer->parent = (int)layer->id - 1;
        layer->level++;
    }
    if (words[3][0] != '\0') {
        layer->same_as = atoi(words[3]);
    }
    layer->part = text_part->part;
    layer->text_part = text_part;
    layer->start = layer->body_start = text_part->decoded->len;
    g_string_append_printf(text_part->decoded, "%s\n", words[6]);
    layer->end = text_part->decoded->len;
}

static inline void made_origin(Layer *layer, const char *name, const char *text)
{
    if (layer->text_part == NULL) {
        made_field(g_ptr_array_index(layer->part->children, 0), name, text);
    } else {
        g_assert_cmpstr(name, ==, "Subject");
        layer->origin.subject = g_strdup(text);
    }
}

static inline void made_line(MadePost *post, const char *line)
{
    const char *colon = strstr(line, ": ");
    bool is_field = g_ascii_isupper(line[0]) || line[0] == '>';
    g_autofree char *name = is_field ? g_strndup(line, (gsize)(colon - line)) : NULL;

    if (line[0] == '>') {
        Layer *last = g_ptr_array_index(post->layers.all, post->layers.all->len - 1);
        made_origin(last, name + 1, colon + 2);
    } else if (is_field) {
        made_field(post->message.top, name, colon + 2);
    } else if (line[0] == '+') {
        g_auto(GStrv) words = g_strsplit(line + 1, " ", 2);
        MimePart *part = made_part(post->message.top, words[0]);
        part->file_name = g_strdup(words[1]);
    } else if (strcmp(line, "attached") == 0) {
        made_attached(post);
    } else {
        made_layer(post, line);
    }
}

static inline MadePost *made_post(const char *lines)
{
    MadePost *post = g_new0(MadePost, 1);
    post->message.top = made_part(NULL, "multipart/mixed");
    post->layers.all = g_ptr_array_new();
    post->layers.parts = g_ptr_array_new();
    g_auto(GStrv) split = g_strsplit(lines, "\n", -1);
    for (char **line = split; *line != NULL; line++) {
        made_line(post, *line);
    }
    for (guint i = 0; i < post->layers.parts->len; i++) {
        TextPart *part = g_ptr_array_index(post->layers.parts, i);
        part->text = span_make(part->decoded->str, part->decoded->len);
    }
    return post;
}

static inline void made_part_free(MimePart *part)
{
    for (guint i = 0; i < part->children->len; i++) {
        made_part_free(g_ptr_array_index(part->children, i));
    }
    for (guint i = 0; i < part->fields->len; i++) {
        HeaderField *field = g_ptr_array_index(part->fields, i);
        g_free(field->name);
        g_free(field->text);
        g_free(field);
    }
    g_ptr_array_unref(part->children);
    g_ptr_array_unref(part->fields);
    g_free(part->id);
    g_free(part->type);
    g_free(part->file_name);
    g_free(part);
}

static inline void made_post_free(MadePost *post)
{
    for (guint i = 0; i < post->layers.all->len; i++) {
        Layer *layer = g_ptr_array_index(post->layers.all, i);
        g_free(layer->origin.subject);
        g_free(layer);
    }
    for (guint i = 0; i < post->layers.parts->len; i++) {
        TextPart *part = g_ptr_array_index(post->layers.parts, i);
        g_string_free(part->decoded, TRUE);
        g_free((char *)part->alternative_of);
        g_free(part);
    }
    g_ptr_array_unref(post->layers.all);
    g_ptr_array_unref(post->layers.parts);
    made_part_free(post->message.top);
    g_free(post);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MadePost, made_post_free)

#endif
