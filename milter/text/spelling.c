/* SPDX-License-Identifier: BSD-2-Clause */
#include "spelling.h"

#include <stdbool.h>

#include "canonical_fragment.h"

/* Letters that are written as two, and those whose accent Unicode does not take apart. */
static const struct {
    gunichar letter;
    const char *two, *base;
} letters[] = {
    { 0xE4, "ae", "a" },  { 0xF6, "oe", "o" },  { 0xFC, "ue", "u" },   { 0xF8, "oe", "o" },
    { 0xE5, "aa", "a" },  { 0xE6, "ae", NULL }, { 0x153, "oe", NULL }, { 0x111, NULL, "d" },
    { 0x131, NULL, "i" }, { 0x142, NULL, "l" },
};

/* Of Latin, Greek and Cyrillic letters, but for U+0439, a letter of its own. */
static gunichar without_accent(gunichar c)
{
    gunichar parts[4];
    size_t count = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
    bool is_accented = count > 1 && parts[1] >= 0x300 && parts[1] <= 0x36F && c != 0x439;
    return is_accented ? parts[0] : c;
}

static void add(GPtrArray *spellings, const char *spelling)
{
    if (spelling != NULL) {
        g_ptr_array_add(spellings, g_strdup(spelling));
    }
}

GPtrArray *spellings_of(gunichar c)
{
    GPtrArray *spellings = g_ptr_array_new_with_free_func(g_free);
    char itself[7] = "", base[7] = "";
    g_unichar_to_utf8(c, itself);

    /* Sharp s, and what is no letter: quotes, dashes, fractions. Canonical text has one form for
     * each. */
    if (c >= 0x80 && (c == 0xDF || !g_unichar_isalpha(c))) {
        g_autofree char *folded = canonical_fragment(span_of(itself));
        add(spellings, folded[0] == '\0' ? itself : folded);
        return spellings;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
        if (letters[i].letter == c) {
            add(spellings, letters[i].two);
            add(spellings, itself);
            add(spellings, letters[i].base);
            return spellings;
        }
    }
    add(spellings, itself);
    if (c >= 0x80 && without_accent(c) != c) {
        g_unichar_to_utf8(without_accent(c), base);
        add(spellings, base);
    }
    return spellings;
}
