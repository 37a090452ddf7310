/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/decode.h"

typedef struct EncodedWord {
    Span charset; /* without RFC 2231's language */
    bool is_base64;
    Span text;
    size_t end; /* behind the word; or, where there is none, where to look on */
} EncodedWord;

/*
 * A field being decoded; octets of adjacent words wait here, since a character may be cut in two.
 */
typedef struct Reading {
    GString *text;
    GString *octets;
    Span charset;
} Reading;

/* ---- one encoded word (RFC 2047 2) ------------------------------------------------------- */

/* `=?charset?B?` or `?Q?`; sets the text to all that follows. */
static bool read_word_start(Span raw, size_t at, EncodedWord *word)
{
    enum { MOST_CHARSET_BYTES = 60 }; /* longer ones do not exist */
    size_t start = at + 2, most = MIN(raw.length, start + MOST_CHARSET_BYTES), mark = start;
    while (mark < most && raw.text[mark] > ' ' && raw.text[mark] != '?') {
        mark++;
    }
    if (mark + 3 > raw.length || raw.text[mark] != '?' || raw.text[mark + 2] != '?' ||
        strchr("BbQq", raw.text[mark + 1]) == NULL || raw.text[mark + 1] == '\0') {
        return false;
    }
    word->charset = span_slice(raw, start, mark);
    word->charset.length = span_find(word->charset, '*', 0);
    word->is_base64 = g_ascii_tolower(raw.text[mark + 1]) == 'b';
    word->text = span_slice(raw, mark + 3, raw.length);
    return true;
}

/*
 * The encoded word at `at`, where `=?` stands. Blanks inside are borne with, since mail has them,
 * but not the beginning of another word. What was looked through in vain is not looked at again.
 */
static bool read_word(Span raw, size_t at, EncodedWord *word)
{
    word->end = at + 2;
    if (!read_word_start(raw, at, word)) {
        return false;
    }
    size_t start = (size_t)(word->text.text - raw.text);
    for (size_t i = start; i + 1 < raw.length; i++) {
        if (raw.text[i] == '?' && raw.text[i + 1] == '=') {
            word->text.length = i - start;
            word->end = i + 2;
            return true;
        }
        if (raw.text[i] == '=' && raw.text[i + 1] == '?' && g_ascii_isspace(raw.text[i - 1])) {
            word->end = i;
            return false;
        }
    }
    word->end = raw.length;
    return false;
}

static void append_q_octets(GString *octets, Span text)
{
    for (size_t i = 0; i < text.length; i++) {
        int high = text.text[i] == '=' && i + 2 < text.length
                       ? g_ascii_xdigit_value(text.text[i + 1])
                       : -1;
        int low = high >= 0 ? g_ascii_xdigit_value(text.text[i + 2]) : -1;
        if (low >= 0) {
            g_string_append_c(octets, (char)(high << 4 | low));
            i += 2;
        } else {
            g_string_append_c(octets, text.text[i] == '_' ? ' ' : text.text[i]);
        }
    }
}

/* ---- the field --------------------------------------------------------------------------- */

static void flush_words(Reading *reading)
{
    if (reading->octets->len == 0) {
        return;
    }
    LimitSet ignored = 0;
    g_autofree char *charset = span_copy(reading->charset);
    g_autoptr(GString) utf8 = charset_to_utf8(span_make(reading->octets->str, reading->octets->len),
                                              charset, NULL, &ignored);
    g_string_append_len(reading->text, utf8->str, (gssize)utf8->len);
    g_string_truncate(reading->octets, 0);
}

static void append_word(Reading *reading, const EncodedWord *word)
{
    if (word->charset.length != reading->charset.length ||
        (word->charset.length > 0 && g_ascii_strncasecmp(word->charset.text, reading->charset.text,
                                                         word->charset.length) != 0)) {
        flush_words(reading);
    }
    reading->charset = word->charset;
    if (!word->is_base64) {
        append_q_octets(reading->octets, word->text);
        return;
    }
    LimitSet ignored = 0;
    g_autoptr(GString) octets =
        transfer_decode(TRANSFER_BASE64, word->text, word->text.length, NULL, &ignored);
    g_string_append_len(reading->octets, octets->str, (gssize)octets->len);
}

/* Text between words, unfolded (RFC 5322 2.2.3): the line end before a blank goes. */
static void append_literal(Reading *reading, Span literal)
{
    flush_words(reading);
    g_autoptr(GString) line = g_string_sized_new(literal.length);
    for (size_t i = 0; i < literal.length; i++) {
        char c = literal.text[i];
        bool is_line_end =
            c == '\n' || (c == '\r' && i + 1 < literal.length && literal.text[i + 1] == '\n');
        if (!is_line_end) {
            g_string_append_c(line, c);
        } else if (c == '\n' &&
                   (i + 1 == literal.length || strchr(" \t", literal.text[i + 1]) == NULL)) {
            g_string_append_c(line, ' ');
        }
    }
    LimitSet ignored = 0;
    g_autoptr(GString) utf8 =
        charset_to_utf8(span_make(line->str, line->len), NULL, NULL, &ignored);
    g_string_append_len(reading->text, utf8->str, (gssize)utf8->len);
}

static bool is_blank(Span span)
{
    return span_trim(span).length == 0;
}

/*
 * Control characters, C1 ones too, become blanks, those at both ends go; so do byte order marks
 * anywhere.
 */
static char *without_controls(const GString *text)
{
    g_autoptr(GString) clean = g_string_sized_new(text->len);
    for (const char *c = text->str; c < text->str + text->len; c = g_utf8_next_char(c)) {
        gunichar character = g_utf8_get_char(c);
        if (character < 0x20 || (character >= 0x7F && character < 0xA0)) {
            g_string_append_c(clean, ' ');
        } else if (character != 0xFEFF) {
            g_string_append_len(clean, c, g_utf8_next_char(c) - c);
        }
    }
    return span_copy(span_trim(span_make(clean->str, clean->len)));
}

static bool is_blank_or_control(char c)
{
    return c == ' ' || g_ascii_iscntrl(c);
}

static Span trim_controls(Span text)
{
    while (text.length > 0 && is_blank_or_control(text.text[0])) {
        text = span_slice(text, 1, text.length);
    }
    while (text.length > 0 && is_blank_or_control(text.text[text.length - 1])) {
        text.length--;
    }
    return text;
}

/*
 * Most fields are ASCII without encoded words, and each post has dozens of them: one pass, no
 * conversion. NULL when it is not such a field.
 */
static char *decode_plain(Span raw)
{
    raw = trim_controls(raw);
    char *text = g_malloc(raw.length + 1), *out = text;
    for (size_t i = 0; i < raw.length; i++) {
        unsigned char c = (unsigned char)raw.text[i];
        if (c >= ' ' && c < 0x7f && c != '=') {
            *out++ = (char)c;
            continue;
        }
        char next = i + 1 < raw.length ? raw.text[i + 1] : '\0';
        if (c >= 0x80 || (c == '=' && next == '?')) {
            g_free(text);
            return NULL;
        }
        bool is_unfolded =
            (c == '\r' && next == '\n') || (c == '\n' && (next == ' ' || next == '\t'));
        if (!is_unfolded) {
            *out++ = g_ascii_iscntrl(c) ? ' ' : (char)c;
        }
    }
    *out = '\0';
    return text;
}

char *header_decode(Span raw)
{
    char *plain = decode_plain(raw);
    if (plain != NULL) {
        return plain;
    }
    g_autoptr(GString) text = g_string_sized_new(raw.length);
    g_autoptr(GString) octets = g_string_new(NULL);
    Reading reading = { .text = text, .octets = octets };
    size_t literal_start = 0, at = 0;
    bool is_behind_word = false;
    for (at = span_find(raw, '=', 0); at < raw.length; at = span_find(raw, '=', at)) {
        EncodedWord word;
        if (at + 1 >= raw.length || raw.text[at + 1] != '?') {
            at++;
            continue;
        }
        if (read_word(raw, at, &word)) {
            Span between = span_slice(raw, literal_start, at);
            if (!is_behind_word || !is_blank(between)) {
                append_literal(&reading, between);
            }
            append_word(&reading, &word);
            is_behind_word = true;
            literal_start = word.end;
        }
        at = word.end;
    }
    append_literal(&reading, span_slice(raw, literal_start, raw.length));
    return without_controls(text);
}
