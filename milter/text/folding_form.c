/* SPDX-License-Identifier: BSD-2-Clause */
#include "folding_form.h"

/* Default_Ignorable_Code_Point (Unicode DerivedCoreProperties), and the interlinear annotations. */
static const struct {
    gunichar first, last;
} invisible[] = {
    { 0xAD, 0xAD },       { 0x34F, 0x34F },   { 0x61C, 0x61C },     { 0x115F, 0x1160 },
    { 0x17B4, 0x17B5 },   { 0x180B, 0x180F }, { 0x200B, 0x200F },   { 0x202A, 0x202E },
    { 0x2060, 0x206F },   { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },
    { 0xFFA0, 0xFFA0 },   { 0xFFF0, 0xFFFB }, { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A },
    { 0xE0000, 0xE0FFF },
};

/*
 * Beside NFKC. Quotes and dashes: word processors put them in, nobody types them. U+00B4: typed for
 * an apostrophe on German keyboards. Dots in the middle of a line: used as full stops are. Small
 * capitals: writing for show, which NFKC leaves alone. In the order of code points.
 */
static const struct {
    gunichar from;
    char to;
} replacements[] = {
    { 0x85, '\n' },   { 0xAB, '"' },   { 0xB4, '\'' },   { 0xB7, '.' },    { 0xBB, '"' },
    { 0x251, 'a' },   { 0x261, 'g' },  { 0x262, 'g' },   { 0x26A, 'i' },   { 0x274, 'n' },
    { 0x280, 'r' },   { 0x28F, 'y' },  { 0x299, 'b' },   { 0x29C, 'h' },   { 0x29F, 'l' },
    { 0x2BC, '\'' },  { 0x1680, ' ' }, { 0x1D00, 'a' },  { 0x1D04, 'c' },  { 0x1D05, 'd' },
    { 0x1D07, 'e' },  { 0x1D0A, 'j' }, { 0x1D0B, 'k' },  { 0x1D0D, 'm' },  { 0x1D0F, 'o' },
    { 0x1D18, 'p' },  { 0x1D1B, 't' }, { 0x1D1C, 'u' },  { 0x1D20, 'v' },  { 0x1D21, 'w' },
    { 0x1D22, 'z' },  { 0x2010, '-' }, { 0x2011, '-' },  { 0x2012, '-' },  { 0x2013, '-' },
    { 0x2014, '-' },  { 0x2015, '-' }, { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201A, '\'' },
    { 0x201B, '\'' }, { 0x201C, '"' }, { 0x201D, '"' },  { 0x201E, '"' },  { 0x201F, '"' },
    { 0x2022, '.' },  { 0x2027, '.' }, { 0x2028, '\n' }, { 0x2032, '\'' }, { 0x2039, '\'' },
    { 0x203A, '\'' }, { 0x2212, '-' }, { 0x22C5, '.' },  { 0x2800, ' ' },  { 0xA730, 'f' },
    { 0xA731, 's' },  { 0xA7AF, 'q' },
};

/* White letters on black discs and squares: writing for show as well. */
static const struct {
    gunichar first, last;
} ornaments[] = { { 0x1F150, 0x1F169 }, { 0x1F170, 0x1F189 } };

static bool is_invisible(gunichar c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(invisible) && c >= invisible[i].first; i++) {
        if (c <= invisible[i].last) {
            return true;
        }
    }
    return g_unichar_type(c) == G_UNICODE_CONTROL && !g_ascii_isspace((char)MIN(c, 0x7F)) &&
           c != 0x85;
}

static gunichar replaced(gunichar c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ornaments); i++) {
        if (c >= ornaments[i].first && c <= ornaments[i].last) {
            return 'a' + c - ornaments[i].first;
        }
    }
    size_t low = 0, high = G_N_ELEMENTS(replacements);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (replacements[middle].from == c) {
            return (gunichar)replacements[middle].to;
        }
        if (replacements[middle].from < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return c;
}

/* Marks, and the Hangul vowels and finals, which are letters. */
static bool may_compose_backwards(gunichar c)
{
    return g_unichar_combining_class(c) != 0 || g_unichar_ismark(c) || (c >= 0x1160 && c <= 0x11FF);
}

/* One step towards the fixed point: every letter case-folded, replaced and fully decomposed. */
static size_t fold_once(const gunichar *letters, size_t count, gunichar *folded)
{
    g_autofree char *utf8 = g_ucs4_to_utf8(letters, (glong)count, NULL, NULL, NULL);
    g_autofree char *lower = g_utf8_casefold(utf8, -1);
    size_t length = 0;

    for (const char *at = lower; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar parts[LONGEST_FORM];
        gunichar c = replaced(g_utf8_get_char(at));
        size_t n = is_invisible(c) ? 0 : g_unichar_fully_decompose(c, TRUE, parts, LONGEST_FORM);
        if (n > LONGEST_FORM) {
            parts[0] = c;
            n = 1;
        }
        for (size_t i = 0; i < n && length < LONGEST_FORM; i++) {
            folded[length++] = replaced(parts[i]);
        }
    }
    return length;
}

void folding_form(gunichar c, Form *form)
{
    enum { MOST_STEPS = 4 }; /* all of Unicode 14 is stable after three; a test walks through it */
    *form = (Form){ .source = c };
    if (is_invisible(c)) {
        return;
    }
    if (c == 0x2029) { /* paragraph separator */
        form->letters[0] = form->letters[1] = '\n';
        form->count = 2;
        return;
    }
    gunichar letters[LONGEST_FORM] = { c };
    size_t count = 1;
    for (int step = 0; step < MOST_STEPS; step++) {
        form->count = (unsigned char)fold_once(letters, count, form->letters);
        if (form->count == count && memcmp(letters, form->letters, count * sizeof *letters) == 0) {
            break;
        }
        count = form->count;
        memcpy(letters, form->letters, count * sizeof *letters);
    }
    form->joins = count > 0 && may_compose_backwards(form->letters[0]);
}
