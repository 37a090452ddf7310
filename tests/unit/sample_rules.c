/* SPDX-License-Identifier: BSD-2-Clause */
/* The shipped rules on the mails of the samples and on random ones: what holds is the same with and
 * without the prefilter. */
#include "rules/match.h"

#include "settings/yaml.h"

static const char *const rule_files[] = { "samples/rules/hoax.yaml", "samples/rules/chain.yaml",
                                          "samples/rules/advisory.yaml",
                                          "samples/rules/stance.yaml" };

static void free_tree(gpointer tree)
{
    tree_free(tree);
}

static RuleSet *load(void)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    GPtrArray *trees = g_ptr_array_new_with_free_func(free_tree);
    for (size_t i = 0; i < G_N_ELEMENTS(rule_files); i++) {
        g_autofree char *text = NULL;
        gsize length = 0;
        g_assert_true(g_file_get_contents(rule_files[i], &text, &length, NULL));
        g_ptr_array_add(trees, yaml_parse(span_make(text, length), rule_files[i], diagnostics));
    }
    RuleSet *rules = rule_set_load(trees, &limits_default, diagnostics);
    g_assert_cmpuint(diagnostics_count(diagnostics), ==, 0);
    return rules;
}

/* All that a list is told of a post. */
static char *write_hits(const Findings *findings)
{
    static const ListRules any_list = { 0 };
    GString *out = g_string_new(NULL);
    g_autoptr(GPtrArray) hits = match_hits(findings, &any_list);
    for (guint i = 0; i < hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(hits, i);
        g_string_append_printf(out, "%s@%d %zu-%zu +%zu\n", hit->rule->name, hit->layer, hit->start,
                               hit->end, hit->also);
    }
    const GPtrArray *references = findings_references(findings);
    for (guint i = 0; i < references->len; i++) {
        const Reference *reference = g_ptr_array_index(references, i);
        g_string_append_printf(out, "%s@%u\n", reference->id, reference->layer);
    }
    return g_string_free(out, FALSE);
}

/* Returns how many lines the findings have. */
static size_t compare(const RuleSet *rules, Span raw)
{
    static const Envelope envelope = { 0 };
    g_autoptr(Message) message = message_parse(raw, &limits_default);
    g_autoptr(Layers) layers = layers_split(message, &limits_default);
    g_autoptr(Findings) fast = match_find(rules, &envelope, message, layers);
    g_autoptr(Findings) slow = match_find_slowly(rules, &envelope, message, layers);
    g_autofree char *fast_hits = write_hits(fast), *slow_hits = write_hits(slow);
    g_assert_cmpstr(fast_hits, ==, slow_hits);
    return strlen(fast_hits);
}

/* The mails of a file, split where `From ` begins a line behind a blank one; borrowed spans. */
static GArray *split_mails(const char *text, size_t length)
{
    static const char border[] = "\n\nFrom ";
    GArray *mails = g_array_new(FALSE, FALSE, sizeof(Span));
    const char *end = text + length;
    for (const char *at = text; at != NULL && at < end;) {
        const char *header = memchr(at, '\n', (size_t)(end - at));
        const char *next = memmem(at, (size_t)(end - at), border, strlen(border));
        const char *stop = next == NULL ? end : next + 1;
        header = header == NULL ? end : header + 1;
        Span mail = span_make(header, (size_t)(MAX(stop, header) - header));
        g_array_append_val(mails, mail);
        at = next == NULL ? NULL : next + 2;
    }
    return mails;
}

static void test_mails(void)
{
    g_autoptr(RuleSet) rules = load();
    g_autoptr(GDir) folder = g_dir_open("samples/mbox", 0, NULL);
    size_t mails_read = 0, found = 0;
    for (const char *name; (name = g_dir_read_name(folder)) != NULL;) {
        if (!g_str_has_suffix(name, ".mbox")) {
            continue;
        }
        g_autofree char *path = g_build_filename("samples/mbox", name, NULL), *text = NULL;
        gsize length = 0;
        g_assert_true(g_file_get_contents(path, &text, &length, NULL));
        g_autoptr(GArray) mails = split_mails(text, length);
        for (guint i = 0; i < mails->len; i++) {
            g_test_message("%s:%u", name, i);
            found += compare(rules, g_array_index(mails, Span, i)) > 0;
        }
        mails_read += mails->len;
    }
    g_assert_cmpuint(mails_read, >=, 60);
    g_assert_cmpuint(found, >=, mails_read / 2);
}

/* Mails of the words that the rules' own tests are made of, with accents and white space changed.
 */
static void test_random(void)
{
    g_autoptr(RuleSet) rules = load();
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < rule_set_count(rules); i++) {
        const GPtrArray *texts = rule_set_at(rules, i)->hits;
        for (guint j = 0; j < texts->len; j++) {
            const TreeNode *text = g_ptr_array_index(texts, j);
            g_auto(GStrv) split = g_strsplit(text->scalar, " ", -1);
            for (char **word = split; *word != NULL; word++) {
                g_ptr_array_add(words, g_strdup(*word));
            }
        }
    }
    static const char *const between[] = { " ", " ", " ", "  ", "\n", "\n\n", "\n> ", "-", "" };
    guint last = 0;
    size_t found = 0;
    for (int round = 0; round < 300; round++) {
        g_autoptr(GString) mail = g_string_new("Subject: a mail\n\n");
        for (int left = g_test_rand_int_range(1, 200); left > 0; left--) {
            /* Often the word that follows in a text, so that patterns of several words are met. */
            bool goes_on = g_test_rand_int_range(0, 4) > 0;
            last = goes_on ? (last + 1) % words->len
                           : (guint)g_test_rand_int_range(0, (int)words->len);
            g_string_append(mail, g_ptr_array_index(words, last));
            g_string_append(mail, between[g_test_rand_int_range(0, G_N_ELEMENTS(between))]);
        }
        found += compare(rules, span_make(mail->str, mail->len)) > 0;
    }
    g_assert_cmpuint(found, >=, 100);
}

/* What `kustode check` runs. */
static void test_beside(void)
{
    g_autoptr(RuleSet) rules = load();
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_assert_cmpuint(rule_set_test(rules, diagnostics), >=, 150);
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        const Diagnostic *diagnostic = diagnostics_at(diagnostics, i);
        g_test_message("%s:%u: %s", diagnostic->place.file, diagnostic->place.line,
                       diagnostic->message);
    }
    g_assert_cmpuint(diagnostics_count(diagnostics), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/sample-rules/mails", test_mails);
    g_test_add_func("/sample-rules/random", test_random);
    g_test_add_func("/sample-rules/beside", test_beside);
    return g_test_run();
}
