/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/eval_rules.h"

static void rule_use_free(gpointer element)
{
    RuleUse *use = element;
    g_tree_destroy(use->by_label);
    g_hash_table_unref(use->together);
    g_free(use);
}

void eval_rules_begin(Eval *eval)
{
    for (int i = 0; i < N_CLASSES; i++) {
        eval->uses[i] = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, rule_use_free);
    }
}

void eval_rules_end(Eval *eval)
{
    for (int i = 0; i < N_CLASSES; i++) {
        g_hash_table_unref(eval->uses[i]);
    }
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* NULL for a name that no rule has. */
static RuleUse *use_of(Eval *eval, const OutcomeRule *hit)
{
    RuleUse *use = g_hash_table_lookup(eval->uses[hit->verdict_class], hit->name);
    const Rule *rule = use == NULL ? rule_set_find(eval->rules, hit->name) : NULL;
    if (rule != NULL) {
        use = g_new0(RuleUse, 1);
        use->name = rule->name;
        use->verdict_class = hit->verdict_class;
        use->by_label = g_tree_new(compare_words);
        use->together = g_hash_table_new(NULL, NULL);
        g_hash_table_insert(eval->uses[hit->verdict_class], rule->name, use);
    }
    return use;
}

/* Whether the class got its verdict only by the points of this rule. */
static bool carries_verdict(const OutcomeRule *hit, const Outcome *outcome)
{
    Verdict of_class = hit->verdict_class == CLASS_HOAX ? VERDICT_HOAX : VERDICT_ADVISORY;
    return outcome->verdict == of_class && hit->points > 0 &&
           outcome->scores[hit->verdict_class] - hit->points <
               outcome->thresholds[hit->verdict_class];
}

static void add_hit(RuleUse *use, const OutcomeRule *hit, const Label *label,
                    const Outcome *outcome)
{
    size_t of_label = GPOINTER_TO_SIZE(g_tree_lookup(use->by_label, label->word));
    g_tree_insert(use->by_label, label->word, GSIZE_TO_POINTER(of_label + 1));
    use->hits++;
    if (!label->meaning->is_judged) {
        use->not_judged++;
        return;
    }
    use->by_expected[label->meaning->expected]++;
    if (carries_verdict(hit, outcome)) {
        bool is_right = outcome->verdict == label->meaning->expected;
        use->needed += is_right;
        use->harmful += !is_right;
    }
}

static void add_pair(RuleUse *use, RuleUse *other)
{
    size_t count = GPOINTER_TO_SIZE(g_hash_table_lookup(use->together, other));
    g_hash_table_insert(use->together, other, GSIZE_TO_POINTER(count + 1));
}

/* At most 256 hits a post (limits.h), so the pairs of a post are bounded. */
void eval_rules_add(Eval *eval, const Label *label, const Outcome *outcome)
{
    g_autoptr(GPtrArray) uses = g_ptr_array_new();
    for (guint i = 0; i < outcome->rules->len; i++) {
        const OutcomeRule *hit = g_ptr_array_index(outcome->rules, i);
        RuleUse *use = use_of(eval, hit);
        if (use == NULL) {
            continue;
        }
        add_hit(use, hit, label, outcome);
        for (guint j = 0; j < uses->len; j++) {
            RuleUse *other = g_ptr_array_index(uses, j);
            if (other->verdict_class == use->verdict_class) {
                add_pair(use, other);
                add_pair(other, use);
            }
        }
        g_ptr_array_add(uses, use);
    }
}

const RuleUse *rule_use_nearest(const RuleUse *use, size_t *shared)
{
    const RuleUse *nearest = NULL;
    GHashTableIter iter;
    gpointer key, count;
    *shared = 0;
    g_hash_table_iter_init(&iter, use->together);
    while (g_hash_table_iter_next(&iter, &key, &count)) {
        const RuleUse *other = key;
        size_t posts = GPOINTER_TO_SIZE(count);
        bool comes_first =
            posts == *shared && nearest != NULL && strcmp(other->name, nearest->name) < 0;
        if (posts > *shared || comes_first) {
            nearest = other;
            *shared = posts;
        }
    }
    return nearest;
}

static int compare_uses(const void *a, const void *b)
{
    const RuleUse *left = *(RuleUse *const *)a, *right = *(RuleUse *const *)b;
    int by_class =
        (left->verdict_class > right->verdict_class) - (left->verdict_class < right->verdict_class);
    int by_need = (left->needed < right->needed) - (left->needed > right->needed);
    int by_hits = (left->hits < right->hits) - (left->hits > right->hits);
    int by_name = strcmp(left->name, right->name);
    return by_class != 0 ? by_class : by_need != 0 ? by_need : by_hits != 0 ? by_hits : by_name;
}

GPtrArray *eval_rules(const Eval *eval)
{
    GPtrArray *uses = g_ptr_array_new();
    for (int i = 0; i < N_CLASSES; i++) {
        GHashTableIter iter;
        gpointer use;
        g_hash_table_iter_init(&iter, eval->uses[i]);
        while (g_hash_table_iter_next(&iter, NULL, &use)) {
            g_ptr_array_add(uses, use);
        }
    }
    g_ptr_array_sort(uses, compare_uses);
    return uses;
}

GPtrArray *eval_idle_rules(const Eval *eval)
{
    GPtrArray *idle = g_ptr_array_new();
    for (size_t i = 0; i < rule_set_count(eval->rules); i++) {
        const Rule *rule = rule_set_at(eval->rules, i);
        bool has_points = false, has_hit = false;
        for (int c = 0; c < N_CLASSES; c++) {
            has_points |= rule->points[c] != 0;
            has_hit |= g_hash_table_contains(eval->uses[c], rule->name);
        }
        if (has_points && !has_hit && rule->name[0] != '_') {
            g_ptr_array_add(idle, rule->name);
        }
    }
    return idle;
}
