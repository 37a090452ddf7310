/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first line is a pattern, the rest a post: whatever both are, the pattern is refused with a
 * place inside it, or found by its literals where it is found alone.
 */
#include <stdint.h>

#include "text/canonical.h"
#include "text/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool note_hit(int pattern, size_t start, size_t end, void *user)
{
    g_assert(pattern == 0 && start <= end);
    g_string_append_printf(user, "%zu-%zu ", start, end);
    return true;
}

static GString *hits_of(const PatternSet *set, Span text, bool prefilter, bool *failed)
{
    g_autoptr(PatternMatcher) matcher = pattern_matcher_new(set);
    GString *hits = g_string_new(NULL);
    pattern_matcher_use_prefilter(matcher, prefilter);
    pattern_matcher_run(matcher, text, NULL, note_hit, hits);
    *failed |= pattern_matcher_failed(matcher, 0);
    return hits;
}

static void compare(const PatternSet *set, Span text)
{
    bool failed = false;
    g_autoptr(GString) by_literals = hits_of(set, text, true, &failed);
    g_autoptr(GString) alone = hits_of(set, text, false, &failed);
    if (!failed) {
        g_assert_cmpstr(by_literals->str, ==, alone->str);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    Span all = span_make((const char *)bytes, length);
    Span pattern = span_slice(all, 0, span_find(all, '\n', 0));
    g_autofree char *post =
        g_utf8_make_valid((const char *)bytes + pattern.length, (gssize)(length - pattern.length));
    g_autoptr(Canonical) canonical = canonical_new(span_of(post));
    Limits limits = limits_default;
    limits.pattern_match_limit = 2000;

    for (PatternKind kind = PATTERN_REGEX; kind <= PATTERN_RAW; kind++) {
        g_autoptr(PatternSet) set = pattern_set_new(&limits);
        g_autoptr(GError) error = NULL;
        size_t offset = SIZE_MAX;
        int number = pattern_set_add(set, kind, pattern, &offset, &error);
        g_assert((number < 0) == (error != NULL));
        g_assert(error == NULL || offset <= pattern.length);
        pattern_set_compile(set);
        if (number >= 0) {
            compare(set, canonical_span(canonical));
        }
    }
    return 0;
}
