/* SPDX-License-Identifier: BSD-2-Clause */
/* One changed post, for people and for programs. */
#include <stdio.h>

#include "cli/diff.h"
#include "decision/status_header.h"
#include "decision/values_json.h"
#include "text/printable.h"

enum { SUBJECT_CHARACTERS = 80, EXCERPT_CHARACTERS = 60 };

static void print_side(char sign, const Outcome *outcome)
{
    g_autofree char *score = status_header_score(outcome);
    g_autofree char *actions = action_names_joined(outcome->actions);
    g_autofree char *tag = printable(outcome->subject_tag, SUBJECT_CHARACTERS);
    printf("  %c %-8s  %9s  %s%s%s%s\n", sign, verdict_name(outcome->verdict), score, actions,
           outcome->mode == LIST_LIVE     ? ""
           : outcome->mode == LIST_SHADOW ? " (shadow)"
                                          : " (off)",
           tag[0] == '\0' ? "" : "  ", tag);
    if (outcome->not_judged != NULL) {
        printf("    %s\n", outcome->not_judged);
    }
}

static char *points_text(const JudgedHit *hit, VerdictClass verdict_class)
{
    if (hit == NULL) {
        return g_strdup("no hit");
    }
    return hit->hit.is_shadow ? g_strdup("shadow")
                              : g_strdup_printf("%g", hit->hit.points[verdict_class]);
}

static void print_rule(const RuleChange *change)
{
    const JudgedHit *shown = change->now != NULL ? change->now : change->before;
    g_autofree char *before = points_text(change->before, change->verdict_class);
    g_autofree char *now = points_text(change->now, change->verdict_class);
    g_autofree char *excerpt = printable(shown->hit.excerpt, EXCERPT_CHARACTERS);
    printf("    %-28s %-8s  %s -> %s", shown->hit.rule->name,
           verdict_class_name(change->verdict_class), before, now);
    if (excerpt[0] != '\0') {
        printf("  \"%s\"", excerpt);
    }
    putchar('\n');
}

static void print_thresholds(const Outcome *was, const Outcome *is)
{
    for (int i = 0; i < N_CLASSES; i++) {
        if (was->thresholds[i] != is->thresholds[i]) {
            printf("    %s.verdict  %g -> %g\n", verdict_class_name(i), was->thresholds[i],
                   is->thresholds[i]);
        }
    }
    if (g_strcmp0(was->list, is->list) != 0) {
        printf("    list  %s -> %s\n", was->list == NULL ? "none" : was->list,
               is->list == NULL ? "none" : is->list);
    }
}

void diff_print(const DiffPost *post)
{
    g_autofree char *place = judged_post_place(post->now.post);
    g_autofree char *shown_place = printable(place, 200);
    g_autofree char *subject = printable(post->now.post->subject, SUBJECT_CHARACTERS);
    printf("%s  %s\n", shown_place, subject);
    print_side('-', post->before.outcome);
    print_side('+', post->now.outcome);
    print_thresholds(post->before.outcome, post->now.outcome);
    for (guint i = 0; i < post->rules->len; i++) {
        print_rule(g_ptr_array_index(post->rules, i));
    }
}

static json_t *side_json(const Outcome *outcome)
{
    json_t *object = json_object();
    json_object_set_new(object, "list", json_text(outcome->list));
    json_object_set_new(object, "mode", json_string(list_mode_name(outcome->mode)));
    json_object_set_new(object, "judged",
                        outcome->not_judged == NULL ? json_true() : json_text(outcome->not_judged));
    json_object_set_new(object, "verdict", json_string(verdict_name(outcome->verdict)));
    json_object_set_new(object, "actions", actions_json(outcome->actions));
    json_object_set_new(object, "annotate", json_string(annotation_name(outcome->annotation)));
    json_object_set_new(object, "subject_tag", json_text(outcome->subject_tag));
    json_object_set_new(object, "scores", class_points_json(outcome->scores));
    json_object_set_new(object, "thresholds", class_points_json(outcome->thresholds));
    json_object_set_new(object, "gen", json_text(outcome->gen));
    return object;
}

static json_t *points_json(const JudgedHit *hit, VerdictClass verdict_class)
{
    return hit == NULL ? json_null() : json_points(hit->hit.points[verdict_class]);
}

static json_t *rules_json(const GPtrArray *rules)
{
    json_t *array = json_array();
    for (guint i = 0; i < rules->len; i++) {
        const RuleChange *change = g_ptr_array_index(rules, i);
        const JudgedHit *shown = change->now != NULL ? change->now : change->before;
        json_t *object = json_object();
        json_object_set_new(object, "rule", json_text(shown->hit.rule->name));
        json_object_set_new(object, "class", json_text(verdict_class_name(change->verdict_class)));
        json_object_set_new(object, "old", points_json(change->before, change->verdict_class));
        json_object_set_new(object, "new", points_json(change->now, change->verdict_class));
        json_object_set_new(object, "excerpt", json_text(shown->hit.excerpt));
        json_array_append_new(array, object);
    }
    return array;
}

void diff_print_json(const DiffPost *post)
{
    const JudgedPost *shown = post->now.post;
    json_t *object = json_object();
    json_object_set_new(object, "source", json_text(shown->source));
    json_object_set_new(object, "message", json_integer((json_int_t)shown->number));
    json_object_set_new(object, "message_id", json_text(shown->message_id));
    json_object_set_new(object, "subject", json_text(shown->subject));
    json_object_set_new(object, "old", side_json(post->before.outcome));
    json_object_set_new(object, "new", side_json(post->now.outcome));
    json_object_set_new(object, "rules", rules_json(post->rules));
    g_autofree char *line = json_line(object);
    puts(line);
}
