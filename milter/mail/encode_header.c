/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/decode.h"

enum {
    MOST_WORD_COLUMNS = 75, /* RFC 2047 2 */
    MOST_LINE_COLUMNS = 76,
    MOST_PLAIN_BYTES = 900, /* of a line's 998 (RFC 5322 2.1.1), with room for what joins it */
    FRAME_COLUMNS = 12,     /* =?utf-8?B? and ?= */
};

/* Printable ASCII in which nothing reads as an encoded word, and no longer than a line may be. */
static bool stands_for_itself(const GString *text)
{
    for (size_t i = 0; i < text->len; i++) {
        if ((unsigned char)text->str[i] >= 0x7F) {
            return false;
        }
    }
    return text->len <= MOST_PLAIN_BYTES && strstr(text->str, "=?") == NULL;
}

/* RFC 2047 5 (3): what is safe even in a phrase. */
static bool is_q_safe(char c)
{
    return g_ascii_isalnum(c) || (c != '\0' && strchr("!*+-/", c) != NULL);
}

static size_t q_columns(Span bytes)
{
    size_t columns = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        columns += is_q_safe(bytes.text[i]) || bytes.text[i] == ' ' ? 1 : 3;
    }
    return columns;
}

static size_t encoded_columns(Span bytes, bool in_base64)
{
    return FRAME_COLUMNS + (in_base64 ? (bytes.length + 2) / 3 * 4 : q_columns(bytes));
}

static void append_word(GString *to, Span bytes, bool in_base64)
{
    if (in_base64) {
        g_autofree char *base64 = g_base64_encode((const guchar *)bytes.text, bytes.length);
        g_string_append_printf(to, "=?utf-8?B?%s?=", base64);
        return;
    }
    g_string_append(to, "=?utf-8?Q?");
    for (size_t i = 0; i < bytes.length; i++) {
        char c = bytes.text[i];
        if (c == ' ') {
            g_string_append_c(to, '_');
        } else if (is_q_safe(c)) {
            g_string_append_c(to, c);
        } else {
            g_string_append_printf(to, "=%02X", (unsigned char)c);
        }
    }
    g_string_append(to, "?=");
}

/*
 * How many bytes from `start` on, whole characters, fit into a word of that width; at least one
 * character.
 */
static size_t word_length(Span text, size_t start, bool in_base64, size_t most_columns)
{
    size_t end = start;
    do {
        const char *next = g_utf8_find_next_char(text.text + end, text.text + text.length);
        size_t next_end = next == NULL ? text.length : (size_t)(next - text.text);
        if (end > start &&
            encoded_columns(span_slice(text, start, next_end), in_base64) > most_columns) {
            break;
        }
        end = next_end;
    } while (end < text.length);
    return end - start;
}

/* A value must not bring line ends or other control characters of its own. */
static GString *one_line(Span utf8)
{
    GString *text = g_string_new_len(utf8.text, (gssize)utf8.length);
    for (size_t i = 0; i < text->len; i++) {
        if ((unsigned char)text->str[i] < ' ' || text->str[i] == 0x7F) {
            text->str[i] = ' ';
        }
    }
    return text;
}

char *header_encode(Span utf8, size_t used)
{
    g_autoptr(GString) text = one_line(utf8);
    if (stands_for_itself(text)) {
        return g_string_free(g_steal_pointer(&text), FALSE);
    }
    Span whole = span_make(text->str, text->len);
    bool in_base64 = encoded_columns(whole, true) < encoded_columns(whole, false);
    GString *encoded = g_string_new(NULL);
    size_t least = FRAME_COLUMNS + 12; /* one character always fits */
    bool fits_behind_name = used + least <= MOST_LINE_COLUMNS;
    size_t columns =
        fits_behind_name ? MIN(MOST_LINE_COLUMNS - used, MOST_WORD_COLUMNS) : MOST_WORD_COLUMNS;
    for (size_t at = 0, length; at < whole.length; at += length) {
        g_string_append(encoded, at > 0 || !fits_behind_name ? "\n " : "");
        length = word_length(whole, at, in_base64, columns);
        append_word(encoded, span_slice(whole, at, at + length), in_base64);
        columns = MOST_WORD_COLUMNS;
    }
    return g_string_free(encoded, FALSE);
}
