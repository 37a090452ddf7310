/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/message_fields.h"

/* RFC 2231 3 asks for no bound; a file name never needs as many pieces. */
enum { MOST_PIECES = 64 };

/* One `name*3*=value` of a field: a piece of a longer value, or the whole of it. */
typedef struct Piece {
    Span name;        /* without the stars */
    unsigned number;  /* 0 when it is not numbered */
    bool is_extended; /* its value has percent signs, and that of number 0 a charset in front */
    bool is_plain;    /* no star at all */
    GString *value;
} Piece;

typedef struct Reader {
    Span text;
    size_t at;
} Reader;

static bool at_end(const Reader *reader)
{
    return reader->at >= reader->text.length;
}

static char here(const Reader *reader)
{
    return at_end(reader) ? '\0' : reader->text.text[reader->at];
}

/* RFC 822 comments nest; a counter follows them without recursion. */
static void skip_blanks_and_comments(Reader *reader)
{
    size_t depth = 0;
    for (; !at_end(reader); reader->at++) {
        char c = here(reader);
        if (c == '(') {
            depth++;
        } else if (c == ')' && depth > 0) {
            depth--;
        } else if (c == '\\' && depth > 0) {
            reader->at++;
        } else if (depth == 0 && !g_ascii_isspace(c)) {
            return;
        }
    }
}

static bool is_token_byte(char c)
{
    return !g_ascii_isspace(c) && !g_ascii_iscntrl(c) && strchr("()<>@,;:\\\"/[]?=", c) == NULL;
}

static Span read_token(Reader *reader)
{
    size_t start = reader->at;
    while (!at_end(reader) && is_token_byte(here(reader))) {
        reader->at++;
    }
    return span_slice(reader->text, start, reader->at);
}

static GString *read_quoted(Reader *reader)
{
    GString *value = g_string_new(NULL);
    for (reader->at++; !at_end(reader) && here(reader) != '"'; reader->at++) {
        if (here(reader) == '\\' && reader->at + 1 < reader->text.length) {
            reader->at++;
        }
        g_string_append_c(value, here(reader));
    }
    reader->at = MIN(reader->at + 1, reader->text.length);
    return value;
}

/* Senders forget the quotes around names with blanks and slashes: such a value ends at the next
 * `;`. */
static GString *read_value(Reader *reader)
{
    skip_blanks_and_comments(reader);
    if (here(reader) == '"') {
        return read_quoted(reader);
    }
    size_t start = reader->at;
    size_t end = span_find(reader->text, ';', start);
    reader->at = end;
    Span value = span_trim(span_slice(reader->text, start, end));
    return g_string_new_len(value.text, (gssize)value.length);
}

/* Takes the stars of RFC 2231 off the name: `name*`, `name*3`, `name*3*`. */
static void piece_take_stars(Piece *piece)
{
    size_t star = span_find(piece->name, '*', 0);
    piece->is_plain = star == piece->name.length;
    if (piece->is_plain) {
        return;
    }
    Span stars = span_slice(piece->name, star + 1, piece->name.length);
    piece->name.length = star;
    for (size_t i = 0; i < stars.length && g_ascii_isdigit(stars.text[i]); i++) {
        piece->number =
            MIN(piece->number * 10 + (unsigned)g_ascii_digit_value(stars.text[i]), MOST_PIECES);
    }
    piece->is_extended = stars.length == 0 || stars.text[stars.length - 1] == '*';
}

/* The next parameter, its value owned by the caller; false at the end of the field. */
static bool read_piece(Reader *reader, Piece *piece)
{
    while (!at_end(reader)) {
        size_t semicolon = span_find(reader->text, ';', reader->at);
        reader->at = MIN(semicolon + 1, reader->text.length);
        skip_blanks_and_comments(reader);
        *piece = (Piece){ .name = read_token(reader) };
        skip_blanks_and_comments(reader);
        if (here(reader) != '=' || piece->name.length == 0) {
            continue;
        }
        reader->at++;
        piece_take_stars(piece);
        piece->value = read_value(reader);
        return true;
    }
    return false;
}

/* `UTF-8'en'na%C3%AFve`: the charset is the caller's, NULL when there is none. */
static char *take_charset(GString *value)
{
    const char *first = memchr(value->str, '\'', value->len);
    if (first == NULL) {
        return NULL;
    }
    const char *second = memchr(first + 1, '\'', value->len - (size_t)(first + 1 - value->str));
    if (second == NULL) {
        return NULL;
    }
    char *charset = g_strndup(value->str, (size_t)(first - value->str));
    g_string_erase(value, 0, second + 1 - value->str);
    return charset;
}

static void append_without_percent(GString *octets, const GString *value)
{
    for (size_t i = 0; i < value->len; i++) {
        if (value->str[i] == '%' && i + 2 < value->len && g_ascii_isxdigit(value->str[i + 1]) &&
            g_ascii_isxdigit(value->str[i + 2])) {
            g_string_append_c(octets, (char)(g_ascii_xdigit_value(value->str[i + 1]) * 16 +
                                             g_ascii_xdigit_value(value->str[i + 2])));
            i += 2;
        } else {
            g_string_append_c(octets, value->str[i]);
        }
    }
}

static void pieces_clear(Piece *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].value != NULL) {
            g_string_free(pieces[i].value, TRUE);
        }
    }
}

/* Number 0, 1, 2 ... up to the first that is missing. */
static char *join_pieces(Piece *pieces)
{
    g_autofree char *charset = pieces[0].is_extended ? take_charset(pieces[0].value) : NULL;
    GString *octets = g_string_new(NULL);
    for (size_t i = 0; i < MOST_PIECES && pieces[i].value != NULL; i++) {
        if (pieces[i].is_extended) {
            append_without_percent(octets, pieces[i].value);
        } else {
            g_string_append_len(octets, pieces[i].value->str, (gssize)pieces[i].value->len);
        }
    }
    LimitSet ignored = 0;
    GString *text = charset_to_utf8(span_make(octets->str, octets->len), charset, NULL, &ignored);
    g_string_free(octets, TRUE);
    return g_string_free(text, FALSE);
}

char *media_type_parse(Span value)
{
    Reader reader = { value, 0 };
    skip_blanks_and_comments(&reader);
    Span type = read_token(&reader);
    skip_blanks_and_comments(&reader);
    if (type.length == 0 || here(&reader) != '/') {
        return NULL;
    }
    reader.at++;
    skip_blanks_and_comments(&reader);
    Span subtype = read_token(&reader);
    if (subtype.length == 0) {
        return NULL;
    }
    g_autofree char *written = g_strdup_printf("%.*s/%.*s", (int)type.length, type.text,
                                               (int)subtype.length, subtype.text);
    return g_str_is_ascii(written) ? g_ascii_strdown(written, -1) : NULL;
}

char *parameter_find(Span value, const char *name)
{
    Reader reader = { value, 0 };
    Piece pieces[MOST_PIECES] = { 0 };
    g_autofree char *plain = NULL;
    Piece piece;
    while (read_piece(&reader, &piece)) {
        bool is_wanted = span_equals_ascii_caseless(piece.name, name);
        if (is_wanted && piece.is_plain && plain == NULL) {
            plain = header_decode(span_make(piece.value->str, piece.value->len));
        }
        if (is_wanted && !piece.is_plain && piece.number < MOST_PIECES &&
            pieces[piece.number].value == NULL) {
            pieces[piece.number] = piece;
        } else {
            g_string_free(piece.value, TRUE);
        }
    }
    char *found = pieces[0].value != NULL ? join_pieces(pieces) : g_steal_pointer(&plain);
    pieces_clear(pieces, MOST_PIECES);
    return found;
}
