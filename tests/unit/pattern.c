/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/pattern.h"

#include "text/canonical.h"

static PatternSet *new_set(void)
{
    return pattern_set_new(&limits_default);
}

static int add(PatternSet *set, PatternKind kind, const char *source)
{
    g_autoptr(GError) error = NULL;
    int pattern = pattern_set_add(set, kind, span_of(source), NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(pattern, >=, 0);
    return pattern;
}

/* Collects hits as "pattern:start-end ". */
static bool note_hit(int pattern, size_t start, size_t end, void *user)
{
    g_string_append_printf(user, "%d:%zu-%zu ", pattern, start, end);
    return true;
}

static bool note_first_hit(int pattern, size_t start, size_t end, void *user)
{
    note_hit(pattern, start, end, user);
    return false;
}

/* A pattern that gave up is noted as "pattern:failed". */
static char *hits_of(const PatternSet *set, Span text, bool prefilter)
{
    g_autoptr(PatternMatcher) matcher = pattern_matcher_new(set);
    GString *hits = g_string_new(NULL);
    pattern_matcher_use_prefilter(matcher, prefilter);
    pattern_matcher_run(matcher, text, NULL, note_hit, hits);
    for (size_t i = 0; i < pattern_set_count(set); i++) {
        if (pattern_matcher_failed(matcher, (int)i)) {
            g_string_append_printf(hits, "%zu:failed ", i);
        }
    }
    return g_string_free(hits, FALSE);
}

static void test_several(void)
{
    g_autoptr(PatternSet) set = new_set();
    add(set, PATTERN_REGEX, "forward (?:this|it)");
    add(set, PATTERN_REGEX, "everyone");
    pattern_set_compile(set);
    g_autofree char *hits = hits_of(set, span_of("forward this, forward it"), true);
    g_assert_cmpstr(hits, ==, "0:0-12 0:14-24 ");

    static const unsigned char only_second[] = { 0, 1 };
    g_autoptr(PatternMatcher) matcher = pattern_matcher_new(set);
    g_autoptr(GString) first = g_string_new(NULL);
    pattern_matcher_run(matcher, span_of("forward it to everyone or everyone"), only_second,
                        note_first_hit, first);
    g_assert_cmpstr(first->str, ==, "1:14-22 ");
}

/* A pattern, a post as it was written, and what of its canonical form is hit; NULL: nothing. */
static const struct {
    PatternKind kind;
    const char *pattern, *text, *hit;
} matches[] = {
    { PATTERN_REGEX, "für alle", "Für alle!", "für alle" },
    { PATTERN_REGEX, "für alle", "fuer alle", "fuer alle" },
    { PATTERN_REGEX, "für alle", "fur alle", "fur alle" },
    { PATTERN_REGEX, "hänge", "ich haenge an", "haenge" },
    { PATTERN_REGEX, "österreich", "Osterreich", "osterreich" },
    { PATTERN_REGEX, "straße", "STRASSE", "strasse" },
    { PATTERN_REGEX, "stra(ß)e", "Straße", "strasse" },
    { PATTERN_REGEX, "smörgåsbord", "Smoergaasbord", "smoergaasbord" },
    { PATTERN_REGEX, "café", "Cafe", "cafe" },
    { PATTERN_REGEX, "łódź", "Lodz", "lodz" },
    { PATTERN_REGEX, "cafe", "Café", NULL },
    { PATTERN_REGEX, "h[äa]nge", "haenge", "haenge" },
    { PATTERN_REGEX, "[öü]ber", "ueber", "ueber" },
    { PATTERN_REGEX, "[^ä]x", "ax", "ax" },
    { PATTERN_REGEX, "[a-zäöüß]+ x", "grüße x", "grüsse x" },
    { PATTERN_REGEX, "gr[ß]x", "grssx", "grssx" },
    { PATTERN_REGEX, "ä{2}x", "aeäx", "aeäx" },
    { PATTERN_REGEX, "\\x{e4}ffchen", "Aeffchen", "aeffchen" },
    { PATTERN_REGEX, "\\ä\\.\\-x", "ae.-x", "ae.-x" },
    { PATTERN_REGEX, "(?<=ä)bcd", "äbcd", "bcd" },
    { PATTERN_REGEX, "\\Qx.ä(\\E+", "xäx.ae((", "x.ae((" },
    { PATTERN_REGEX, "\\Q\\E\\Qab\\E*c", "abbbc", "abbbc" },
    { PATTERN_REGEX, "ab(?#twice)+c", "abbc", "abbc" },
    { PATTERN_REGEX, "a*(?#x)?bcd", "bcd", "bcd" },
    { PATTERN_REGEX, "(?x) ab # two\n\\ c", "ab c", "ab c" },
    { PATTERN_REGEX, "(?i)FÜR Alle", "fuer alle", "fuer alle" },
    { PATTERN_REGEX, "(?i:ABC)d", "abcd", "abcd" },
    { PATTERN_REGEX, "don’t „x“", "don't \"x\"", "don't \"x\"" },
    { PATTERN_REGEX, "don't", "don’t", "don't" },
    { PATTERN_REGEX, "\\bänder", "bänder", NULL },
    { PATTERN_REGEX, "^two$", "one\n\ntwo\n\nthree", "two" },
    { PATTERN_REGEX, "one.*two", "one\n\ntwo", NULL },
    { PATTERN_REGEX, "one\\ntwo", "one\n\ntwo", "one\ntwo" },
    { PATTERN_REGEX, "this$", "this is this", "this" },
    { PATTERN_REGEX, "please.{0,300}forward", "please do not forward", "please do not forward" },
    { PATTERN_REGEX, "(a)bc(?(1)d|e)", "abcd", "abcd" },
    { PATTERN_REGEX, "(?<word>[a-z]+) \\k<word>", "the the", "the the" },
    { PATTERN_PHRASE, "für alle", "fuer alle", "fuer alle" },
    { PATTERN_PHRASE, "art", "party", NULL },
    { PATTERN_PHRASE, "c++ (x)", "C++ (X)", "c++ (x)" },
    { PATTERN_PHRASE, "c++", "objectc++", NULL },
    { PATTERN_PHRASE, "no. 1", "no 1 nor 1", NULL },
    { PATTERN_PHRASE, "pass it on", "pass it\non", "pass it on" },
    { PATTERN_PHRASE, "pass it on", "pass it\n\non", NULL },
};

static void test_matches(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(matches); i++) {
        g_autoptr(PatternSet) set = new_set();
        add(set, matches[i].kind, matches[i].pattern);
        pattern_set_compile(set);
        g_autoptr(Canonical) canonical = canonical_new(span_of(matches[i].text));
        g_autofree char *hits = hits_of(set, canonical_span(canonical), true);
        g_autofree char *expected = g_strdup("");
        if (matches[i].hit != NULL) {
            const char *found = g_strrstr(canonical->text, matches[i].hit);
            size_t start = (size_t)(found - canonical->text);
            g_free(expected);
            expected = g_strdup_printf("0:%zu-%zu ", start, start + strlen(matches[i].hit));
        }
        g_test_message("%s over %s", matches[i].pattern, canonical->text);
        g_assert_true(g_str_has_suffix(hits, expected));
        g_assert_cmpint(hits[0] == '\0', ==, matches[i].hit == NULL);
    }
}

/* Text as written: no folding, no other spellings. */
static void test_raw(void)
{
    g_autoptr(PatternSet) set = new_set();
    add(set, PATTERN_RAW, "WARNUNG  [A-Zä]+");
    add(set, PATTERN_RAW, "(?i)bitte");
    pattern_set_compile(set);
    g_autofree char *hits = hits_of(set, span_of("WARNUNG  ABäBAE Bitte warnung"), true);
    g_assert_cmpstr(hits, ==, "0:0-16 1:17-22 ");
    g_assert_false(pattern_set_has_literal(set, 0));
}

static const struct {
    PatternKind kind;
    const char *pattern;
    PatternError code;
    size_t offset;
    const char *shown; /* part of the message, or NULL */
} errors[] = {
    { PATTERN_REGEX, "forward (this", PATTERN_ERROR_SYNTAX, 13, NULL },
    { PATTERN_REGEX, "für [a", PATTERN_ERROR_SYNTAX, 7, NULL },
    { PATTERN_REGEX, "a)b", PATTERN_ERROR_SYNTAX, 1, NULL },
    { PATTERN_REGEX, "x\xff", PATTERN_ERROR_SYNTAX, 0, NULL },
    { PATTERN_REGEX, "(*LIMIT_MATCH=1)a", PATTERN_ERROR_FORBIDDEN, 0, NULL },
    { PATTERN_REGEX, "ab(*SKIP)c", PATTERN_ERROR_FORBIDDEN, 2, NULL },
    { PATTERN_RAW, "ab(*F)", PATTERN_ERROR_FORBIDDEN, 2, NULL },
    { PATTERN_REGEX, "a(?C1)b", PATTERN_ERROR_FORBIDDEN, 1, NULL },
    { PATTERN_REGEX, "(?(*napla:a)b)", PATTERN_ERROR_FORBIDDEN, 2, NULL },
    { PATTERN_REGEX, "a\\Cb", PATTERN_ERROR_FORBIDDEN, 1, NULL },
    { PATTERN_REGEX, "please Forward", PATTERN_ERROR_IMPOSSIBLE, 7, "'please forward'" },
    { PATTERN_REGEX, "a|(?!X)b", PATTERN_ERROR_IMPOSSIBLE, 5, "'x'" },
    { PATTERN_REGEX, "two  blanks", PATTERN_ERROR_IMPOSSIBLE, 4, "'two blanks'" },
    { PATTERN_REGEX, "A+", PATTERN_ERROR_IMPOSSIBLE, 0, "'a'" },
    { PATTERN_REGEX, "\\x41b", PATTERN_ERROR_IMPOSSIBLE, 0, "'ab'" },
    { PATTERN_REGEX, "fоrward", PATTERN_ERROR_IMPOSSIBLE, 1, "'forward'" },
    { PATTERN_REGEX, "u\u0308ber", PATTERN_ERROR_IMPOSSIBLE, 0, "'über'" },
    { PATTERN_REGEX, "x[A-Z]", PATTERN_ERROR_IMPOSSIBLE, 1, "'[a-z]'" },
    { PATTERN_REGEX, "xv i r u s", PATTERN_ERROR_IMPOSSIBLE, 4, NULL },
    { PATTERN_PHRASE, "Forward", PATTERN_ERROR_IMPOSSIBLE, 0, "'forward'" },
    { PATTERN_PHRASE, "v i r u s", PATTERN_ERROR_IMPOSSIBLE, 1, "'virus'" },
    { PATTERN_PHRASE, "", PATTERN_ERROR_EMPTY, 0, NULL },
    { PATTERN_REGEX, "(?:ab)*", PATTERN_ERROR_EMPTY, 0, NULL },
    { PATTERN_REGEX, "(?=a)", PATTERN_ERROR_EMPTY, 0, NULL },
};

static void assert_refused(PatternKind kind, Span source, PatternError code, size_t offset)
{
    g_autoptr(PatternSet) set = new_set();
    g_autoptr(GError) error = NULL;
    size_t where = G_MAXSIZE;
    g_assert_cmpint(pattern_set_add(set, kind, source, &where, &error), ==, -1);
    g_assert_error(error, PATTERN_ERROR, (int)code);
    g_assert_cmpuint(where, ==, offset);
    g_assert_cmpuint(pattern_set_count(set), ==, 0);
}

static void test_errors(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(errors); i++) {
        Span source = span_of(errors[i].pattern);
        g_test_message("row %zu", i);
        assert_refused(errors[i].kind, source, errors[i].code, errors[i].offset);

        g_autoptr(PatternSet) set = new_set();
        g_autoptr(GError) error = NULL;
        pattern_set_add(set, errors[i].kind, source, NULL, &error);
        if (errors[i].shown != NULL) {
            g_assert_nonnull(strstr(error->message, errors[i].shown));
        }
    }
    g_autofree char *longest = g_strnfill(limits_default.pattern_bytes + 1, 'a');
    assert_refused(PATTERN_REGEX, span_of(longest), PATTERN_ERROR_FORBIDDEN,
                   limits_default.pattern_bytes);
    g_autofree char *deep = g_strnfill(200, '(');
    assert_refused(PATTERN_REGEX, span_of(deep), PATTERN_ERROR_FORBIDDEN, 101);
}

static const struct {
    const char *pattern;
    bool has_literal;
} literals[] = {
    { "forward", true },         { "(?:forward|send) (?:this|it)", true },
    { "(?:forward|it)", false }, { "viruse?s?", true },
    { "ver\\w+ung", true },      { "\\w+@hotmail", true },
    { "(?:forward)?", false },   { "(?:forward)+", true },
    { "(?=forward)\\w", false }, { "[a-z]+", false },
    { "\\d{4}-\\d", false },     { "rückgängig", true },
};

static void test_has_literal(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(literals); i++) {
        g_autoptr(PatternSet) set = new_set();
        g_autoptr(GError) error = NULL;
        if (pattern_set_add(set, PATTERN_REGEX, span_of(literals[i].pattern), NULL, &error) < 0) {
            g_assert_error(error, PATTERN_ERROR, PATTERN_ERROR_EMPTY);
            continue;
        }
        g_test_message("%s", literals[i].pattern);
        g_assert_cmpint(pattern_set_has_literal(set, 0), ==, literals[i].has_literal);
    }
}

/* Patterns and texts of one small stock, so that they meet. */
static const char *const stock[] = { "abc", "bcd", "cde", "ab", "b", "c", "d",  "für",
                                     "ä",   "ae",  " ",   "d ", "x", "é", "cd", "abcd" };

static const char *one_of(const char *const *words, size_t count)
{
    return words[g_test_rand_int_range(0, (int)count)];
}

static char *random_text(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = g_test_rand_int_range(0, 60); i > 0; i--) {
        g_string_append(
            text, g_test_rand_int_range(0, 20) == 0 ? "\n" : one_of(stock, G_N_ELEMENTS(stock)));
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void append_pattern(GString *pattern, int depth)
{
    static const char *const atoms[] = { ".",        "\\w",       "[a-c]",  "[äb]",    "\\b",
                                         "^",        "$",         "[^a]",   "\\s",     "(?i)",
                                         "\\Qab\\E", "\\x62",     "(?=ab)", "(?!bc)",  "(?<=b)",
                                         "(?<!ab)",  "(?#x)",     "\\R",    "\\x{e4}", "\\K",
                                         "\\1",      "(?(1)b|c)", "\\X",    "[ä-ü]" };
    static const char *const opens[] = { "(",    "(?:",       "(?>",  "(?|",
                                         "(?i:", "(?<=b)(?:", "(?s:", "(?x:" };
    static const char *const quantifiers[] = { "?",    "*",  "+",  "{2}", "{0,3}",
                                               "{1,}", "??", "*?", "++" };

    for (int i = g_test_rand_int_range(1, 5); i > 0; i--) {
        int kind = g_test_rand_int_range(0, 10);
        if (kind == 0 && depth < 3) {
            g_string_append(pattern, one_of(opens, G_N_ELEMENTS(opens)));
            append_pattern(pattern, depth + 1);
            g_string_append_c(pattern, ')');
        } else if (kind <= 2) {
            g_string_append(pattern, one_of(atoms, G_N_ELEMENTS(atoms)));
        } else {
            g_string_append(pattern, one_of(stock, G_N_ELEMENTS(stock)));
        }
        if (g_test_rand_int_range(0, 5) == 0) {
            g_string_append(pattern, one_of(quantifiers, G_N_ELEMENTS(quantifiers)));
        }
    }
    if (g_test_rand_int_range(0, 4) == 0) {
        g_string_append_c(pattern, '|');
        append_pattern(pattern, depth + 1);
    }
}

/* All matches of one pattern, by `pattern:`, in the order of their hits. */
static char *hits_of_pattern(const char *hits, size_t pattern)
{
    g_auto(GStrv) all = g_strsplit(hits, " ", -1);
    g_autofree char *prefix = g_strdup_printf("%zu:", pattern);
    GString *found = g_string_new(NULL);
    for (size_t i = 0; all[i] != NULL; i++) {
        if (g_str_has_prefix(all[i], prefix)) {
            g_string_append_printf(found, "%s ", all[i]);
        }
    }
    return g_string_free(found, FALSE);
}

static void compare_over(const PatternSet *set, GPtrArray *sources, const char *text)
{
    g_autofree char *quick = hits_of(set, span_of(text), true);
    g_autofree char *slow = hits_of(set, span_of(text), false);
    for (size_t i = 0; i < pattern_set_count(set); i++) {
        g_autofree char *by_literals = hits_of_pattern(quick, i);
        g_autofree char *alone = hits_of_pattern(slow, i);
        if (strstr(by_literals, "failed") != NULL || strstr(alone, "failed") != NULL) {
            continue;
        }
        if (strcmp(by_literals, alone) != 0) {
            g_test_message("%s over '%s'", (char *)g_ptr_array_index(sources, i), text);
        }
        g_assert_cmpstr(by_literals, ==, alone);
    }
}

/* Found by their literals or each alone over the whole text: the answers never differ. */
static void test_prefilter_changes_nothing(void)
{
    size_t found_by_literals = 0;
    for (int round = 0; round < 200; round++) {
        g_autoptr(PatternSet) set = new_set();
        g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(g_free);
        while (sources->len < 10) {
            GString *pattern = g_string_new(NULL);
            append_pattern(pattern, 0);
            int number = pattern_set_add(set, PATTERN_REGEX, span_of(pattern->str), NULL, NULL);
            if (number >= 0) {
                found_by_literals += pattern_set_has_literal(set, number);
                g_ptr_array_add(sources, g_string_free(pattern, FALSE));
            } else {
                g_string_free(pattern, TRUE);
            }
        }
        pattern_set_compile(set);
        for (int i = 0; i < 20; i++) {
            g_autofree char *text = random_text();
            compare_over(set, sources, text);
        }
    }
    g_assert_cmpuint(found_by_literals, >, 1000);
}

/* Hits ascend and do not overlap, also where the literals of a pattern do. */
static void test_order(void)
{
    g_autoptr(PatternSet) set = new_set();
    add(set, PATTERN_REGEX, "(?:abcdef|cde|\\w{0,3}efg)");
    pattern_set_compile(set);
    g_autofree char *hits = hits_of(set, span_of("abcdefg cdefg abcdcde"), true);
    g_assert_cmpstr(hits, ==, "0:0-6 0:8-11 0:18-21 ");
}

static LimitSet limits_met(const Limits *limits, const char *pattern, Span text, bool *failed)
{
    g_autoptr(PatternSet) set = pattern_set_new(limits);
    g_autoptr(GString) hits = g_string_new(NULL);
    add(set, PATTERN_REGEX, pattern);
    add(set, PATTERN_REGEX, "zzz");
    pattern_set_compile(set);
    g_autoptr(PatternMatcher) matcher = pattern_matcher_new(set);
    pattern_matcher_run(matcher, text, NULL, note_hit, hits);
    LimitSet met = pattern_matcher_limits(matcher);
    *failed = pattern_matcher_failed(matcher, 0);
    g_assert_false(pattern_matcher_failed(matcher, 1));
    g_assert_true(g_str_has_suffix(hits->str, "1:0-3 ") || strstr(hits->str, "1:0-3 ") != NULL);

    pattern_matcher_reset(matcher);
    g_assert_cmpuint(pattern_matcher_limits(matcher), ==, 0);
    g_assert_false(pattern_matcher_failed(matcher, 0));
    return met;
}

/* A rule that gives up has failed; it is no clean miss, and the others go on. */
static void test_limits(void)
{
    bool failed;
    g_autoptr(GString) text = g_string_new("zzz ");
    for (int i = 0; i < 50000; i++) {
        g_string_append_c(text, 'a');
    }
    Span span = span_make(text->str, text->len);
    g_assert_cmpuint(limits_met(&limits_default, "(?:a+)+[bc]", span, &failed), ==,
                     limit_bit(LIMIT_RULE));
    g_assert_true(failed);
    g_assert_cmpuint(limits_met(&limits_default, "(a(?1)?)[xy]", span, &failed), ==,
                     limit_bit(LIMIT_RULE));
    g_assert_true(failed);

    Limits few = limits_default;
    few.scan_bytes = 20000;
    g_assert_cmpuint(limits_met(&few, "[ab]c", span, &failed), ==, limit_bit(LIMIT_SCAN));
    g_assert_true(failed);
    g_assert_cmpuint(limits_met(&limits_default, "[ab]c", span, &failed), ==, 0);
    g_assert_false(failed);
}

/* A literal everywhere, and a pattern that looks to the end from each: named as a limit, within its
 * time. */
static void test_bait_for_literals(void)
{
    g_autoptr(PatternSet) set = new_set();
    add(set, PATTERN_REGEX, "forward.*everyone");
    pattern_set_compile(set);
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < 4 * 1024 * 1024) {
        g_string_append(text, "forward ");
    }
    g_autoptr(PatternMatcher) matcher = pattern_matcher_new(set);
    g_autoptr(GString) hits = g_string_new(NULL);
    gint64 start = g_get_monotonic_time();
    pattern_matcher_run(matcher, span_make(text->str, text->len), NULL, note_hit, hits);
    g_assert_cmpuint(pattern_matcher_limits(matcher), ==, limit_bit(LIMIT_SCAN));
    g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
}

static void test_library(void)
{
    g_autofree char *version = pattern_library_version();
    g_assert_true(g_str_has_prefix(version, "PCRE2 10."));
    g_assert_nonnull(strstr(version, pattern_jit_is_alive() ? "JIT on" : "JIT off"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pattern/several", test_several);
    g_test_add_func("/pattern/matches", test_matches);
    g_test_add_func("/pattern/raw", test_raw);
    g_test_add_func("/pattern/errors", test_errors);
    g_test_add_func("/pattern/has-literal", test_has_literal);
    g_test_add_func("/pattern/prefilter-changes-nothing", test_prefilter_changes_nothing);
    g_test_add_func("/pattern/order", test_order);
    g_test_add_func("/pattern/limits", test_limits);
    g_test_add_func("/pattern/bait-for-literals", test_bait_for_literals);
    g_test_add_func("/pattern/library", test_library);
    return g_test_run();
}
