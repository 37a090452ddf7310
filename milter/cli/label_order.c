/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/label_order.h"

#include <math.h>

enum { PLAIN_EVERY = 8 /* one post without points after so many others */ };

/* Worth in parts of a threshold: one that stands on it has 1. The rest is by trial: a verdict can
 * be a false alarm, two classes or a negative rule mean that the rules disagree. */
static const double worth_of_verdict = 0.4, worth_of_oddity = 0.3, worth_of_disagreement = 2,
                    loss_by_copy = 0.25;

typedef struct Candidate {
    JudgedPost *post;
    double worth;
    guint place;
} Candidate;

bool label_disagrees(const JudgedPost *post)
{
    return post->label != NULL && post->label->meaning->is_judged &&
           post->label->meaning->expected != post->verdict;
}

static bool has_points(const JudgedPost *post)
{
    for (guint i = 0; i < post->hits->len; i++) {
        const JudgedHit *hit = g_ptr_array_index(post->hits, i);
        for (int c = 0; c < N_CLASSES; c++) {
            if (hit->hit.points[c] > 0) {
                return true;
            }
        }
    }
    return false;
}

/* Rules speak for it and against it, or for both classes; or it could not be judged in full. */
static bool is_odd(const JudgedPost *post)
{
    bool is_for[N_CLASSES] = { false }, is_against = false;
    for (guint i = 0; i < post->hits->len; i++) {
        const JudgedHit *hit = g_ptr_array_index(post->hits, i);
        for (int c = 0; c < N_CLASSES; c++) {
            is_for[c] |= hit->hit.points[c] > 0;
            is_against |= hit->hit.points[c] < 0;
        }
    }
    return is_against || (is_for[CLASS_HOAX] && is_for[CLASS_ADVISORY]) ||
           post->verdict == VERDICT_ERROR;
}

const char *label_reason(const JudgedPost *post)
{
    if (label_disagrees(post)) {
        return "the label is not the verdict";
    }
    if (!has_points(post)) {
        return "drawn from those without points";
    }
    if (judged_post_margin(post) <= 0.25) {
        return "near a threshold";
    }
    return is_odd(post)                    ? "rules disagree"
           : post->verdict == VERDICT_NONE ? "has points"
                                           : "has a verdict";
}

/* Posts that met the same rules teach the same: the n-th is worth less. */
static char *kind_of(const JudgedPost *post)
{
    GString *kind = g_string_new(verdict_name(post->verdict));
    for (guint i = 0; i < post->hits->len; i++) {
        const JudgedHit *hit = g_ptr_array_index(post->hits, i);
        g_string_append_printf(kind, " %u", hit->hit.rule->number);
    }
    return g_string_free(kind, FALSE);
}

static double worth_alone(const JudgedPost *post)
{
    double worth = 1 - judged_post_margin(post);
    worth += post->verdict == VERDICT_NONE ? 0 : worth_of_verdict;
    worth += is_odd(post) ? worth_of_oddity : 0;
    return worth + (label_disagrees(post) ? worth_of_disagreement : 0);
}

static int compare_worth(const void *a, const void *b)
{
    const Candidate *left = a, *right = b;
    int by_worth = (left->worth < right->worth) - (left->worth > right->worth);
    return by_worth != 0 ? by_worth : (left->place > right->place) - (left->place < right->place);
}

/* Best first; copies of a kind lose worth in the order of their own. */
static void rank(GArray *candidates)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_array_sort(candidates, compare_worth);
    for (guint i = 0; i < candidates->len; i++) {
        Candidate *candidate = &g_array_index(candidates, Candidate, i);
        char *kind = kind_of(candidate->post);
        size_t before = GPOINTER_TO_SIZE(g_hash_table_lookup(seen, kind));
        candidate->worth -= loss_by_copy * log2(1 + (double)before);
        g_hash_table_replace(seen, kind, GSIZE_TO_POINTER(before + 1));
    }
    g_array_sort(candidates, compare_worth);
}

/* The n-th of `count` posts drawn evenly over the archive: the bits of n mirrored, so that any
 * beginning of the row is spread. */
static GArray *spread(guint count)
{
    GArray *order = g_array_new(FALSE, FALSE, sizeof(guint));
    guint size = 1;
    while (size < count) {
        size *= 2;
    }
    for (guint n = 0; n < size; n++) {
        guint mirrored = 0;
        for (guint bit = 1, low = size / 2; bit < size; bit *= 2, low /= 2) {
            mirrored |= n & bit ? low : 0;
        }
        if (mirrored < count) {
            g_array_append_val(order, mirrored);
        }
    }
    return order;
}

void label_order(GPtrArray *posts)
{
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_autoptr(GPtrArray) plain = g_ptr_array_new();
    for (guint i = 0; i < posts->len; i++) {
        Candidate candidate = { .post = g_ptr_array_index(posts, i), .place = i };
        if (has_points(candidate.post) || label_disagrees(candidate.post)) {
            candidate.worth = worth_alone(candidate.post);
            g_array_append_val(candidates, candidate);
        } else {
            g_ptr_array_add(plain, candidate.post);
        }
    }
    rank(candidates);
    g_autoptr(GArray) drawn = spread(plain->len);
    guint n_candidates = 0, n_plain = 0;
    for (guint i = 0; i < posts->len; i++) {
        bool is_plain =
            n_candidates == candidates->len || ((i + 1) % PLAIN_EVERY == 0 && n_plain < plain->len);
        posts->pdata[i] = is_plain
                              ? g_ptr_array_index(plain, g_array_index(drawn, guint, n_plain++))
                              : g_array_index(candidates, Candidate, n_candidates++).post;
    }
}
