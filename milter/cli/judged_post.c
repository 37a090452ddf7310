/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/judged_post.h"

#include <math.h>

static char *text_of(const json_t *object, const char *key)
{
    return g_strdup(json_string_value(json_object_get(object, key)));
}

static Stance stance_of(const char *name)
{
    for (Stance stance = STANCE_PASSES_ON; name != NULL && stance <= STANCE_DISCUSSES; stance++) {
        if (strcmp(stance_name(stance), name) == 0) {
            return stance;
        }
    }
    return STANCE_NONE;
}

static size_t number_at(const json_t *array, size_t index)
{
    return (size_t)json_integer_value(json_array_get(array, index));
}

static JudgedHit *hit_new(const json_t *object, const Rule *rule)
{
    JudgedHit *hit = g_new0(JudgedHit, 1);
    const json_t *layer = json_object_get(object, "layer");
    const json_t *range = json_object_get(object, "range");
    hit->hit.rule = rule;
    hit->hit.is_shadow = json_is_true(json_object_get(object, "shadow"));
    hit->hit.layer = json_is_integer(layer) ? (int)json_integer_value(layer) : -1;
    hit->hit.excerpt = text_of(object, "excerpt");
    hit->hit.condition = text_of(object, "condition");
    hit->hit.also = (size_t)json_integer_value(json_object_get(object, "also"));
    hit->hit.kinds = json_is_true(json_object_get(object, "brought")) ? 1u << LAYER_FORWARDED : 0;
    hit->part = text_of(object, "part");
    hit->line = (size_t)json_integer_value(json_object_get(object, "line"));
    hit->column = (size_t)json_integer_value(json_object_get(object, "column"));
    hit->start = number_at(range, 0);
    hit->end = number_at(range, 1);
    return hit;
}

static void hit_free(gpointer element)
{
    JudgedHit *hit = element;
    g_free(hit->hit.excerpt);
    g_free(hit->hit.condition);
    g_free(hit->part);
    g_free(hit);
}

/* A rule with two classes is two objects in a row. */
static void add_hit(JudgedPost *post, const json_t *object, const RuleSet *rules)
{
    const char *name = json_string_value(json_object_get(object, "rule"));
    const Rule *rule = name == NULL ? NULL : rule_set_find(rules, name);
    if (rule == NULL) {
        return;
    }
    guint count = post->hits->len;
    JudgedHit *last = count == 0 ? NULL : g_ptr_array_index(post->hits, count - 1);
    if (last == NULL || last->hit.rule != rule) {
        last = hit_new(object, rule);
        g_ptr_array_add(post->hits, last);
    }
    const char *class_name = json_string_value(json_object_get(object, "class"));
    for (int i = 0; i < N_CLASSES; i++) {
        if (g_strcmp0(class_name, verdict_class_name(i)) == 0) {
            last->hit.points[i] = json_number_value(json_object_get(object, "points"));
        }
    }
}

static void read_rendered(JudgedPost *post, const char *rendered, const RuleSet *rules)
{
    json_t *object = rendered == NULL ? NULL : json_loads(rendered, 0, NULL);
    post->from = text_of(object, "from");
    post->subject = text_of(object, "subject");
    post->date = text_of(object, "date");
    post->said = stance_of(json_string_value(json_object_get(object, "said")));
    post->layers = json_incref(json_object_get(object, "layers"));
    size_t index;
    const json_t *hit;
    json_array_foreach(json_object_get(object, "hits"), index, hit)
    {
        add_hit(post, hit, rules);
    }
    json_decref(object);
}

JudgedPost *judged_post_new(const MailboxMessage *message, const Judgement *judgement,
                            const RuleSet *rules, Labels *labels)
{
    const Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
    JudgedPost *post = g_new0(JudgedPost, 1);
    post->source = g_strdup(message->source);
    post->number = message->number;
    post->message_id = g_strdup(judgement->message_id);
    post->list = g_strdup(outcome->list);
    post->not_judged = g_strdup(outcome->not_judged);
    post->date_seconds = judgement->date_seconds;
    post->mode = outcome->mode;
    post->verdict = outcome->verdict;
    post->stance = outcome->stance;
    post->actions = outcome->actions;
    memcpy(post->scores, outcome->scores, sizeof post->scores);
    memcpy(post->thresholds, outcome->thresholds, sizeof post->thresholds);
    post->hits = g_ptr_array_new_with_free_func(hit_free);
    read_rendered(post, judgement->rendered, rules);
    if (labels != NULL) {
        post->label = labels_find(labels, post->source, post->number, post->message_id);
    }
    return post;
}

void judged_post_drop_layers(JudgedPost *post)
{
    json_decref(post->layers);
    post->layers = NULL;
}

void judged_post_free(JudgedPost *post)
{
    if (post == NULL) {
        return;
    }
    judged_post_drop_layers(post);
    g_ptr_array_unref(post->hits);
    char *const texts[] = { post->source,  post->message_id, post->list,      post->from,
                            post->subject, post->date,       post->not_judged };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(texts[i]);
    }
    g_free(post);
}

char *judged_post_place(const JudgedPost *post)
{
    return g_strdup_printf("%s:%zu", post->source, post->number);
}

double judged_post_margin(const JudgedPost *post)
{
    double nearest = 1;
    for (int i = 0; i < N_CLASSES; i++) {
        double threshold = post->thresholds[i];
        if (threshold > 0) {
            nearest = fmin(nearest, fabs(post->scores[i] - threshold) / threshold);
        }
    }
    return nearest;
}
