/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/pattern.h"

#include <stdint.h>

#include "pattern_set.h"

/* How far one pattern has come in the text. */
typedef struct Progress {
    uint64_t run;  /* of which the rest tells */
    size_t from;   /* no match begins before, but for those reported */
    size_t latest; /* of a pattern to match later: where the last of its literals begins */
    bool is_done;  /* the caller is content, or it is not wanted */
    bool is_named; /* among those to match over the whole text */
} Progress;

struct PatternMatcher {
    const PatternSet *set;
    pcre2_match_data *found;
    pcre2_match_context *matching;
    pcre2_jit_stack *stack;
    bool uses_prefilter;
    Progress *progress; /* one a pattern */
    bool *failed;       /* one a pattern, since the last reset */
    size_t scanned;     /* bytes, since the last reset */
    LimitSet limits;
    /* of the run at work */
    uint64_t run;
    GArray *whole_text; /* unsigned: patterns whose literal was found and helps no further */
    const unsigned char *wanted;
    Span text;
    PatternHitFunction on_hit;
    void *user;
};

PatternMatcher *pattern_matcher_new(const PatternSet *set)
{
    enum { FIRST_STACK_BYTES = 32 * 1024 };
    const Limits *limits = &set->limits;
    PatternMatcher *matcher = g_new0(PatternMatcher, 1);
    g_assert(set->literals != NULL);
    matcher->set = set;
    matcher->uses_prefilter = true;
    matcher->progress = g_new0(Progress, set->patterns->len);
    matcher->failed = g_new0(bool, set->patterns->len);
    matcher->whole_text = g_array_new(FALSE, FALSE, sizeof(unsigned));
    matcher->found = pcre2_match_data_create(1, NULL);
    matcher->matching = pcre2_match_context_create(NULL);
    matcher->stack = pcre2_jit_stack_create(MIN(FIRST_STACK_BYTES, limits->jit_stack_bytes),
                                            limits->jit_stack_bytes, NULL);
    pcre2_set_match_limit(matcher->matching, limits->pattern_match_limit);
    pcre2_set_heap_limit(matcher->matching, (uint32_t)(limits->pattern_heap_bytes / 1024));
    pcre2_jit_stack_assign(matcher->matching, NULL, matcher->stack);
    return matcher;
}

void pattern_matcher_free(PatternMatcher *matcher)
{
    if (matcher == NULL) {
        return;
    }
    pcre2_jit_stack_free(matcher->stack);
    pcre2_match_context_free(matcher->matching);
    pcre2_match_data_free(matcher->found);
    g_array_unref(matcher->whole_text);
    g_free(matcher->failed);
    g_free(matcher->progress);
    g_free(matcher);
}

void pattern_matcher_reset(PatternMatcher *matcher)
{
    if (matcher->failed != NULL) {
        memset(matcher->failed, 0, matcher->set->patterns->len * sizeof *matcher->failed);
    }
    matcher->scanned = 0;
    matcher->limits = 0;
}

void pattern_matcher_use_prefilter(PatternMatcher *matcher, bool use)
{
    matcher->uses_prefilter = use;
}

/* Begun anew when a run first meets the pattern: most runs meet few. */
static Progress *progress_of(PatternMatcher *matcher, unsigned pattern)
{
    Progress *progress = &matcher->progress[pattern];
    if (progress->run != matcher->run) {
        bool is_wanted = matcher->wanted == NULL || matcher->wanted[pattern];
        *progress = (Progress){
            .run = matcher->run,
            .is_done = !is_wanted || matcher->failed[pattern],
        };
    }
    return progress;
}

static void fail(PatternMatcher *matcher, unsigned pattern, Limit limit)
{
    matcher->failed[pattern] = true;
    matcher->progress[pattern].is_done = true;
    matcher->limits |= limit_bit(limit);
}

static bool is_inside_character(Span text, size_t at)
{
    return at < text.length && ((unsigned char)text.text[at] & 0xC0) == 0x80;
}

static size_t next_character(Span text, size_t at)
{
    do {
        at++;
    } while (is_inside_character(text, at));
    return at;
}

/* `count` characters before `at`, or the start of the text. */
static size_t step_back(Span text, size_t at, size_t count)
{
    for (; count > 0 && at > 0; count--) {
        do {
            at--;
        } while (at > 0 && is_inside_character(text, at));
    }
    return at;
}

/* How far a match that begins at `start` can look: its own length, or to the end of the paragraph
 * or the text. */
static size_t bytes_at_stake(const PatternMatcher *matcher, unsigned pattern, size_t start)
{
    enum { LONGEST_CHARACTER = 4 };
    const PatternReading *reading = pattern_at(matcher->set, pattern)->reading;
    size_t rest = matcher->text.length - start;
    if (reading->longest < rest / LONGEST_CHARACTER) {
        return reading->longest * LONGEST_CHARACTER;
    }
    return reading->crosses_paragraphs ? rest : span_find(matcher->text, '\n', start) - start;
}

/*
 * The work of one call, as bytes: the starts that were tried and all that the last one may have
 * looked at. A hit mostly looks no further than it reaches; a pattern that looks to the end and
 * comes back is caught by the fraction.
 */
static void count_work(PatternMatcher *matcher, unsigned pattern, size_t tried, size_t start,
                       bool is_hit)
{
    enum { HIT_FRACTION = 16 };
    size_t stake = bytes_at_stake(matcher, pattern, MIN(start, matcher->text.length));
    matcher->scanned += tried + (is_hit ? stake / HIT_FRACTION : stake);
    if (matcher->scanned > matcher->set->limits.scan_bytes) {
        fail(matcher, pattern, LIMIT_SCAN);
    }
}

/*
 * Reports the matches of a pattern that begin in [from, last], ascending. Each start is tried once,
 * whatever the number of calls.
 */
static void match_range(PatternMatcher *matcher, unsigned pattern, size_t from, size_t last)
{
    Progress *progress = progress_of(matcher, pattern);
    const PCRE2_SIZE *span = pcre2_get_ovector_pointer(matcher->found);
    pcre2_set_offset_limit(matcher->matching, last);

    while (from <= last && !progress->is_done) {
        int code = pcre2_match(pattern_at(matcher->set, pattern)->code,
                               (PCRE2_SPTR)matcher->text.text, matcher->text.length, from,
                               PCRE2_NO_UTF_CHECK, matcher->found, matcher->matching);
        if (code == PCRE2_ERROR_NOMATCH) {
            count_work(matcher, pattern, last - from, last, false);
            break;
        }
        if (code < 0) {
            fail(matcher, pattern, LIMIT_RULE);
            return;
        }
        count_work(matcher, pattern, span[1] - MIN(from, span[1]), span[0], true);
        if (!matcher->on_hit((int)pattern, span[0], span[1], matcher->user)) {
            progress->is_done = true;
        }
        from = MAX(span[1], next_character(matcher->text, span[0]));
    }
    progress->from = MAX(from, next_character(matcher->text, last));
}

/* The literal is there, but a match may begin anywhere before it. */
static void match_later(PatternMatcher *matcher, unsigned pattern, size_t start)
{
    Progress *progress = progress_of(matcher, pattern);
    progress->latest = start;
    if (!progress->is_named) {
        progress->is_named = true;
        g_array_append_val(matcher->whole_text, pattern);
    }
}

/* The literal of some patterns begins here: a match that contains it begins not long before. */
static void on_literal(unsigned literal, size_t start, void *user)
{
    PatternMatcher *matcher = user;
    const PatternSet *set = matcher->set;
    for (unsigned i = set->first_owner[literal]; i < set->first_owner[literal + 1]; i++) {
        const LiteralOwner *owner = &set->owners[i];
        Progress *progress = progress_of(matcher, owner->pattern);
        if (progress->is_done) {
            continue;
        }
        if (owner->before == NO_LIMIT) {
            match_later(matcher, owner->pattern, start);
        } else if (progress->from <= start) {
            size_t from = step_back(matcher->text, start, owner->before);
            match_range(matcher, owner->pattern, MAX(from, progress->from), start);
        }
    }
}

/* Matching without PCRE2's own check is safe only on text that is valid. */
static bool is_valid(Span utf8)
{
    const char *at = utf8.text, *end = utf8.text + utf8.length;
    while (!g_utf8_validate_len(at, (size_t)(end - at), &at)) {
        if (*at != '\0') {
            return false;
        }
        at++;
    }
    return true;
}

/* No match begins behind the last literal: each contains one. */
static void match_up_to_literals(PatternMatcher *matcher)
{
    for (size_t i = 0; i < matcher->whole_text->len; i++) {
        unsigned pattern = g_array_index(matcher->whole_text, unsigned, i);
        match_range(matcher, pattern, 0, progress_of(matcher, pattern)->latest);
    }
}

static void match_unaided(PatternMatcher *matcher)
{
    const GArray *unaided = matcher->set->unaided;
    for (size_t i = 0; i < unaided->len; i++) {
        match_range(matcher, g_array_index(unaided, unsigned, i), 0, matcher->text.length);
    }
}

void pattern_matcher_run(PatternMatcher *matcher, Span utf8, const unsigned char *wanted,
                         PatternHitFunction on_hit, void *user)
{
    const PatternSet *set = matcher->set;
    if (utf8.length == 0) {
        return;
    }
    g_assert(is_valid(utf8));
    matcher->run++;
    matcher->wanted = wanted;
    matcher->text = utf8;
    matcher->on_hit = on_hit;
    matcher->user = user;
    g_array_set_size(matcher->whole_text, 0);
    if (matcher->uses_prefilter) {
        literal_index_run(set->literals, utf8, on_literal, matcher);
        match_up_to_literals(matcher);
        match_unaided(matcher);
        return;
    }
    for (unsigned i = 0; i < set->patterns->len; i++) {
        match_range(matcher, i, 0, utf8.length);
    }
}

LimitSet pattern_matcher_limits(const PatternMatcher *matcher)
{
    return matcher->limits;
}

bool pattern_matcher_failed(const PatternMatcher *matcher, int pattern)
{
    return matcher->failed[pattern];
}
