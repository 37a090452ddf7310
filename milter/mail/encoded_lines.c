/* SPDX-License-Identifier: BSD-2-Clause */
#include "encoded_lines.h"

enum {
    LEAST_BASE64_LINES = 4,
    LEAST_BASE64_COLUMNS = 60, /* OpenPGP and MIME write 64 and 76 */
    MOST_BASE64_COLUMNS = 76,
    BINHEX_COLUMNS = 64, /* RFC 1741 */
    MOST_BLANK_LINES = 3 /* between BinHex's comment and its first line */
};

/* The line behind the quote marks that line `first` has; to the encoded bytes a ">" is a letter. */
static Span line_like(const TextLines *lines, size_t first, size_t index)
{
    const TextLine *line = text_line(lines, index);
    size_t start = MIN((size_t)line->start + text_line(lines, first)->content, line->end);
    size_t end = line->end;

    while (end > start && lines->text.text[end - 1] == '\r') {
        end--;
    }
    return span_slice(lines->text, text_line(lines, first)->depth == 0 ? line->start : start, end);
}

static bool all_between(Span text, unsigned char low, unsigned char high)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (byte < low || byte > high) {
            return false;
        }
    }
    return true;
}

/* ---- uuencode */

static bool is_uu_begin(Span line)
{
    size_t at = strlen("begin "), digits = 0;

    if (!span_starts_with(line, "begin ")) {
        return false;
    }
    while (at + digits < line.length && line.text[at + digits] >= '0' &&
           line.text[at + digits] <= '7') {
        digits++;
    }
    at += digits;
    return (digits == 3 || digits == 4) && at + 1 < line.length && line.text[at] == ' ';
}

/* The first character counts the bytes of the line; some programs drop blanks at its end, others
 * add a checksum. */
static bool is_uu_line(Span line)
{
    if (line.length < 2 || !all_between(line, ' ', '`')) {
        return false;
    }
    size_t bytes = (size_t)(line.text[0] - ' ') & 63, columns = (bytes + 2) / 3 * 4;
    return bytes > 0 && line.length <= columns + 2 && line.length + 4 > columns + 1;
}

static size_t uu_stop(const TextLines *lines, size_t first)
{
    size_t count = lines->lines->len, index = first + 1;

    if (!is_uu_begin(line_like(lines, first, first))) {
        return first;
    }
    while (index < count && is_uu_line(line_like(lines, first, index))) {
        index++;
    }
    if (index == first + 1) {
        return first;
    }
    if (index < count && line_like(lines, first, index).length <= 1) {
        index++; /* the line of no bytes */
    }
    bool has_end = index < count && span_equals(span_trim(line_like(lines, first, index)), "end");
    return has_end ? index + 1 : index;
}

/* ---- yEnc */

/* Bytes 42 above what they were; in prose nearly all are letters and blanks. */
static bool is_yenc_line(Span line)
{
    size_t letters = 0;

    for (size_t i = 0; i < line.length; i++) {
        letters += g_ascii_isalpha(line.text[i]) || line.text[i] == ' ';
    }
    return line.length > 0 && letters * 2 <= line.length;
}

static size_t yenc_stop(const TextLines *lines, size_t first)
{
    size_t count = lines->lines->len, index = first + 1;

    if (!span_starts_with(line_like(lines, first, first), "=ybegin ")) {
        return first;
    }
    while (index < count && (span_starts_with(line_like(lines, first, index), "=ypart ") ||
                             is_yenc_line(line_like(lines, first, index)))) {
        index++;
    }
    bool has_end = index < count && span_starts_with(line_like(lines, first, index), "=yend ");
    return has_end ? index + 1 : index;
}

/* ---- BinHex */

static size_t binhex_stop(const TextLines *lines, size_t first)
{
    size_t count = lines->lines->len;

    if (!span_starts_with(line_like(lines, first, first),
                          "(This file must be converted with BinHex")) {
        return first;
    }
    size_t index =
        text_lines_skip_blank(lines, first + 1, MIN(count, first + 1 + MOST_BLANK_LINES));
    if (index >= count || !span_starts_with(line_like(lines, first, index), ":")) {
        return first;
    }
    while (index < count && line_like(lines, first, index).length == BINHEX_COLUMNS &&
           all_between(line_like(lines, first, index), '!', 'r')) {
        index++;
    }
    Span last = index < count ? line_like(lines, first, index) : span_make("", 0);
    bool is_last = last.length > 0 && last.length < BINHEX_COLUMNS &&
                   last.text[last.length - 1] == ':' && all_between(last, '!', 'r');
    return is_last ? index + 1 : index;
}

/* ---- base64 */

static bool is_base64(Span line)
{
    size_t length = line.length;

    while (length > 0 && line.length - length < 2 && line.text[length - 1] == '=') {
        length--;
    }
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isalnum(line.text[i]) && line.text[i] != '+' && line.text[i] != '/') {
            return false;
        }
    }
    return length > 0;
}

/* Sixty letters or more without one digit, capital or small letter are no encoded bytes. */
static bool is_mixed(Span line)
{
    bool has_digit = false, has_capital = false, has_small = false;

    for (size_t i = 0; i < line.length; i++) {
        has_digit = has_digit || g_ascii_isdigit(line.text[i]);
        has_capital = has_capital || g_ascii_isupper(line.text[i]);
        has_small = has_small || g_ascii_islower(line.text[i]);
    }
    return has_digit && has_capital && has_small;
}

static size_t base64_stop(const TextLines *lines, size_t first)
{
    size_t count = lines->lines->len, index = first;
    size_t columns = line_like(lines, first, first).length;

    if (columns < LEAST_BASE64_COLUMNS || columns > MOST_BASE64_COLUMNS) {
        return first;
    }
    for (; index < count; index++) {
        Span line = line_like(lines, first, index);
        if (line.length != columns || !is_base64(line) || !is_mixed(line)) {
            break;
        }
    }
    if (index - first < LEAST_BASE64_LINES) {
        return first;
    }
    Span last = index < count ? line_like(lines, first, index) : span_make("", 0);
    bool is_last = last.length > 0 && last.length < columns && last.length % 4 == 0 &&
                   is_base64(last) && is_mixed(last);
    return is_last ? index + 1 : index;
}

bool encoded_lines_read(const TextLines *lines, size_t index, size_t *stop, const char **encoding)
{
    static const struct {
        const char *name;
        char first; /* character of the first line; NUL: any */
        size_t (*stop)(const TextLines *lines, size_t first); /* `first`: it does not begin there */
    } encodings[] = {
        { "uuencode", 'b', uu_stop },
        { "yEnc", '=', yenc_stop },
        { "BinHex", '(', binhex_stop },
        { "base64", '\0', base64_stop },
    };
    Span line = line_like(lines, index, index);

    for (size_t i = 0; line.length > 0 && i < G_N_ELEMENTS(encodings); i++) {
        if (encodings[i].first != '\0' && encodings[i].first != line.text[0]) {
            continue;
        }
        *stop = encodings[i].stop(lines, index);
        *encoding = encodings[i].name;
        if (*stop > index) {
            return true;
        }
    }
    return false;
}
