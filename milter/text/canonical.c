/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/canonical.h"

#include <stdint.h>

#include "canonical_fragment.h"
#include "folding.h"
#include "gap.h"
#include "look_alike.h"
#include "spaced.h"

/* Of U+0340: no letter before that is of another script than Latin. */
enum { FIRST_OTHER_LEAD_BYTE = 0xCD };

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

/* Eight bytes at once; what is asked of each is answered in its highest bit. */
enum { BYTES_AT_ONCE = sizeof(uint64_t) };

static uint64_t repeated(unsigned char byte)
{
    return UINT64_C(0x0101010101010101) * byte;
}

static uint64_t load(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static uint64_t blanks_among(uint64_t bytes)
{
    return ~(((bytes & repeated(0x7F)) + repeated(0x7F - ' ')) | bytes);
}

static uint64_t capitals_among(uint64_t bytes)
{
    uint64_t low = bytes & repeated(0x7F);
    return (low + repeated(0x80 - 'A')) & ~(low + repeated(0x7F - 'Z')) & ~bytes;
}

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
    gunichar c = g_utf8_get_char(in.text + at);
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* Where the letters, digits and marks that begin at `at` end, or what is none of them. */
static size_t same_kind_end(Span in, size_t at, size_t end)
{
    bool is_part_of_word = is_part_of_word_at(in, at);
    while (at < end && is_part_of_word_at(in, at) == is_part_of_word) {
        at += (size_t)g_utf8_skip[(unsigned char)in.text[at]];
    }
    return at;
}

/* No letter of another script, and none that looks like a Latin one, begins with a lower byte than
 * U+0370. */
static void write_token(Layout *layout, size_t end)
{
    if (!mixes_scripts(span_slice(layout->in, layout->at, end))) {
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

static void write_joined(Layout *layout, size_t end)
{
    bool is_mixed = mixes_scripts(span_slice(layout->in, layout->at, end));
    while (layout->at < end) {
        Gap gap = gap_at(layout->in, layout->at, false);
        skip_to(layout, gap.end);
        size_t next = word_end(layout->in, layout->at);
        if (is_mixed) {
            fold_to(layout, next);
        } else {
            keep_to(layout, next);
        }
    }
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

static void write_word(Layout *layout)
{
    Span in = layout->in;
    SpacedRun run = spaced_run_at(in, layout->at, layout->extent == PARTS_OF_WORDS);
    if (run.letters > 0) {
        write_spaced(layout, run);
        return;
    }
    unsigned char highest = 0;
    size_t end = layout->at;
    for (; end < in.length && !is_blank_at(in, end); end++) {
        highest = MAX(highest, (unsigned char)in.text[end]);
    }
    if (highest < FIRST_OTHER_LEAD_BYTE) {
        keep_to(layout, end);
    } else {
        write_token(layout, end);
    }
}

/*
 * Whether nothing begins at these eight bytes but words and the one blank between them: no control,
 * no letter from U+0340 on, no second blank, no word of a single letter up to U+07FF.
 */
static bool are_plain(const char *at)
{
    uint64_t bytes = load(at), second = load(at + 1), low = bytes & repeated(0x7F);
    uint64_t controls = ~((low + repeated(0x80 - ' ')) | bytes);
    uint64_t others = (low + repeated(0x100 - FIRST_OTHER_LEAD_BYTE)) & bytes;
    uint64_t blanks = blanks_among(bytes);
    uint64_t ends =
        blanks_among(second) | blanks_among(load(at + 2)) | (blanks_among(load(at + 3)) & second);
    return ((controls | others | (blanks & ends)) & repeated(0x80)) == 0;
}

/*
 * Takes over words as they stand, most of most texts, up to one that may need work; that one and
 * the word before it, which may be the first of a spaced run, are left.
 */
static void write_plain_words(Layout *layout)
{
    Span in = layout->in;
    enum { LOOK_AHEAD = 3 };
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
