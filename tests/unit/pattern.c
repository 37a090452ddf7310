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

static char *hits_of(const PatternSet *set, const char *text, bool prefilter)
{
    g_autoptr(PatternMatcher) matcher = pattern_matcher_new(set);
    GString *hits = g_string_new(NULL);
    pattern_matcher_use_prefilter(matcher, prefilter);
    pattern_matcher_run(matcher, span_of(text), NULL, note_hit, hits);
    g_assert_cmpuint(pattern_matcher_limits(matcher), ==, 0);
    return g_string_free(hits, FALSE);
}

static void test_several(void)
{
    g_autoptr(PatternSet) set = new_set();
    add(set, PATTERN_REGEX, "forward (?:this|it)");
    add(set, PATTERN_REGEX, "everyone");
    pattern_set_compile(set);
    g_autofree char *hits = hits_of(set, "forward this, forward it", true);
    g_assert_cmpstr(hits, ==, "0:0-12 0:14-24 ");

    static const unsigned char only_second[] = { 0, 1 };
    g_autoptr(PatternMatcher) matcher = pattern_matcher_new(set);
    g_autoptr(GString) first = g_string_new(NULL);
    pattern_matcher_run(matcher, span_of("forward it to everyone or everyone"), only_second,
                        note_first_hit, first);
    g_assert_cmpstr(first->str, ==, "1:14-22 ");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pattern/several", test_several);
    return g_test_run();
}
