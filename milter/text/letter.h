/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a letter is where words are put together again.
 */
#ifndef KUSTODE_TEXT_LETTER_H
#define KUSTODE_TEXT_LETTER_H

#include <glib.h>
#include <stdbool.h>

/* May stand alone in a word that was pulled apart. Hangul's conjoining letters would compose with
 * their new neighbour. */
static inline bool is_lone_letter(gunichar c)
{
    return g_unichar_isalpha(c) && !(c >= 0x1100 && c <= 0x11FF);
}

static inline bool is_part_of_word(gunichar c)
{
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

#endif
