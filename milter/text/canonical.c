/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/canonical.h"

#include "canonical_fragment.h"
#include "dotted.h"
#include "eight_bytes.h"
#include "emphasis.h"
#include "folding.h"
#include "gap.h"
#include "letter.h"
#include "look_alike.h"
#include "spaced.h"

/* How the text is cut out of what surrounds it. */
typedef enum Extent {
    WHOLE_TEXT,    /* begins a line, blanks at its ends are nothing */
    WHOLE_WORDS,   /* somewhere in a line, blanks at its ends count */
    PARTS_OF_WORDS /* the same, and its first and last word may go on outside */
} Extent;

typedef struct Layout {
    Span in; /* folded, ASCII capitals aside */
    Extent extent;
    const GArray *capitals; /* of the folding, or NULL */
    size_t at;
    char *out; /* as long as `in`: nothing grows here */
    size_t length;
    OffsetMap *map;
    size_t kept; /* bytes taken over since the map was last told */
} Layout;

static void tell_map(Layout *layout)
{
    offset_map_append(layout->map, 1, 1, layout->kept);
    layout->kept = 0;
}

static void skip_to(Layout *layout, size_t end)
{
    if (end > layout->at) {
        tell_map(layout);
        offset_map_append(layout->map, 0, 1, end - layout->at);
        layout->at = end;
    }
}

static void put_blank(Layout *layout, Gap gap)
{
    layout->out[layout->length++] = gap.is_paragraph ? '\n' : ' ';
    if (gap.end - layout->at == 1) {
        layout->kept++;
    } else {
        tell_map(layout);
        offset_map_append(layout->map, 1, gap.end - layout->at, 1);
    }
    layout->at = gap.end;
}

static void keep_to(Layout *layout, size_t end)
{
    size_t length = end - layout->at;
    const char *from = layout->in.text + layout->at;
    char *to = layout->out + layout->length;
    size_t i = 0;
    for (; i + BYTES_AT_ONCE <= length; i += BYTES_AT_ONCE) {
        uint64_t bytes = load(from + i);
        bytes += (capitals_among(bytes) & repeated(0x80)) >> 2;
        memcpy(to + i, &bytes, sizeof bytes);
    }
    for (; i < length; i++) {
        to[i] = (char)(from[i] + ((from[i] >= 'A' && from[i] <= 'Z') << 5));
    }
    layout->kept += length;
    layout->length += length;
    layout->at = end;
}

static bool was_capital(const Layout *layout, size_t at)
{
    size_t low = 0, high = layout->capitals == NULL ? 0 : layout->capitals->len, end = high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (g_array_index(layout->capitals, size_t, middle) < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < end && g_array_index(layout->capitals, size_t, low) == at;
}

/* Takes over a word, or what of it reaches to `end`, with its look-alikes as Latin letters. */
static void fold_to(Layout *layout, size_t end)
{
    while (layout->at < end) {
        const char *letter = layout->in.text + layout->at;
        size_t next = layout->at + (size_t)(g_utf8_next_char(letter) - letter);
        gunichar c = g_utf8_get_char(letter);
        gunichar latin = c < 0x80 ? c : look_alike(c, was_capital(layout, layout->at));
        if (latin == c) {
            keep_to(layout, next);
            continue;
        }
        tell_map(layout);
        int length = g_unichar_to_utf8(latin, layout->out + layout->length);
        layout->length += (size_t)length;
        offset_map_append(layout->map, (size_t)length, next - layout->at, 1);
        layout->at = next;
    }
}

static size_t word_end(Span in, size_t at)
{
    while (at < in.length && !is_blank_at(in, at)) {
        at++;
    }
    return at;
}

static bool is_part_of_word_at(Span in, size_t at)
{
    return is_part_of_word(g_utf8_get_char(in.text + at));
}

/* Where the letters, digits and marks that begin at `at` end, or what is none of them. */
static size_t same_kind_end(Span in, size_t at, size_t end)
{
    bool is_word = is_part_of_word_at(in, at);
    while (at < end && is_part_of_word_at(in, at) == is_word) {
        at += (size_t)g_utf8_skip[(unsigned char)in.text[at]];
    }
    return at;
}

/* No letter of another script, and none that looks like a Latin one, begins with a lower byte than
 * U+0370. */
static void write_token(Layout *layout, size_t end)
{
    unsigned char highest = 0;
    for (size_t i = layout->at; i < end; i++) {
        highest = MAX(highest, (unsigned char)layout->in.text[i]);
    }
    if (highest < FIRST_OTHER_LEAD_BYTE ||
        !mixes_scripts(span_slice(layout->in, layout->at, end))) {
        keep_to(layout, end);
        return;
    }
    while (layout->at < end) {
        size_t next = same_kind_end(layout->in, layout->at, end);
        if (mixes_scripts(span_slice(layout->in, layout->at, next))) {
            fold_to(layout, next);
        } else {
            keep_to(layout, next);
        }
    }
}

/* The letters of one spaced word, without the gaps and the emphasis around them. */
static void write_joined(Layout *layout, size_t end)
{
    Span in = layout->in;
    bool is_mixed = mixes_scripts(span_slice(in, layout->at, end));
    Emphasis emphasis = emphasis_of(in, layout->at, end, layout->extent == PARTS_OF_WORDS);
    skip_to(layout, emphasis.start);
    while (layout->at < emphasis.end) {
        Gap gap = gap_at(in, layout->at, false);
        skip_to(layout, gap.end);
        size_t next = MIN(word_end(in, layout->at), emphasis.end);
        if (is_mixed) {
            fold_to(layout, next);
        } else {
            keep_to(layout, next);
        }
    }
    skip_to(layout, emphasis.end + emphasis.marks);
    keep_to(layout, end);
}

static void write_spaced(Layout *layout, SpacedRun run)
{
    while (layout->at < run.end) {
        size_t end = word_end(layout->in, layout->at);
        Gap gap = gap_at(layout->in, end, false);
        while (end < run.end && (run.is_one_word || !gap.is_wide)) {
            end = word_end(layout->in, gap.end);
            gap = gap_at(layout->in, end, false);
        }
        write_joined(layout, end);
        if (end < run.end) {
            put_blank(layout, gap);
        }
    }
}

/* The letters of a run, without what stands between them. */
static void write_dotted(Layout *layout, DottedRun run)
{
    bool is_mixed = mixes_scripts(span_slice(layout->in, run.start, run.end));
    while (layout->at < run.end) {
        size_t next = layout->at + (size_t)g_utf8_skip[(unsigned char)layout->in.text[layout->at]];
        if (is_mixed) {
            fold_to(layout, next);
        } else {
            keep_to(layout, next);
        }
        skip_to(layout, MIN(next + 1, run.end));
    }
}

static void write_undotted(Layout *layout, size_t end)
{
    while (layout->at < end) {
        DottedRun run =
            dotted_run_in(layout->in, layout->at, end, layout->extent == PARTS_OF_WORDS);
        write_token(layout, run.start);
        write_dotted(layout, run);
    }
}

static void write_word(Layout *layout)
{
    Span in = layout->in;
    SpacedRun run = spaced_run_at(in, layout->at, layout->extent == PARTS_OF_WORDS);
    if (run.letters > 0) {
        write_spaced(layout, run);
        return;
    }
    size_t end = word_end(in, layout->at);
    Emphasis emphasis = { .start = layout->at, .end = end };
    if (memchr(in.text + layout->at, '>', end - layout->at) == NULL) { /* else maybe a quote mark */
        emphasis = emphasis_of(in, layout->at, end, layout->extent == PARTS_OF_WORDS);
    }
    skip_to(layout, emphasis.start);
    write_undotted(layout, emphasis.end);
    skip_to(layout, emphasis.end + emphasis.marks);
    keep_to(layout, end);
}

/*
 * Takes over words as they stand, most of most texts, up to one that may need work; that one and
 * the word before it, which may be the first of a spaced run, are left.
 */
static void write_plain_words(Layout *layout)
{
    Span in = layout->in;
    size_t end = layout->at;
    while (end + BYTES_AT_ONCE + LOOK_AHEAD <= in.length && are_plain(in.text + end)) {
        end += BYTES_AT_ONCE;
    }
    while (end > layout->at && !is_blank_at(in, end - 1)) {
        end--;
    }
    keep_to(layout, end);
}

static void lay_out(Layout *layout)
{
    size_t length = layout->in.length;
    Gap gap = gap_at(layout->in, 0, layout->extent == WHOLE_TEXT);
    while (true) {
        bool is_at_end = layout->at == 0 || gap.end == length;
        if (is_at_end && layout->extent == WHOLE_TEXT) {
            skip_to(layout, gap.end);
        } else if (gap.end > layout->at) {
            put_blank(layout, gap);
        }
        if (gap.end == length) {
            break;
        }
        write_plain_words(layout);
        write_word(layout);
        gap = gap_at(layout->in, layout->at, false);
    }
    tell_map(layout);
}

static Canonical *lay_out_new(Span utf8, Extent extent)
{
    g_autoptr(Folding) folding = folding_is_needless(utf8) ? NULL : folding_new(utf8);
    Layout layout = {
        .in = folding == NULL ? utf8 : span_make(folding->text, folding->length),
        .extent = extent,
        .capitals = folding == NULL ? NULL : folding->capitals,
        .map = offset_map_new(),
    };
    layout.out = g_malloc(layout.in.length + 1);
    lay_out(&layout);
    layout.out[layout.length] = '\0';
    if (folding != NULL) {
        offset_map_stack(layout.map, g_steal_pointer(&folding->map));
    }

    Canonical *canonical = g_new(Canonical, 1);
    *canonical = (Canonical){ .text = layout.out, .length = layout.length, .map = layout.map };
    return canonical;
}

Canonical *canonical_new(Span utf8)
{
    return lay_out_new(utf8, WHOLE_TEXT);
}

void canonical_free(Canonical *canonical)
{
    if (canonical == NULL) {
        return;
    }
    offset_map_free(canonical->map);
    g_free(canonical->text);
    g_free(canonical);
}

char *canonical_literal(Span literal)
{
    g_autoptr(Canonical) canonical = lay_out_new(literal, WHOLE_WORDS);
    return g_steal_pointer(&canonical->text);
}

char *canonical_fragment(Span fragment)
{
    g_autoptr(Canonical) canonical = lay_out_new(fragment, PARTS_OF_WORDS);
    return g_steal_pointer(&canonical->text);
}
