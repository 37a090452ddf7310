/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/diff.h"

#include <stdio.h>

#include "cli/tally.h"

bool scores_differ(const Outcome *was, const Outcome *is)
{
    bool differ = false;
    for (int i = 0; i < N_CLASSES; i++) {
        differ |= was->scores[i] != is->scores[i] || was->thresholds[i] != is->thresholds[i];
    }
    return differ;
}

/* The status header says more than this (generation, scores), and is of no use to compare. */
bool outcomes_differ(const Outcome *was, const Outcome *is)
{
    return was->verdict != is->verdict || was->actions != is->actions ||
           (was->mode != is->mode && (was->actions | is->actions) != 0) ||
           g_strcmp0(was->list, is->list) != 0 || was->annotation != is->annotation ||
           !edits_equal(was->content, is->content) ||
           g_strcmp0(was->not_judged, is->not_judged) != 0;
}

static int compare_names(const void *a, const void *b, void *user)
{
    (void)user;
    return strcmp(a, b);
}

void diff_begin(Diff *diff, Cli *new_one, Cli *old)
{
    *diff = (Diff){ .old = old, .new = new_one };
    diff->by_rule = g_tree_new_full(compare_names, NULL, g_free, NULL);
}

static const JudgedHit *find_hit(const JudgedPost *post, const char *name)
{
    for (guint i = 0; i < post->hits->len; i++) {
        const JudgedHit *hit = g_ptr_array_index(post->hits, i);
        if (strcmp(hit->hit.rule->name, name) == 0) {
            return hit;
        }
    }
    return NULL;
}

static double points_of(const JudgedHit *hit, VerdictClass verdict_class)
{
    return hit == NULL ? 0 : hit->hit.points[verdict_class];
}

static void count_rule(Diff *diff, const char *name)
{
    size_t posts = GPOINTER_TO_SIZE(g_tree_lookup(diff->by_rule, name));
    g_tree_replace(diff->by_rule, g_strdup(name), GSIZE_TO_POINTER(posts + 1));
}

/* `before` or `now` may be NULL. Other points alone are a change; a shadow hit has none. */
static void add_rule(Diff *diff, DiffPost *post, const JudgedHit *before, const JudgedHit *now)
{
    bool differs = false;
    for (int i = 0; i < N_CLASSES; i++) {
        if (points_of(before, i) != points_of(now, i)) {
            RuleChange *change = g_new(RuleChange, 1);
            *change = (RuleChange){ before, now, i };
            g_ptr_array_add(post->rules, change);
            differs = true;
        }
    }
    if (differs) {
        count_rule(diff, (before == NULL ? now : before)->hit.rule->name);
    }
}

static void compare_hits(Diff *diff, DiffPost *post)
{
    const JudgedPost *was = post->before.post, *is = post->now.post;
    for (guint i = 0; i < was->hits->len; i++) {
        const JudgedHit *hit = g_ptr_array_index(was->hits, i);
        add_rule(diff, post, hit, find_hit(is, hit->hit.rule->name));
    }
    for (guint i = 0; i < is->hits->len; i++) {
        const JudgedHit *hit = g_ptr_array_index(is->hits, i);
        if (find_hit(was, hit->hit.rule->name) == NULL) {
            add_rule(diff, post, NULL, hit);
        }
    }
}

DiffPost *diff_post_new(Diff *diff, const MailboxMessage *message, const Judgement *before,
                        const Judgement *now)
{
    DiffPost *post = g_new0(DiffPost, 1);
    post->before.outcome = g_ptr_array_index(before->outcomes, 0);
    post->now.outcome = g_ptr_array_index(now->outcomes, 0);
    post->before.post = judged_post_new(message, before, judging_rules(diff->old->judging), NULL);
    post->now.post = judged_post_new(message, now, judging_rules(diff->new->judging), NULL);
    post->rules = g_ptr_array_new_with_free_func(g_free);
    compare_hits(diff, post);
    diff->changed++;
    diff->by_verdict[post->before.outcome->verdict][post->now.outcome->verdict]++;
    return post;
}

void diff_post_free(DiffPost *post)
{
    if (post != NULL) {
        judged_post_free(post->before.post);
        judged_post_free(post->now.post);
        g_ptr_array_unref(post->rules);
        g_free(post);
    }
}

bool diff_pair(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
               const Judgement *by_other, void *user)
{
    Diff *diff = user;
    const Outcome *is = g_ptr_array_index(judgement->outcomes, 0);
    const Outcome *was = g_ptr_array_index(by_other->outcomes, 0);
    diff->posts++;
    if (!outcomes_differ(was, is)) {
        diff->other_scores += scores_differ(was, is);
        return true;
    }
    g_autoptr(Judgement) now = cli_judge(cli, message, PRESENT_POST_JSON);
    g_autoptr(Judgement) before = cli_judge(diff->old, message, PRESENT_POST_JSON);
    g_autoptr(DiffPost) post = diff_post_new(diff, message, before, now);
    if (cli->json) {
        diff_print_json(post);
    } else {
        diff_print(post);
    }
    return true;
}

static gboolean print_rule(void *name, void *posts, void *user)
{
    (void)user;
    g_autofree char *count = count_text(GPOINTER_TO_SIZE(posts));
    fprintf(stderr, "  %7s  %s\n", count, (const char *)name);
    return FALSE;
}

static void print_verdicts(const Diff *diff)
{
    for (Verdict was = VERDICT_NONE; was <= VERDICT_ERROR; was++) {
        for (Verdict is = VERDICT_NONE; is <= VERDICT_ERROR; is++) {
            if (diff->by_verdict[was][is] > 0) {
                g_autofree char *count = count_text(diff->by_verdict[was][is]);
                fprintf(stderr, "  %7s  %s -> %s%s\n", count, verdict_name(was), verdict_name(is),
                        was == is ? ", done otherwise" : "");
            }
        }
    }
}

void diff_close(Diff *diff)
{
    if (!diff->new->quiet) {
        g_autofree char *posts = count_text(diff->posts);
        g_autofree char *changed = count_text(diff->changed);
        g_autofree char *scores = count_text(diff->other_scores);
        fprintf(stderr, "%s posts: %s change; %s more have other scores and the same outcome\n",
                posts, changed, scores);
        print_verdicts(diff);
        if (g_tree_nnodes(diff->by_rule) > 0) {
            fputs("by the rules that differ in them:\n", stderr);
            g_tree_foreach(diff->by_rule, print_rule, NULL);
        }
    }
    g_tree_destroy(diff->by_rule);
}
