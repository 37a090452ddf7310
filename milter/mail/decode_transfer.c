/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/decode.h"

#include "text/derivation.h"

/* ---- which one --------------------------------------------------------------------------- */

static const struct {
    const char *name;
    TransferEncoding encoding;
} encoding_names[] = {
    { "base64", TRANSFER_BASE64 },       { "quoted-printable", TRANSFER_QUOTED_PRINTABLE },
    { "x-uuencode", TRANSFER_UUENCODE }, { "uuencode", TRANSFER_UUENCODE },
    { "x-uue", TRANSFER_UUENCODE },
};

/* Leading blanks and comments (RFC 5322 3.2.2), an unclosed one to the end. */
static Span skip_comments(Span value)
{
    value = span_trim(value);
    while (value.length > 0 && value.text[0] == '(') {
        size_t depth = 0, i = 0;
        do {
            depth += value.text[i] == '(' ? 1 : 0;
            depth -= value.text[i] == ')' ? 1 : 0;
            i += value.text[i] == '\\' && i + 1 < value.length ? 2 : 1;
        } while (depth > 0 && i < value.length);
        value = span_trim(span_slice(value, i, value.length));
    }
    return value;
}

TransferEncoding transfer_encoding_parse(Span value)
{
    value = skip_comments(value);
    size_t length = 0;
    while (length < value.length && strchr(" \t\r\n(;,\"", value.text[length]) == NULL) {
        length++;
    }
    value.length = length;
    for (size_t i = 0; i < G_N_ELEMENTS(encoding_names); i++) {
        if (span_equals_ascii_caseless(value, encoding_names[i].name)) {
            return encoding_names[i].encoding;
        }
    }
    return TRANSFER_IDENTITY;
}

/* ---- base64 (RFC 2045 6.8) --------------------------------------------------------------- */

enum { NO_SEXTET = 64, PAD = 65 };

static unsigned sextet_of(char c)
{
    if (g_ascii_isupper(c)) {
        return (unsigned)(c - 'A');
    }
    if (g_ascii_islower(c)) {
        return (unsigned)(c - 'a') + 26;
    }
    if (g_ascii_isdigit(c)) {
        return (unsigned)(c - '0') + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : c == '=' ? PAD : NO_SEXTET;
}

typedef struct Base64Group {
    unsigned bits, sextets;
    size_t start; /* of its first sextet in the source */
} Base64Group;

/* Puts out the one to three bytes of a group that ends before source offset `end`. */
static void base64_put(Derivation *to, Base64Group *group, size_t end)
{
    unsigned bits = group->bits << (6 * (4 - group->sextets));
    const char bytes[3] = { (char)(bits >> 16), (char)(bits >> 8), (char)bits };
    size_t count = group->sextets > 0 ? group->sextets - 1 : 0;
    derive(to, span_make(bytes, count), end - group->start);
    *group = (Base64Group){ 0 };
}

/*
 * Whether the line at `start` is plain text: no program writes such base64, but list software
 * adds footers to it.
 */
static bool is_plain_line(Span encoded, size_t start, size_t *end)
{
    *end = MIN(span_find(encoded, '\n', start) + 1, encoded.length);
    Span line = span_trim(span_slice(encoded, start, *end));
    bool has_sextets = false;
    for (size_t i = 0; i < line.length; i++) {
        if (line.text[i] != '\0' && strchr(" \t:.@", line.text[i]) != NULL) {
            return true;
        }
        has_sextets |= sextet_of(line.text[i]) != NO_SEXTET;
    }
    return line.length > 0 && !has_sextets;
}

/* Behind a pad: takes over lines of plain text from `at`; where base64 goes on. */
static size_t base64_copy_plain_lines(Derivation *to, Span encoded, size_t at)
{
    for (size_t end; at < encoded.length && is_plain_line(encoded, at, &end); at = end) {
        if (to->text->len > 0 && to->text->str[to->text->len - 1] != '\n') {
            derive(to, span_of("\n"), 0);
        }
        derive_copy(to, span_slice(encoded, at, end));
    }
    return at;
}

/*
 * What is not of the alphabet is passed over, and a pad ends its group, not the text: what stands
 * behind it is shown by some mail programs and not by others, so somebody reads it.
 */
static void base64_decode(Derivation *to, Span encoded)
{
    Base64Group group = { 0 };
    bool is_padded = false;
    for (size_t i = 0; i < encoded.length && !to->is_cut; i++) {
        unsigned sextet = sextet_of(encoded.text[i]);
        is_padded |= sextet == PAD;
        if (sextet >= NO_SEXTET && group.sextets == 0) {
            derive_skip(to, 1);
            if (is_padded && encoded.text[i] == '\n') {
                i = base64_copy_plain_lines(to, encoded, i + 1) - 1;
            }
            continue;
        }
        if (sextet == PAD) {
            base64_put(to, &group, i + 1);
        }
        if (sextet >= NO_SEXTET) {
            continue;
        }
        if (group.sextets == 0) {
            group.start = i;
        }
        group.bits = group.bits << 6 | sextet;
        group.sextets++;
        if (group.sextets == 4) {
            base64_put(to, &group, i + 1);
        }
    }
    if (group.sextets > 0) {
        base64_put(to, &group, encoded.length);
    }
}

/* ---- quoted-printable (RFC 2045 6.7) ----------------------------------------------------- */

/*
 * The text of a line without line end and trailing blanks: `=C3` decoded, any other `=` as it is.
 */
static void quoted_printable_content(Derivation *to, Span line)
{
    size_t at = 0;
    while (at < line.length) {
        size_t equals = span_find(line, '=', at);
        derive_copy(to, span_slice(line, at, equals));
        at = equals;
        if (at == line.length) {
            return;
        }
        int high = at + 2 < line.length ? g_ascii_xdigit_value(line.text[at + 1]) : -1;
        int low = high >= 0 ? g_ascii_xdigit_value(line.text[at + 2]) : -1;
        if (low < 0) {
            derive_copy(to, span_slice(line, at, at + 1));
            at++;
            continue;
        }
        char byte = (char)(high << 4 | low);
        derive(to, span_make(&byte, 1), 3);
        at += 3;
    }
}

/* Where the line end of a line that ends before `end` begins: at its CR, at its LF, or nowhere. */
static size_t line_end_start(Span text, size_t start, size_t end)
{
    if (end > start && text.text[end - 1] == '\n') {
        end--;
        end -= end > start && text.text[end - 1] == '\r' ? 1 : 0;
    }
    return end;
}

/*
 * Blanks before a line end were put there on the way and go; `=` before them joins the next line.
 */
static void quoted_printable_decode(Derivation *to, Span encoded)
{
    size_t start = 0;
    while (start < encoded.length && !to->is_cut) {
        size_t newline = span_find(encoded, '\n', start);
        size_t end = newline < encoded.length ? newline + 1 : newline;
        size_t line_end = line_end_start(encoded, start, end);
        size_t content_end = line_end;
        while (content_end > start &&
               (encoded.text[content_end - 1] == ' ' || encoded.text[content_end - 1] == '\t')) {
            content_end--;
        }
        bool joins = content_end > start && encoded.text[content_end - 1] == '=';
        content_end -= joins ? 1 : 0;
        quoted_printable_content(to, span_slice(encoded, start, content_end));
        if (joins) {
            derive_skip(to, end - content_end);
        } else {
            derive_skip(to, line_end - content_end);
            derive_copy(to, span_slice(encoded, line_end, end));
        }
        start = end;
    }
}

/* ---- uuencode (POSIX uuencode, the historical algorithm) --------------------------------- */

/* "begin 644 name" */
static bool is_uuencode_begin(Span line)
{
    if (!span_starts_with(line, "begin ") || line.length < 11) {
        return false;
    }
    return g_ascii_isdigit(line.text[6]) && g_ascii_isdigit(line.text[7]) &&
           g_ascii_isdigit(line.text[8]);
}

static unsigned uuencode_value(Span line, size_t at)
{
    return at < line.length ? ((unsigned char)line.text[at] - 32U) & 63U : 0;
}

/* One data line: a count, then groups of four characters. Short lines had blanks at their end. */
static void uuencode_line(Derivation *to, Span line)
{
    Span content = span_make(line.text, line_end_start(line, 0, line.length));
    size_t left = uuencode_value(content, 0), at = MIN(content.length, 1);
    derive_skip(to, at);
    while (left > 0 && at < content.length) {
        unsigned bits = uuencode_value(content, at) << 18 | uuencode_value(content, at + 1) << 12 |
                        uuencode_value(content, at + 2) << 6 | uuencode_value(content, at + 3);
        const char bytes[3] = { (char)(bits >> 16), (char)(bits >> 8), (char)bits };
        size_t count = MIN(left, 3), source = MIN(content.length - at, 4);
        derive(to, span_make(bytes, count), source);
        left -= count;
        at += source;
    }
    derive_skip(to, line.length - at);
}

/* Text before `begin` and behind `end` is there to be read, so it stays. */
static void uuencode_decode(Derivation *to, Span encoded)
{
    bool inside = false;
    for (size_t start = 0, end; start < encoded.length && !to->is_cut; start = end) {
        size_t newline = span_find(encoded, '\n', start);
        end = newline < encoded.length ? newline + 1 : newline;
        Span line = span_slice(encoded, start, end);
        bool begins = !inside && is_uuencode_begin(line);
        bool ends = inside && span_equals(span_trim(line), "end");
        if (begins || ends) {
            inside = begins;
            derive_skip(to, line.length);
        } else if (inside) {
            uuencode_line(to, line);
        } else {
            derive_copy(to, line);
        }
    }
}

/* ---- all --------------------------------------------------------------------------------- */

GString *transfer_decode(TransferEncoding encoding, Span encoded, size_t most_bytes, OffsetMap *map,
                         LimitSet *met)
{
    static void (*const decoders[])(Derivation *, Span) = {
        [TRANSFER_IDENTITY] = derive_copy,
        [TRANSFER_BASE64] = base64_decode,
        [TRANSFER_QUOTED_PRINTABLE] = quoted_printable_decode,
        [TRANSFER_UUENCODE] = uuencode_decode,
    };
    Derivation to = { .map = map, .most_bytes = most_bytes };
    to.text = g_string_sized_new(MIN(encoded.length, most_bytes));
    decoders[encoding](&to, encoded);
    *met |= to.is_cut ? limit_bit(LIMIT_TEXT) : 0;
    return to.text;
}
