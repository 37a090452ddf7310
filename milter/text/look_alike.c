/* SPDX-License-Identifier: BSD-2-Clause */
#include "look_alike.h"

/*
 * Case-folded letters, by code point: Greek, Cyrillic, Armenian, Cherokee (which GLib folds to its
 * small letters), Coptic, Lisu. Where capital and small letter look like different ones, the small
 * one's.
 */
static const struct {
    gunichar letter;
    char latin;
} letters[] = {
    { 0x3B1, 'a' },  { 0x3B2, 'b' },  { 0x3B3, 'y' },  { 0x3B5, 'e' },  { 0x3B6, 'z' },
    { 0x3B7, 'n' },  { 0x3B9, 'i' },  { 0x3BA, 'k' },  { 0x3BC, 'm' },  { 0x3BD, 'v' },
    { 0x3BF, 'o' },  { 0x3C1, 'p' },  { 0x3C3, 'o' },  { 0x3C4, 't' },  { 0x3C5, 'u' },
    { 0x3C7, 'x' },  { 0x3C9, 'w' },  { 0x3F2, 'c' },  { 0x3F3, 'j' },  { 0x430, 'a' },
    { 0x432, 'b' },  { 0x433, 'r' },  { 0x435, 'e' },  { 0x43A, 'k' },  { 0x43C, 'm' },
    { 0x43D, 'h' },  { 0x43E, 'o' },  { 0x43F, 'n' },  { 0x440, 'p' },  { 0x441, 'c' },
    { 0x442, 't' },  { 0x443, 'y' },  { 0x445, 'x' },  { 0x44C, 'b' },  { 0x455, 's' },
    { 0x456, 'i' },  { 0x458, 'j' },  { 0x461, 'w' },  { 0x475, 'v' },  { 0x4AF, 'y' },
    { 0x4BB, 'h' },  { 0x4CF, 'l' },  { 0x501, 'd' },  { 0x51B, 'q' },  { 0x51D, 'w' },
    { 0x561, 'w' },  { 0x563, 'q' },  { 0x566, 'q' },  { 0x570, 'h' },  { 0x578, 'n' },
    { 0x57D, 'u' },  { 0x581, 'g' },  { 0x584, 'f' },  { 0x585, 'o' },  { 0x2C81, 'a' },
    { 0x2C85, 'r' }, { 0x2C89, 'e' }, { 0x2C93, 'i' }, { 0x2C95, 'k' }, { 0x2C99, 'm' },
    { 0x2C9B, 'n' }, { 0x2C9F, 'o' }, { 0x2CA3, 'p' }, { 0x2CA5, 'c' }, { 0x2CA7, 't' },
    { 0x2CA9, 'y' }, { 0x2CAD, 'x' }, { 0xA4D0, 'b' }, { 0xA4D1, 'p' }, { 0xA4D3, 'd' },
    { 0xA4D4, 't' }, { 0xA4D6, 'g' }, { 0xA4D7, 'k' }, { 0xA4D9, 'j' }, { 0xA4DA, 'c' },
    { 0xA4DC, 'z' }, { 0xA4DD, 'f' }, { 0xA4DF, 'm' }, { 0xA4E0, 'n' }, { 0xA4E1, 'l' },
    { 0xA4E2, 's' }, { 0xA4E3, 'r' }, { 0xA4E6, 'v' }, { 0xA4E7, 'h' }, { 0xA4EA, 'w' },
    { 0xA4EB, 'x' }, { 0xA4EC, 'y' }, { 0xA4EE, 'a' }, { 0xA4F0, 'e' }, { 0xA4F2, 'i' },
    { 0xA4F3, 'o' }, { 0xA4F4, 'u' }, { 0xAB70, 'd' }, { 0xAB71, 'r' }, { 0xAB72, 't' },
    { 0xAB7A, 'a' }, { 0xAB7B, 'j' }, { 0xAB7C, 'e' }, { 0xAB83, 'w' }, { 0xAB87, 'm' },
    { 0xAB8B, 'h' }, { 0xAB90, 'g' }, { 0xAB93, 'z' }, { 0xAB9F, 'b' }, { 0xABA2, 'r' },
    { 0xABA4, 'w' }, { 0xABA5, 's' }, { 0xABA9, 'v' }, { 0xABAA, 's' }, { 0xABAE, 'l' },
    { 0xABAF, 'c' }, { 0xABB2, 'p' }, { 0xABB6, 'k' },
};

static gunichar find_latin(gunichar letter, bool was_capital)
{
    if (was_capital) {
        switch (letter) {
        case 0x3B7:
            return 'h';
        case 0x3BD:
            return 'n';
        case 0x3C5:
            return 'y';
        }
    }
    size_t low = 0, high = G_N_ELEMENTS(letters);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (letters[middle].letter == letter) {
            return (gunichar)letters[middle].latin;
        }
        if (letters[middle].letter < letter) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return letter;
}

gunichar look_alike(gunichar letter, bool was_capital)
{
    gunichar parts[4];
    size_t count = g_unichar_fully_decompose(letter, FALSE, parts, G_N_ELEMENTS(parts));
    gunichar latin = find_latin(parts[0], was_capital);
    if (latin == parts[0]) {
        return letter;
    }
    for (size_t i = 1; i < MIN(count, G_N_ELEMENTS(parts)); i++) {
        gunichar composed;
        if (g_unichar_compose(latin, parts[i], &composed) && composed < 0x180) {
            latin = composed;
        }
    }
    return latin;
}

bool mixes_scripts(Span utf8)
{
    enum { BLOCK_BITS = 7, NO_BLOCK = -1 }; /* Unicode gives out code points to scripts by 128 */
    GUnicodeScript first = G_UNICODE_SCRIPT_COMMON;
    int last_block = NO_BLOCK;
    const char *end = utf8.text + utf8.length;

    for (const char *at = utf8.text; at < end; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        int block = (int)(c >> BLOCK_BITS);
        if (block == last_block || !g_unichar_isalpha(c)) {
            continue;
        }
        GUnicodeScript script = g_unichar_get_script(c);
        if (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED) {
            continue;
        }
        if (first != G_UNICODE_SCRIPT_COMMON && first != script) {
            return true;
        }
        first = script;
        last_block = block;
    }
    return false;
}
