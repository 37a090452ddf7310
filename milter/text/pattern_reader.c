/* SPDX-License-Identifier: BSD-2-Clause */
#include "pattern_reader.h"

#include "pattern_grammar.h"

/* What may stand before an item or its quantifier and means nothing: comments, ends of quoting,
 * blanks under (?x). */
static void copy_ignored(PatternWriter *writer)
{
    while (!writer_is_at_end(writer)) {
        bool is_extended = writer->options.extended && !writer->is_quoted;
        if (writer_sees(writer, "\\E")) {
            writer_replace(writer, "", strlen("\\E"));
            writer->is_quoted = false;
        } else if (!writer->is_quoted && writer_sees(writer, "\\Q")) {
            writer_replace(writer, "", strlen("\\Q"));
            writer->is_quoted = true;
        } else if (!writer->is_quoted && writer_sees(writer, "(?#")) {
            writer_copy_through(writer, ')');
        } else if (is_extended && writer_peek(writer, 0) == '#') {
            writer_copy_through(writer, '\n');
        } else if (is_extended && g_ascii_isspace(writer_peek(writer, 0))) {
            writer_copy_to(writer, writer->at + 1);
        } else {
            break;
        }
    }
}

/* `{2}`, `{2,}` or `{2,5}`: its length, or 0 where the brace stands for itself. */
static size_t braces_length(const PatternWriter *writer, size_t *fewest, size_t *most)
{
    char *end;
    g_autofree char *text = g_strndup(writer->source.text + writer->at + 1,
                                      MIN(writer->source.length - writer->at - 1, 16));
    if (!g_ascii_isdigit(text[0])) {
        return 0;
    }
    *fewest = *most = g_ascii_strtoull(text, &end, 10);
    if (end[0] == ',' && g_ascii_isdigit(end[1])) {
        *most = g_ascii_strtoull(end + 1, &end, 10);
    } else if (end[0] == ',') {
        *most = NO_BOUND;
        end++;
    }
    return end[0] == '}' ? (size_t)(end - text) + strlen("{}") : 0;
}

/* `*`, `+`, `?` or braces, and the `?` or `+` behind them. False where there is none. */
static bool read_quantifier(PatternWriter *writer, size_t *fewest, size_t *most)
{
    char sign = writer_peek(writer, 0);
    size_t length = 0;
    if (sign == '*' || sign == '+' || sign == '?') {
        *fewest = sign == '+' ? 1 : 0;
        *most = sign == '?' ? 1 : NO_BOUND;
        length = 1;
    } else if (sign == '{') {
        length = braces_length(writer, fewest, most);
        /* PCRE2 10.43 takes `{,5}` and `{ 2 }` for quantifiers, 10.42 does not. */
        writer->is_opaque |= length == 0;
    }
    if (length == 0) {
        return false;
    }
    writer_copy_to(writer, writer->at + length);
    if (writer_peek(writer, 0) == '?' || writer_peek(writer, 0) == '+') {
        writer_copy_to(writer, writer->at + 1);
    }
    return true;
}

static Piece read_character(PatternWriter *writer)
{
    const char *at = writer->source.text + writer->at;
    return writer_literal(writer, g_utf8_get_char(at), (size_t)g_utf8_skip[(unsigned char)*at]);
}

static Piece read_atom(PatternWriter *writer)
{
    char c = writer_peek(writer, 0);
    if (writer->is_quoted && !writer_sees(writer, "\\E")) {
        return read_character(writer);
    }
    switch (c) {
    case '\\':
        return pattern_read_escape(writer);
    case '(':
        return pattern_read_group(writer);
    case '[':
        writer_check_run(writer);
        return pattern_read_class(writer);
    case '^':
    case '$':
    case '.':
        writer_check_run(writer);
        writer->crosses_paragraphs |= c == '.' && writer->options.dot_all;
        writer_copy_to(writer, writer->at + 1);
        return c == '.' ? piece_unknown(1) : piece_of_nothing();
    default:
        return read_character(writer);
    }
}

static Piece read_sequence(PatternWriter *writer)
{
    Sequence sequence = sequence_new();
    while (!writer_is_at_end(writer)) {
        copy_ignored(writer);
        char c = writer_peek(writer, 0);
        bool is_end = !writer->is_quoted && (c == '|' || c == ')');
        if (writer_is_at_end(writer) || is_end) {
            break;
        }
        size_t fewest, most;
        Piece piece = read_atom(writer);
        copy_ignored(writer);
        /* More than one: PCRE2 lets a comment stand between them. */
        while (!writer->is_quoted && read_quantifier(writer, &fewest, &most)) {
            writer_part_last_literal(writer);
            piece = piece_repeat(piece, fewest, most);
            copy_ignored(writer);
        }
        sequence_append(&sequence, piece);
    }
    writer_check_run(writer);
    return sequence_end(&sequence);
}

Piece pattern_read_alternatives(PatternWriter *writer)
{
    Piece all = read_sequence(writer);
    while (!writer_is_at_end(writer) && writer_peek(writer, 0) == '|') {
        writer_copy_to(writer, writer->at + 1);
        all = piece_or(all, read_sequence(writer));
    }
    return all;
}

/* An unmatched bracket ends the reading: what is left goes to PCRE2, which refuses it. */
static Piece read_regex(PatternWriter *writer)
{
    Piece piece = pattern_read_alternatives(writer);
    if (!writer_is_at_end(writer)) {
        writer_copy_to(writer, writer->source.length);
    }
    return piece;
}

static bool is_part_of_word(gunichar c)
{
    return g_unichar_isalnum(c) || c == '_';
}

/* `\b` where the phrase begins or ends with what `\b` takes for a part of a word. */
static Piece read_phrase(PatternWriter *writer)
{
    Span source = writer->source;
    Sequence sequence = sequence_new();
    writer->is_phrase = writer->is_quoted = true;
    if (source.length > 0 && is_part_of_word(g_utf8_get_char(source.text))) {
        writer_replace(writer, "\\b", 0);
    }
    while (!writer_is_at_end(writer)) {
        sequence_append(&sequence, read_character(writer));
    }
    const char *end = source.text + source.length;
    if (source.length > 0 && is_part_of_word(g_utf8_get_char(g_utf8_prev_char(end)))) {
        writer_replace(writer, "\\b", 0);
    }
    writer_check_run(writer);
    return sequence_end(&sequence);
}

/* Where one literal begins with another, the shorter one is enough. */
static GPtrArray *without_longer_ones(const GPtrArray *literals)
{
    GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < literals->len; i++) {
        const char *literal = g_ptr_array_index(literals, i);
        bool is_needed = true;
        for (size_t j = 0; j < literals->len && is_needed; j++) {
            is_needed = i == j || !g_str_has_prefix(literal, g_ptr_array_index(literals, j));
        }
        if (is_needed) {
            g_ptr_array_add(kept, g_strdup(literal));
        }
    }
    return kept;
}

static void keep_what_was_found(PatternReading *reading, const PatternWriter *writer,
                                const Piece *piece)
{
    reading->longest = piece->longest;
    reading->crosses_paragraphs = writer->crosses_paragraphs;
    if (piece->required != NULL && !writer->is_opaque) {
        reading->literals = without_longer_ones(piece->required);
        reading->reach = piece->reach;
    }
}

PatternReading *pattern_read(PatternKind kind, Span source, size_t *offset, GError **error)
{
    g_autoptr(PatternReading) reading = g_new0(PatternReading, 1);
    reading->rewritten = g_string_new(NULL);
    reading->map = offset_map_new();
    if (source.length > 0 && !g_utf8_validate(source.text, (gssize)source.length, NULL)) {
        *offset = 0;
        g_set_error(error, PATTERN_ERROR, PATTERN_ERROR_SYNTAX,
                    "not valid UTF-8, or with a NUL in it");
        return NULL;
    }
    g_autoptr(GString) run = g_string_new(NULL);
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(size_t));
    PatternWriter writer = {
        .source = source,
        .out = reading->rewritten,
        .map = reading->map,
        .is_raw = kind == PATTERN_RAW,
        .run = run,
        .run_places = places,
    };
    Piece piece = kind == PATTERN_PHRASE ? read_phrase(&writer) : read_regex(&writer);
    keep_what_was_found(reading, &writer, &piece);
    piece_clear(&piece);
    if (writer.error != NULL) {
        *offset = writer.error_at;
        g_propagate_error(error, writer.error);
        return NULL;
    }
    return g_steal_pointer(&reading);
}

void pattern_reading_free(PatternReading *reading)
{
    if (reading == NULL) {
        return;
    }
    g_string_free(reading->rewritten, TRUE);
    offset_map_free(reading->map);
    g_clear_pointer(&reading->literals, g_ptr_array_unref);
    g_free(reading);
}
