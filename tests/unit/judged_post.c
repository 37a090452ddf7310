/* SPDX-License-Identifier: BSD-2-Clause */
/* What reaches a tuning command of each sample post is enough to decide it again. */
#include "cli/judged_post.h"

#include <math.h>

#include "cli/mailbox.h"

static const char *const samples[] = {
    "samples/mbox/advisories.mbox", "samples/mbox/forms.mbox",     "samples/mbox/founding.mbox",
    "samples/mbox/hoaxes.mbox",     "samples/mbox/languages.mbox", "samples/mbox/talk.mbox",
};

/* Excerpts have their white space folded, and end at 200 bytes. */
static char *folded(const char *text, const char *end)
{
    g_autofree char *copy = g_strndup(text, (gsize)(end - text));
    g_auto(GStrv) pieces = g_strsplit_set(copy, " \t\n", -1);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; pieces[i] != NULL; i++) {
        if (pieces[i][0] != '\0') {
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", pieces[i]);
        }
    }
    return g_string_free(out, FALSE);
}

static void check_range(const JudgedPost *post, const JudgedHit *hit)
{
    const json_t *layer = json_array_get(post->layers, (size_t)hit->hit.layer);
    const char *text = json_string_value(json_object_get(layer, "text"));
    g_assert_nonnull(text);
    g_assert_cmpint((glong)hit->end, <=, g_utf8_strlen(text, -1));
    g_autofree char *marked = folded(g_utf8_offset_to_pointer(text, (glong)hit->start),
                                     g_utf8_offset_to_pointer(text, (glong)hit->end));
    size_t shown = MIN(strlen(marked), (size_t)100);
    if (hit->hit.excerpt != NULL && strlen(hit->hit.excerpt) < 150) {
        g_assert_cmpint(strncmp(marked, hit->hit.excerpt, shown), ==, 0);
    }
}

static size_t check_hits(const JudgedPost *post)
{
    size_t in_text = 0;
    double scores[N_CLASSES] = { 0 };
    for (guint i = 0; i < post->hits->len; i++) {
        const JudgedHit *hit = g_ptr_array_index(post->hits, i);
        for (int c = 0; c < N_CLASSES; c++) {
            scores[c] += hit->hit.points[c];
        }
        if (hit->end > hit->start) {
            check_range(post, hit);
            in_text++;
        }
    }
    for (int c = 0; c < N_CLASSES; c++) {
        g_assert_true(fabs(scores[c] - post->scores[c]) < 0.001);
    }
    return in_text;
}

static void check_post(const JudgedPost *post, size_t counts[], size_t *in_text)
{
    g_assert_nonnull(post->layers);
    *in_text += check_hits(post);
    Verdict again = verdict_choose(post->hits, post->said, post->thresholds);
    g_assert_cmpint(post->not_judged == NULL ? again : post->verdict, ==, post->verdict);
    counts[post->verdict]++;
}

static void test_samples(void)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load("samples/kustode.yaml", diagnostics);
    g_autoptr(Judging) judging = judging_new_in_process(g_steal_pointer(&config->policies));
    size_t counts[VERDICT_ERROR + 1] = { 0 }, in_text = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        g_autoptr(Mailbox) mailbox = mailbox_open(samples[i], NULL);
        MailboxMessage message;
        while (mailbox_next(mailbox, &message, NULL)) {
            JudgingRequest request = { .raw = message.raw, .presentation.kind = PRESENT_POST_JSON };
            g_autoptr(Judgement) judgement = judging_judge(judging, &request);
            g_autoptr(JudgedPost) post =
                judged_post_new(&message, judgement, judging_rules(judging), NULL);
            check_post(post, counts, &in_text);
        }
    }
    g_assert_cmpuint(counts[VERDICT_HOAX], >, 5);
    g_assert_cmpuint(counts[VERDICT_ADVISORY], >, 5);
    g_assert_cmpuint(counts[VERDICT_NONE], >, 5);
    g_assert_cmpuint(in_text, >, 50);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/judged_post/samples", test_samples);
    return g_test_run();
}
