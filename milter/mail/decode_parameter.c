/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/decode.h"

/* RFC 2231 3 sets no maximum of pieces; more than this is nothing a mail program writes. */
enum { MOST_SECTIONS = 64 };

/* `name`, `name*` or one of `name*0`, `name*1*` ...; a value is NULL where there is none. */
typedef struct Parameter {
    GString *plain, *extended;
    GString *sections[MOST_SECTIONS];
    bool is_extended[MOST_SECTIONS];
} Parameter;

static void parameter_clear(Parameter *parameter)
{
    GString **all[] = { &parameter->plain, &parameter->extended };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        if (*all[i] != NULL) {
            g_string_free(*all[i], TRUE);
        }
    }
    for (size_t i = 0; i < MOST_SECTIONS; i++) {
        if (parameter->sections[i] != NULL) {
            g_string_free(parameter->sections[i], TRUE);
        }
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parameter, parameter_clear)

/* ---- reading a field (RFC 2045 5.1) ------------------------------------------------------ */

/*
 * Moves `at` behind a quoted string or comment that begins there, an unclosed one to the end; the
 * text of a string goes to `unquoted`.
 */
static void skip_quoted(Span field, size_t *at, GString *unquoted)
{
    char close = field.text[*at] == '"' ? '"' : ')';
    for (++*at; *at < field.length && field.text[*at] != close; ++*at) {
        *at += field.text[*at] == '\\' && *at + 1 < field.length ? 1 : 0;
        if (unquoted != NULL) {
            g_string_append_c(unquoted, field.text[*at]);
        }
    }
    *at += *at < field.length ? 1 : 0;
}

/*
 * The text up to one of `stops` or the end, quotes taken off, comments left out, blanks at the
 * ends gone.
 */
static GString *read_until(Span field, size_t *at, const char *stops)
{
    GString *text = g_string_new(NULL);
    size_t kept = 0; /* up to here blanks are part of the text */
    while (*at < field.length &&
           (field.text[*at] == '\0' || strchr(stops, field.text[*at]) == NULL)) {
        char c = field.text[*at];
        if (c == '"' || c == '(') {
            skip_quoted(field, at, c == '"' ? text : NULL);
            kept = c == '"' ? text->len : kept;
            continue;
        }
        if (!g_ascii_isspace(c)) {
            g_string_append_c(text, c);
            kept = text->len;
        } else if (text->len > 0) {
            g_string_append_c(text, ' ');
        }
        ++*at;
    }
    return g_string_truncate(text, kept);
}

/* Where the value of this attribute belongs, or NULL when it is not `name` or already there. */
static GString **parameter_slot(Parameter *parameter, Span attribute, const char *name)
{
    size_t length = strlen(name);
    if (!span_starts_with_ascii_caseless(attribute, name)) {
        return NULL;
    }
    Span rest = span_slice(attribute, length, attribute.length);
    if (rest.length == 0) {
        return &parameter->plain;
    }
    if (span_equals(rest, "*")) {
        return &parameter->extended;
    }
    size_t number = 0, at = 1;
    for (; at < rest.length && at <= 3 && g_ascii_isdigit(rest.text[at]); at++) {
        number = number * 10 + (size_t)(rest.text[at] - '0');
    }
    bool is_extended = at < rest.length && rest.text[at] == '*';
    if (rest.text[0] != '*' || at == 1 || at + (is_extended ? 1 : 0) != rest.length ||
        number >= MOST_SECTIONS) {
        return NULL;
    }
    parameter->is_extended[number] |= is_extended && parameter->sections[number] == NULL;
    return &parameter->sections[number];
}

static void read_parameter(Parameter *parameter, Span field, const char *name)
{
    size_t at = 0;
    g_string_free(read_until(field, &at, ";"), TRUE);
    while (at < field.length) {
        at++;
        g_autoptr(GString) attribute = read_until(field, &at, "=;");
        if (at == field.length || field.text[at] == ';') {
            continue;
        }
        at++;
        g_autoptr(GString) value = read_until(field, &at, ";");
        GString **slot = parameter_slot(parameter, span_make(attribute->str, attribute->len), name);
        if (slot != NULL && *slot == NULL) {
            *slot = g_steal_pointer(&value);
        }
    }
}

/* ---- decoding (RFC 2231 3, 4) ------------------------------------------------------------ */

static void append_percent_decoded(GString *octets, Span text)
{
    for (size_t i = 0; i < text.length; i++) {
        int high = text.text[i] == '%' && i + 2 < text.length
                       ? g_ascii_xdigit_value(text.text[i + 1])
                       : -1;
        int low = high >= 0 ? g_ascii_xdigit_value(text.text[i + 2]) : -1;
        g_string_append_c(octets, low >= 0 ? (char)(high << 4 | low) : text.text[i]);
        i += low >= 0 ? 2 : 0;
    }
}

/* Takes `charset'language'` off the first piece; NULL when it is not there. */
static char *take_charset(Span *piece)
{
    size_t quote = span_find(*piece, '\'', 0);
    size_t second = span_find(*piece, '\'', quote + 1);
    if (second >= piece->length) {
        return NULL;
    }
    char *charset = span_copy(span_slice(*piece, 0, quote));
    *piece = span_slice(*piece, second + 1, piece->length);
    return charset;
}

static void append_piece(GString *octets, const GString *piece, bool is_extended, char **charset)
{
    Span text = span_make(piece->str, piece->len);
    if (is_extended && octets->len == 0 && *charset == NULL) {
        *charset = take_charset(&text);
    }
    if (is_extended) {
        append_percent_decoded(octets, text);
    } else {
        g_string_append_len(octets, text.text, (gssize)text.length);
    }
}

char *parameter_decode(Span field, const char *name)
{
    g_auto(Parameter) parameter = { 0 };
    read_parameter(&parameter, field, name);
    g_autoptr(GString) octets = g_string_new(NULL);
    g_autofree char *charset = NULL;
    if (parameter.extended != NULL) {
        append_piece(octets, parameter.extended, true, &charset);
    } else if (parameter.sections[0] != NULL) {
        for (size_t i = 0; i < MOST_SECTIONS && parameter.sections[i] != NULL; i++) {
            append_piece(octets, parameter.sections[i], parameter.is_extended[i], &charset);
        }
    } else if (parameter.plain != NULL) {
        append_piece(octets, parameter.plain, false, &charset);
    } else {
        return NULL;
    }
    LimitSet ignored = 0;
    g_autoptr(GString) utf8 =
        charset_to_utf8(span_make(octets->str, octets->len), charset, NULL, &ignored);
    return header_decode(span_make(utf8->str, utf8->len));
}
