/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What canonical text and matching cost: bytes a second, and a thousand patterns over one text with
 * their literals and without. Rates are the best of several rounds; the last column compares with a
 * plain copy of the same text.
 */
#include <stdio.h>

#include "text/canonical.h"
#include "text/literal_index.h"
#include "text/pattern.h"

enum { ROUNDS = 15, REPEATS = 20, TEXT_BYTES = 3800, SHORT_BYTES = 200, N_PATTERNS = 1000 };

static const char *const english[] = {
    "please", "warning",  "the",   "virus", "will", "erase", "your",  "whole", "disk",   "and",
    "there",  "is",       "no",    "cure",  "for",  "it",    "yet",   "they",  "said",   "on",
    "the",    "evening",  "news",  "that",  "a",    "new",   "patch", "comes", "soon",   "from",
    "list",   "archives", "which", "you",   "can",  "read",  "with",  "any",   "mailer", "today",
};

static const char *const german[] = {
    "bitte", "die",  "Warnung", "vor",    "dem",  "Virus", "ernst", "nehmen",  "und",   "sofort",
    "über",  "das",  "Forum",   "für",    "alle", "wenn",  "es",    "möglich", "ist",   "danke",
    "im",    "Haus", "sind",    "schöne", "neue", "Räume", "mit",   "Tür",     "nicht", "gestern",
};

typedef struct Words {
    const char *const *words;
    int count;
} Words;

static const Words in_english = { english, G_N_ELEMENTS(english) };
static const Words in_german = { german, G_N_ELEMENTS(german) };

static const char *random_word(GRand *chance, Words words)
{
    return words.words[g_rand_int_range(chance, 0, words.count)];
}

static GString *random_text(GRand *chance, Words words, size_t bytes)
{
    GString *text = g_string_new(NULL);
    size_t line = 0;
    while (text->len < bytes) {
        g_string_append(text, random_word(chance, words));
        bool is_full = text->len - line > 66;
        g_string_append(text, !is_full                              ? " "
                              : g_rand_int_range(chance, 0, 8) == 0 ? ".\n\n"
                                                                    : "\n");
        line = is_full ? text->len : line;
    }
    return text;
}

typedef void (*Work)(void *user);

/* Seconds of the fastest round, by one repeat. */
static double best_time(Work work, void *user)
{
    double best = G_MAXDOUBLE;
    for (int i = 0; i < ROUNDS; i++) {
        gint64 start = g_get_monotonic_time();
        for (int j = 0; j < REPEATS; j++) {
            work(user);
        }
        best = MIN(best, (double)(g_get_monotonic_time() - start) / 1e6 / REPEATS);
    }
    return best;
}

static void copy(void *user)
{
    const GString *text = user;
    g_autofree char *copied = g_strndup(text->str, text->len);
    g_assert_nonnull(copied);
}

static void fold(void *user)
{
    const GString *text = user;
    g_autoptr(Canonical) canonical = canonical_new(span_make(text->str, text->len));
    g_assert_cmpuint(canonical->length, >, 0);
}

static void print_rate(const char *what, size_t bytes, double seconds, double copy_seconds)
{
    printf("%-42s %8.0f MB/s  %6.1f x copying\n", what, (double)bytes / seconds / 1e6,
           seconds / copy_seconds);
}

typedef struct Matching {
    PatternSet *set;
    PatternMatcher *matcher;
    LiteralIndex *literals;
    Span text;
    size_t hits;
} Matching;

static bool count_hit(int pattern, size_t start, size_t end, void *user)
{
    (void)pattern;
    Matching *matching = user;
    matching->hits += end > start;
    return true;
}

static void match(void *user)
{
    Matching *matching = user;
    matching->hits = 0;
    pattern_matcher_reset(matching->matcher);
    pattern_matcher_run(matching->matcher, matching->text, NULL, count_hit, matching);
}

static void count_literal(unsigned literal, size_t start, void *user)
{
    Matching *matching = user;
    matching->hits += literal + start > 0;
}

static void walk(void *user)
{
    Matching *matching = user;
    literal_index_run(matching->literals, matching->text, count_literal, matching);
}

/* Rules as people write them: two words with something between, one of them rare. */
static char *random_pattern(GRand *chance, int number)
{
    const char *first = random_word(chance, in_english), *second = random_word(chance, in_english);
    switch (number % 4) {
    case 0:
        return g_strdup_printf("\\b%s (?:this|it) %s%d\\b", first, second, number);
    case 1:
        return g_strdup_printf("\\b%s\\b.{0,40}\\b%s rule %d\\b", first, second, number);
    case 2:
        return g_strdup_printf("(?:%s|warns) (?:of|about) f\u00FCr%d", first, number);
    default:
        return g_strdup_printf("%s(?: \\w+){0,3} to %s%d\\b", first, second, number);
    }
}

static void print_matching(GRand *chance)
{
    g_autoptr(GString) text = random_text(chance, in_english, TEXT_BYTES);
    g_autoptr(Canonical) canonical = canonical_new(span_make(text->str, text->len));
    Matching matching = { .set = pattern_set_new(&limits_default),
                          .text = canonical_span(canonical) };
    gint64 start = g_get_monotonic_time();
    for (int i = 0; i < N_PATTERNS; i++) {
        g_autofree char *pattern = random_pattern(chance, i);
        int number = pattern_set_add(matching.set, PATTERN_REGEX, span_of(pattern), NULL, NULL);
        g_assert_cmpint(number, ==, i);
    }
    gint64 compiled = g_get_monotonic_time();
    pattern_set_compile(matching.set);
    printf("%d patterns read and compiled in %.0f ms, literals indexed in %.1f ms\n", N_PATTERNS,
           (double)(compiled - start) / 1e3, (double)(g_get_monotonic_time() - compiled) / 1e3);

    matching.matcher = pattern_matcher_new(matching.set);
    double by_literals = best_time(match, &matching);
    size_t hits = matching.hits;
    Span whole = matching.text;
    matching.text = span_slice(whole, 0, SHORT_BYTES);
    double over_short = best_time(match, &matching);
    matching.text = whole;
    pattern_matcher_use_prefilter(matching.matcher, false);
    double alone = best_time(match, &matching);
    g_assert_cmpuint(matching.hits, ==, hits);
    double folding = best_time(fold, text);
    printf("%d patterns over %zu bytes, %zu hits: by literals %.0f us, each alone %.0f us; ratio "
           "%.3f\n",
           N_PATTERNS, matching.text.length, hits, by_literals * 1e6, alone * 1e6,
           by_literals / alone);
    printf("by literals over %d bytes %.1f us\n", SHORT_BYTES, over_short * 1e6);
    printf("the same text's canonical form %.1f us: ratio to matching %.2f\n", folding * 1e6,
           folding / by_literals);
    pattern_matcher_free(matching.matcher);
    pattern_set_free(matching.set);
}

static void print_walking(GRand *chance)
{
    g_autoptr(GPtrArray) literals = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < N_PATTERNS; i++) {
        g_ptr_array_add(literals, g_strdup_printf("%s%d", random_word(chance, in_english), i));
    }
    g_autoptr(GString) text = random_text(chance, in_english, 100 * TEXT_BYTES);
    Matching matching = { .literals = literal_index_new(literals),
                          .text = span_make(text->str, text->len) };
    print_rate("finding 1,000 literals", text->len, best_time(walk, &matching),
               best_time(copy, text));
    literal_index_free(matching.literals);
}

static void print_folding(GRand *chance, const char *what, Words words, size_t bytes)
{
    g_autoptr(GString) text = random_text(chance, words, bytes);
    print_rate(what, text->len, best_time(fold, text), best_time(copy, text));
}

int main(void)
{
    g_autoptr(GRand) chance = g_rand_new_with_seed(1);
    print_folding(chance, "canonical form, ASCII, a post", in_english, TEXT_BYTES);
    print_folding(chance, "canonical form, German, a post", in_german, TEXT_BYTES);
    print_folding(chance, "canonical form, ASCII, a megabyte", in_english, 1 << 20);
    print_folding(chance, "canonical form, German, a megabyte", in_german, 1 << 20);
    print_walking(chance);
    print_matching(chance);
    return 0;
}
