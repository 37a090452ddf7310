/* SPDX-License-Identifier: BSD-2-Clause */
#include "marks.h"

static bool is_inside_character(Span text, size_t at)
{
    return at > 0 && at < text.length && ((unsigned char)text.text[at] & 0xC0) == 0x80;
}

Span text_head(Span text, size_t most)
{
    size_t end = MIN(text.length, most);

    while (is_inside_character(text, end)) {
        end--;
    }
    return span_slice(text, 0, end);
}

Span text_tail(Span text, size_t most)
{
    size_t start = text.length > most ? text.length - most : 0;

    while (is_inside_character(text, start)) {
        start++;
    }
    return span_slice(text, start, text.length);
}

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

/* The same for ASCII, in one pass, since by far the most lines are; NULL for others. */
static char *fold_ascii(Span text)
{
    char *folded = g_malloc(text.length + 1), *out = folded;
    bool is_pending = false;

    for (size_t i = 0; i < text.length; i++) {
        unsigned char letter = (unsigned char)text.text[i];
        if (letter >= 0x80) {
            g_free(folded);
            return NULL;
        }
        if (letter <= ' ' && (g_ascii_isspace(letter) || letter == '\0')) {
            is_pending = out != folded;
            continue;
        }
        if (is_pending) {
            *out++ = ' ';
            is_pending = false;
        }
        *out++ = (char)(letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter);
    }
    *out = '\0';
    return folded;
}

/* Whether every letter is of Latin, Greek or Cyrillic and composed already: then small letters are
 * all that folding takes. U+023A and U+023E are left out, whose small letters take a byte more. */
static bool is_simple(Span text)
{
    for (const char *at = text.text; at < text.text + text.length; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (letter == 0 || letter == 0x0130 || letter == 0x023A || letter == 0x023E ||
            (letter >= 0x0300 && letter < 0x0370) || letter >= 0x0530) {
            return false;
        }
    }
    return true;
}

/* As g_utf8_casefold does it, sharp s and final sigma included. */
static char *fold_simple(Span text)
{
    char *folded = g_malloc(text.length + 1), *out = folded;

    for (const char *at = text.text; at < text.text + text.length; at = g_utf8_next_char(at)) {
        gunichar letter = g_unichar_tolower(g_utf8_get_char(at));
        if (letter == 0xDF) {
            *out++ = 's';
            *out++ = 's';
        } else {
            out += g_unichar_to_utf8(letter == 0x03C2 ? 0x03C3 : letter, out);
        }
    }
    *out = '\0';
    return join_blanks(folded);
}

/* Callers cut at a number of bytes; what is left of a character there does not count. */
static size_t whole_characters(Span text)
{
    const char *end = text.text;
    g_utf8_validate_len(text.text, text.length, &end);
    return (size_t)(end - text.text);
}

char *marks_fold(Span text, size_t most)
{
    if (text.length > most) {
        return NULL;
    }
    char *ascii = fold_ascii(text);
    if (ascii != NULL) {
        return ascii;
    }
    text.length = whole_characters(text);
    if (is_simple(text)) {
        return fold_simple(text);
    }
    g_autofree char *folded = g_utf8_casefold(text.text, (gssize)text.length);
    char *normal = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL_COMPOSE);
    return normal == NULL ? NULL : join_blanks(normal);
}
