/* SPDX-License-Identifier: BSD-2-Clause */
/* The layers of a post as the page shows them: whole where rules hit, else the beginning. */
#include "cli/report_parts.h"

enum {
    /* Bytes of a post's layers. Ten thousand posts shall fit a mail (15 MB): those with points, one
     * in five or so, are read to the end, of the others the beginning is enough to know them. */
    TEXT_MOST_WITH_HITS = 48 * 1024,
    TEXT_MOST_WITHOUT = 700
};

static bool is_alternative(const json_t *layer)
{
    return json_object_get(layer, "alternative_of") != NULL;
}

/* The first `most` bytes, whole characters. */
static json_t *beginning_of(const char *text, size_t length, size_t most)
{
    const char *end = text + MIN(length, most);
    while (end > text && end < text + length && ((unsigned char)*end & 0xc0) == 0x80) {
        end--;
    }
    return json_stringn_nocheck(text, (size_t)(end - text));
}

void report_cut_texts(JudgedPost *post)
{
    size_t left = post->hits->len > 0 ? TEXT_MOST_WITH_HITS : TEXT_MOST_WITHOUT;
    size_t index;
    json_t *layer;
    json_array_foreach(post->layers, index, layer)
    {
        const json_t *text = json_object_get(layer, "text");
        size_t length = json_string_length(text);
        size_t most = is_alternative(layer) ? 0 : left;
        if (length > most) {
            json_object_set_new(layer, "cut", json_integer((json_int_t)(length - most)));
            json_object_set_new(layer, "text", beginning_of(json_string_value(text), length, most));
        }
        left -= MIN(length, most);
    }
}

/* Copies what the page shows; what is null is left out. */
static void copy_keys(json_t *to, const json_t *from, const char *const *keys)
{
    for (size_t i = 0; keys[i] != NULL; i++) {
        json_t *value = json_object_get(from, keys[i]);
        if (value != NULL && !json_is_null(value)) {
            json_object_set(to, keys[i], value);
        }
    }
}

static json_t *layer_text_json(const json_t *layer)
{
    static const char *const keys[] = { "kind",           "how",  "level",   "part",
                                        "alternative_of", "from", "subject", "date",
                                        "text",           "cut",  NULL };
    json_t *object = json_object();
    copy_keys(object, layer, keys);
    return object;
}

static json_t *hit_text_json(const JudgedHit *hit)
{
    json_t *object = json_object();
    json_object_set_new(object, "layer", json_integer(hit->hit.layer));
    json_object_set_new(object, "excerpt", json_text(hit->hit.excerpt));
    json_object_set_new(object, "condition", json_text(hit->hit.condition));
    json_object_set_new(object, "also", json_integer((json_int_t)hit->hit.also));
    if (hit->end > hit->start) {
        json_object_set_new(object, "line", json_integer((json_int_t)hit->line));
        json_object_set_new(object, "start", json_integer((json_int_t)hit->start));
        json_object_set_new(object, "end", json_integer((json_int_t)hit->end));
    }
    return object;
}

json_t *report_post_text(const JudgedPost *post)
{
    json_t *layers = json_array(), *hits = json_array();
    size_t index;
    const json_t *layer;
    json_array_foreach(post->layers, index, layer)
    {
        json_array_append_new(layers, layer_text_json(layer));
    }
    for (guint i = 0; i < post->hits->len; i++) {
        json_array_append_new(hits, hit_text_json(g_ptr_array_index(post->hits, i)));
    }
    json_t *object = json_object();
    json_object_set_new(object, "layers", layers);
    json_object_set_new(object, "hits", hits);
    return object;
}
