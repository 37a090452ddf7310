/* SPDX-License-Identifier: BSD-2-Clause */
#include "marks.h"

/*
 * Blanks of all kinds become one, none at the ends; zero-width characters and direction marks go,
 * and the dot that folding makes of a Turkish capital I.
 */
static char *join_blanks(char *text)
{
    char *out = text;
    bool is_pending = false;

    for (const char *at = text, *next; *at != '\0'; at = next) {
        gunichar letter = g_utf8_get_char(at);
        next = g_utf8_next_char(at); /* before what is written may reach it */
        if (g_unichar_isspace(letter)) {
            is_pending = out != text;
            continue;
        }
        if ((letter >= 0x200B && letter <= 0x200F && letter != 0x200C) || letter == 0x0307) {
            continue;
        }
        if (is_pending) {
            *out++ = ' ';
            is_pending = false;
        }
        out += g_unichar_to_utf8(letter, out);
    }
    *out = '\0';
    return text;
}

static bool is_ascii(Span text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.text[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

char *marks_fold(Span text, size_t most)
{
    if (text.length > most) {
        return NULL;
    }
    if (text.length == 0) {
        return g_strdup("");
    }
    if (is_ascii(text)) {
        char *small = g_ascii_strdown(text.text, (gssize)text.length);
        return join_blanks(small);
    }
    g_autofree char *folded = g_utf8_casefold(text.text, (gssize)text.length);
    char *normal = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL_COMPOSE);
    return normal == NULL ? NULL : join_blanks(normal);
}
