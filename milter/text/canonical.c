/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/canonical.h"

#include "canonical_fragment.h"
#include "folding.h"
#include "gap.h"
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
    layout->kept += end - layout->at;
    while (layout->at < end) {
        layout->out[layout->length++] = g_ascii_tolower(layout->in.text[layout->at++]);
    }
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
static bool may_look_alike(Span word)
{
    enum { FIRST_LEAD_BYTE = 0xCD };
    for (size_t i = 0; i < word.length; i++) {
        if ((unsigned char)word.text[i] >= FIRST_LEAD_BYTE) {
            return true;
        }
    }
    return false;
}

static void write_token(Layout *layout, size_t end, bool is_ascii)
{
    if (is_ascii || !may_look_alike(span_slice(layout->in, layout->at, end))) {
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
    signed char any = 0;
    size_t end = layout->at;
    for (; end < in.length && !is_blank_at(in, end); end++) {
        any |= (signed char)in.text[end];
    }
    write_token(layout, end, any >= 0);
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
        write_word(layout);
        gap = gap_at(layout->in, layout->at, false);
    }
    tell_map(layout);
}

static Canonical *lay_out_new(Span utf8, Extent extent)
{
    g_autoptr(Folding) folding = folding_is_needless(utf8) ? NULL : folding_new(utf8);
    Layout layout = {
        .in = folding == NULL ? utf8 : span_make(folding->text->str, folding->text->len),
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
