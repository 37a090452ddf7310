/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/decode.h"

#include "mail/conversion.h"
#include "text/windows_1252.h"

/* ---- UTF-8, or what goes for it ---------------------------------------------------------- */

/*
 * Octets that are no UTF-8 are read as windows-1252 one by one: a Latin-1 text comes out right as a
 * whole, and so does UTF-8 to which a list added a Latin-1 footer.
 */
static void convert_utf_8(Conversion *conversion, Span octets)
{
    size_t at = 0;
    while (at < octets.length) {
        const char *end = NULL;
        g_utf8_validate_len(octets.text + at, octets.length - at, &end);
        size_t valid_end = (size_t)(end - octets.text);
        put_verbatim(conversion, span_slice(octets, at, valid_end));
        at = valid_end;
        if (at == octets.length) {
            return;
        }
        unsigned char octet = (unsigned char)octets.text[at];
        put_character(conversion, windows_1252_character(octet), 1);
        conversion->is_broken |= octet != '\0';
        at++;
    }
}

/* ---- UTF-16 (RFC 2781) ------------------------------------------------------------------- */

static bool is_big_endian(Span octets, const Charset *charset)
{
    if (span_starts_with(octets, "\xFE\xFF") || span_starts_with(octets, "\xFF\xFE")) {
        return octets.text[0] == '\xFE';
    }
    if (!g_str_equal(charset->decoder, "UTF-16")) {
        return g_str_equal(charset->decoder, "UTF-16BE");
    }
    return octets.length > 0 && octets.text[0] == '\0'; /* a Latin letter first */
}

static gunichar code_unit(Span octets, size_t at, bool big_endian)
{
    unsigned first = (unsigned char)octets.text[at], second = (unsigned char)octets.text[at + 1];
    return big_endian ? first << 8 | second : second << 8 | first;
}

static void convert_utf_16(Conversion *conversion, Span octets, const Charset *charset)
{
    bool big_endian = is_big_endian(octets, charset);
    size_t at = 0, width;
    for (; octets.length - at >= 2; at += width) {
        gunichar character = code_unit(octets, at, big_endian);
        gunichar low = octets.length - at >= 4 ? code_unit(octets, at + 2, big_endian) : 0;
        bool is_pair = (character & 0xFC00) == 0xD800 && (low & 0xFC00) == 0xDC00;
        width = is_pair ? 4 : 2;
        if (is_pair) {
            character = 0x10000 + ((character & 0x3FF) << 10 | (low & 0x3FF));
        } else if ((character & 0xF800) == 0xD800) {
            character = UNREADABLE;
        }
        put_character(conversion, character, width);
    }
    if (at < octets.length) {
        put_character(conversion, UNREADABLE, octets.length - at);
    }
}

/* ---- all --------------------------------------------------------------------------------- */

static void convert(Conversion *conversion, Span octets, const Charset *charset)
{
    if (charset == NULL || charset->kind == CHARSET_UTF_8) {
        convert_utf_8(conversion, octets);
        return;
    }
    if (charset->kind == CHARSET_UTF_16) {
        convert_utf_16(conversion, octets, charset);
        return;
    }
    if (!convert_by_iconv(conversion, octets, charset)) {
        convert_utf_8(conversion, octets);
        conversion->is_broken = true;
    }
}

static bool converts_cleanly(Span octets, const Charset *charset)
{
    g_autoptr(GString) text = g_string_new(NULL);
    Conversion trial = { .to = { .text = text, .most_bytes = SIZE_MAX } };
    convert(&trial, octets, charset);
    return !trial.is_broken;
}

static size_t byte_order_mark(Span octets, const Charset *charset)
{
    if (charset != NULL && charset->kind == CHARSET_UTF_16) {
        bool is_marked =
            span_starts_with(octets, "\xFE\xFF") || span_starts_with(octets, "\xFF\xFE");
        return is_marked ? 2 : 0;
    }
    bool is_utf_8 = charset == NULL || charset->kind == CHARSET_UTF_8;
    return is_utf_8 && span_starts_with(octets, "\xEF\xBB\xBF") ? 3 : 0;
}

GString *charset_to_utf8(Span octets, const char *charset, OffsetMap *map, LimitSet *met)
{
    bool is_declared = charset != NULL && charset[0] != '\0';
    bool is_ascii = find_high(octets, 0) == octets.length;
    const Charset *row = is_declared ? charset_find(charset) : NULL;
    bool is_guessed = is_declared && row == NULL && !is_ascii;
    if (row != NULL && row->kind != CHARSET_UTF_8 && !is_ascii &&
        g_utf8_validate_len(octets.text, octets.length, NULL) && !converts_cleanly(octets, row)) {
        row = NULL;
        is_guessed = true;
    }
    Conversion conversion = { .to = { .map = map, .most_bytes = SIZE_MAX } };
    conversion.to.text = g_string_sized_new(octets.length);
    size_t mark = byte_order_mark(octets, row);
    derive_skip(&conversion.to, mark);
    convert(&conversion, span_slice(octets, mark, octets.length), row);
    put_carriage_returns(&conversion);
    *met |= is_guessed || conversion.is_broken ? limit_bit(LIMIT_CHARSET) : 0;
    return conversion.to.text;
}

bool charset_from_utf8(Span utf8, const char *charset, GString **encoded)
{
    const Charset *row = charset == NULL ? NULL : charset_find(charset);
    if (row == NULL || row->kind == CHARSET_UTF_16) {
        return false;
    }
    g_autoptr(GString) octets = encode_by_iconv(utf8, row);
    if (octets == NULL) {
        return false;
    }
    *encoded = g_steal_pointer(&octets);
    return true;
}
