/* SPDX-License-Identifier: BSD-2-Clause */
#include "pattern_grammar.h"

/* Digits of `base` from `at` on, at most `most`; the offset behind them. */
static size_t read_digits(Span source, size_t at, size_t most, unsigned base, gunichar *value)
{
    *value = 0;
    for (size_t end = MIN(source.length, at + most); at < end; at++) {
        int digit = g_ascii_xdigit_value(source.text[at]);
        if (digit < 0 || (unsigned)digit >= base || *value > 0x10FFFF) {
            break;
        }
        *value = *value * base + (unsigned)digit;
    }
    return at;
}

/* Behind `\x{`, `\o{` or `\N{U+`: digits of `base` and a brace. */
static bool read_braced(Span source, size_t at, unsigned base, gunichar *c, size_t *end)
{
    *end = read_digits(source, at, 8, base, c);
    if (*end >= source.length || source.text[*end] != '}' || *end == at) {
        return false;
    }
    ++*end;
    return *c <= 0x10FFFF && !(*c >= 0xD800 && *c <= 0xDFFF);
}

bool pattern_character_escape(Span source, size_t at, gunichar *c, size_t *end)
{
    static const struct {
        char letter;
        gunichar character;
    } controls[] = { { 'a', 7 }, { 'e', 27 }, { 'f', 12 }, { 'n', 10 }, { 'r', 13 }, { 't', 9 } };
    static const struct {
        const char *start;
        unsigned base;
    } braced[] = { { "x{", 16 }, { "o{", 8 }, { "N{U+", 16 } };

    Span escape = span_slice(source, MIN(at + 1, source.length), source.length);
    if (escape.length == 0) {
        return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(controls); i++) {
        if (escape.text[0] == controls[i].letter) {
            *c = controls[i].character;
            *end = at + 2;
            return true;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(braced); i++) {
        if (span_starts_with(escape, braced[i].start)) {
            return read_braced(source, at + 1 + strlen(braced[i].start), braced[i].base, c, end);
        }
    }
    if (escape.text[0] == 'x' || escape.text[0] == '0') {
        bool is_octal = escape.text[0] == '0';
        *end = read_digits(source, at + 2, 2, is_octal ? 8 : 16, c);
        return true;
    }
    if (!g_ascii_isalnum(escape.text[0])) {
        *c = g_utf8_get_char(escape.text);
        *end = at + 1 + (size_t)g_utf8_skip[(unsigned char)escape.text[0]];
        return true;
    }
    return false;
}

/* What may follow the backslash beside single characters. */
typedef enum EscapeKind {
    ESCAPE_NOTHING, /* matches the empty text */
    ESCAPE_ONE,     /* one character, never a line end */
    ESCAPE_ANY,     /* one character, or CR LF, perhaps a line end */
    ESCAPE_NAMED,   /* the same, and a name in braces or one letter follows */
    ESCAPE_UNKNOWN, /* any text: what is referred to stands elsewhere */
    ESCAPE_START,   /* where matching began */
    ESCAPE_FOREIGN, /* not in PCRE2 10.42, which refuses it */
    ESCAPE_FORBIDDEN,
} EscapeKind;

static const struct {
    const char *letters;
    EscapeKind kind;
} escapes[] = {
    { "bBAZzK", ESCAPE_NOTHING }, { "dwhNSV", ESCAPE_ONE },           { "DWsHvR", ESCAPE_ANY },
    { "pP", ESCAPE_NAMED },       { "X123456789gk", ESCAPE_UNKNOWN }, { "G", ESCAPE_START },
    { "C", ESCAPE_FORBIDDEN },
};

static EscapeKind escape_kind(char letter)
{
    for (size_t i = 0; i < G_N_ELEMENTS(escapes); i++) {
        if (letter != '\0' && strchr(escapes[i].letters, letter) != NULL) {
            return escapes[i].kind;
        }
    }
    return ESCAPE_FOREIGN;
}

/* `\g{name}`, `\k<name>`, `\g'name'`, `\g-1`, `\12`: copied whole. */
static void copy_reference(PatternWriter *writer)
{
    static const char *const brackets[] = { "{}", "<>", "''" };
    for (size_t i = 0; i < G_N_ELEMENTS(brackets); i++) {
        if (writer_peek(writer, 0) == brackets[i][0]) {
            writer_copy_to(writer, writer->at + 1);
            writer_copy_through(writer, brackets[i][1]);
            return;
        }
    }
    while (g_ascii_isdigit(writer_peek(writer, 0)) ||
           ((writer_peek(writer, 0) == '-' || writer_peek(writer, 0) == '+') &&
            g_ascii_isdigit(writer_peek(writer, 1)))) {
        writer_copy_to(writer, writer->at + 1);
    }
}

static Piece read_type(PatternWriter *writer)
{
    char letter = writer_peek(writer, 1);
    EscapeKind kind = escape_kind(letter);
    writer_check_run(writer);
    writer->crosses_paragraphs |= kind >= ESCAPE_ANY;
    writer->is_opaque |= kind == ESCAPE_START || kind == ESCAPE_FOREIGN;
    if (kind == ESCAPE_FORBIDDEN) {
        writer_fail(writer, PATTERN_ERROR_FORBIDDEN, writer->at, "\\C is not allowed");
    }
    writer_copy_to(writer, writer->at + 2);
    if (kind == ESCAPE_NAMED && writer_peek(writer, 0) == '{') {
        writer_copy_through(writer, '}');
    } else if (kind == ESCAPE_NAMED) {
        writer_copy_to(writer,
                       writer->at + (size_t)g_utf8_skip[(unsigned char)writer_peek(writer, 0)]);
    } else if (kind == ESCAPE_UNKNOWN && letter != 'X') {
        copy_reference(writer);
    }
    switch (kind) {
    case ESCAPE_NOTHING:
    case ESCAPE_START:
        return piece_of_nothing();
    case ESCAPE_ONE:
    case ESCAPE_NAMED:
        return piece_unknown(1);
    case ESCAPE_ANY:
        return piece_unknown(2);
    default:
        return piece_unknown(NO_BOUND);
    }
}

Piece pattern_read_escape(PatternWriter *writer)
{
    gunichar c;
    size_t end;
    if (pattern_character_escape(writer->source, writer->at, &c, &end)) {
        return writer_literal(writer, c, end - writer->at);
    }
    return read_type(writer);
}
