/* SPDX-License-Identifier: BSD-2-Clause */
/* All that names people in the posts of a report, replaced: fields, texts, excerpts. */
#include "cli/anonymise.h"
#include "cli/report_parts.h"

static const char *text_of(const json_t *layer, const char *key)
{
    return json_string_value(json_object_get(layer, key));
}

typedef void (*TextFunction)(Anonymiser *anonymiser, const char *text);

/* All that names people by purpose. */
static void each_field(Anonymiser *anonymiser, const JudgedPost *post, TextFunction function)
{
    size_t index;
    const json_t *layer;
    function(anonymiser, post->from);
    json_array_foreach(post->layers, index, layer)
    {
        function(anonymiser, text_of(layer, "from"));
        function(anonymiser, text_of(layer, "to"));
    }
}

static void read_texts(Anonymiser *anonymiser, const JudgedPost *post)
{
    size_t index;
    const json_t *layer;
    json_array_foreach(post->layers, index, layer)
    {
        anonymiser_read(anonymiser, text_of(layer, "text"));
    }
}

static void replace_text(char **text, const Anonymiser *anonymiser)
{
    char *replaced = anonymiser_text(anonymiser, *text, NULL);
    g_free(*text);
    *text = replaced;
}

/* Where hits begin and end in a layer (size_t *); caller's. */
static GPtrArray *places_in(const JudgedPost *post, size_t layer)
{
    GPtrArray *places = g_ptr_array_new();
    for (guint i = 0; i < post->hits->len; i++) {
        JudgedHit *hit = g_ptr_array_index(post->hits, i);
        if (hit->hit.layer >= 0 && (size_t)hit->hit.layer == layer) {
            g_ptr_array_add(places, &hit->start);
            g_ptr_array_add(places, &hit->end);
        }
    }
    return places;
}

static void replace_field(json_t *layer, const char *key, char *text)
{
    json_object_set_new(layer, key, json_text(text));
    g_free(text);
}

/* A signature is nothing but a person. */
static void replace_layer_text(json_t *layer, const Anonymiser *anonymiser, const JudgedPost *post,
                               size_t number)
{
    const char *kind = text_of(layer, "kind"), *text = text_of(layer, "text");
    g_autoptr(GPtrArray) places = places_in(post, number);
    if (g_strcmp0(kind, "signature") != 0) {
        replace_field(layer, "text", anonymiser_text(anonymiser, text, places));
        return;
    }
    json_object_set_new(layer, "text", json_text("[signature]\n"));
    json_object_del(layer, "cut");
    for (guint i = 0; i < places->len; i++) {
        *(size_t *)g_ptr_array_index(places, i) = 0;
    }
}

static void replace_layers(JudgedPost *post, Anonymiser *anonymiser)
{
    size_t index;
    json_t *layer;
    json_array_foreach(post->layers, index, layer)
    {
        const char *from = text_of(layer, "from"), *subject = text_of(layer, "subject");
        replace_field(layer, "from", anonymiser_person(anonymiser, from));
        replace_field(layer, "subject", anonymiser_text(anonymiser, subject, NULL));
        replace_layer_text(layer, anonymiser, post, index);
    }
}

static void replace_post(JudgedPost *post, Anonymiser *anonymiser)
{
    anonymiser_next_post(anonymiser);
    each_field(anonymiser, post, anonymiser_expect);
    char *person = anonymiser_person(anonymiser, post->from);
    g_free(post->from);
    post->from = person;
    g_clear_pointer(&post->message_id, g_free); /* its right side is a computer of somebody's */
    replace_text(&post->subject, anonymiser);
    replace_layers(post, anonymiser);
    for (guint i = 0; i < post->hits->len; i++) {
        JudgedHit *hit = g_ptr_array_index(post->hits, i);
        replace_text(&hit->hit.excerpt, anonymiser);
    }
}

void report_anonymise(Report *report)
{
    g_autoptr(Anonymiser) anonymiser = anonymiser_new();
    report->is_anonymous = true;
    for (guint i = 0; i < report->posts->len; i++) {
        each_field(anonymiser, g_ptr_array_index(report->posts, i), anonymiser_learn);
    }
    for (guint i = 0; i < report->posts->len; i++) {
        read_texts(anonymiser, g_ptr_array_index(report->posts, i));
    }
    for (guint i = 0; i < report->posts->len; i++) {
        replace_post(g_ptr_array_index(report->posts, i), anonymiser);
    }
}
