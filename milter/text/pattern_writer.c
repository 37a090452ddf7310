/* SPDX-License-Identifier: BSD-2-Clause */
#include "pattern_writer.h"

#include "canonical_fragment.h"
#include "spelling.h"
#include "text/canonical.h"

void writer_copy_to(PatternWriter *writer, size_t end)
{
    size_t length = MIN(end, writer->source.length) - writer->at;
    g_string_append_len(writer->out, writer->source.text + writer->at, (gssize)length);
    offset_map_append(writer->map, 1, 1, length);
    writer->at += length;
}

void writer_replace(PatternWriter *writer, const char *text, size_t length)
{
    g_string_append(writer->out, text);
    offset_map_append(writer->map, strlen(text), length, 1);
    writer->at += length;
}

void writer_copy_through(PatternWriter *writer, char last)
{
    writer_copy_to(writer, span_find(writer->source, last, writer->at) + 1);
}

void writer_fail(PatternWriter *writer, PatternError code, size_t at, const char *format, ...)
{
    if (writer->error != NULL) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    writer->error = g_error_new_valist(PATTERN_ERROR, code, format, arguments);
    va_end(arguments);
    writer->error_at = at;
}

char *pattern_escaped(const char *text)
{
    GString *escaped = g_string_new(NULL);
    for (; *text != '\0'; text++) {
        bool is_special = (unsigned char)*text < 0x80 && !g_ascii_isalnum(*text);
        if (is_special) {
            g_string_append_c(escaped, '\\');
        }
        g_string_append_c(escaped, *text == '\n' ? 'n' : *text);
    }
    return g_string_free(escaped, FALSE);
}

/* `(?:ae|ä|a)`; in a lookbehind single letters only, since PCRE2 asks for one length there. */
static char *alternatives(const PatternWriter *writer, const GPtrArray *spellings)
{
    if (spellings->len == 1 && g_utf8_strlen(g_ptr_array_index(spellings, 0), -1) == 1) {
        return pattern_escaped(g_ptr_array_index(spellings, 0));
    }
    GString *group = g_string_new("(?:");
    const char *separator = "";
    for (size_t i = 0; i < spellings->len; i++) {
        const char *spelling = g_ptr_array_index(spellings, i);
        bool is_too_long = spellings->len > 1 && g_utf8_strlen(spelling, -1) > 1;
        if (!writer->in_lookbehind || !is_too_long) {
            g_autofree char *escaped = pattern_escaped(spelling);
            g_string_append_printf(group, "%s%s", separator, escaped);
            separator = "|";
        }
    }
    g_string_append_c(group, ')');
    return g_string_free(group, FALSE);
}

static void keep_for_check(PatternWriter *writer, const char *form, size_t at)
{
    writer->last_literal = writer->run->len;
    g_string_append(writer->run, form);
    for (size_t i = 0; i < strlen(form); i++) {
        g_array_append_val(writer->run_places, at);
    }
}

/* A character that is none of canonical text, or that is not to be looked at. */
static Piece copy_character(PatternWriter *writer, gunichar c, size_t length)
{
    char itself[7] = "";
    g_unichar_to_utf8(c, itself);
    writer->crosses_paragraphs |= c == '\n';
    if (writer->is_quoted && c != '\0') {
        g_autofree char *escaped = pattern_escaped(itself);
        writer_replace(writer, escaped, length);
    } else {
        writer_copy_to(writer, writer->at + length);
    }
    return piece_unknown(1);
}

Piece writer_literal(PatternWriter *writer, gunichar c, size_t length)
{
    if (c == '\0' || c == '\n' || writer->is_raw) {
        writer_check_run(writer);
        return copy_character(writer, c, length);
    }
    gunichar folded = writer->options.caseless ? g_unichar_tolower(c) : c;
    char itself[7] = "";
    g_unichar_to_utf8(folded, itself);
    GPtrArray *spellings = spellings_of(folded);
    bool has_itself = g_ptr_array_find_with_equal_func(spellings, itself, g_str_equal, NULL);
    const char *form = has_itself ? itself : g_ptr_array_index(spellings, 0);
    keep_for_check(writer, form, writer->at);

    if (has_itself && spellings->len == 1) {
        Piece copied = copy_character(writer, c, length);
        piece_clear(&copied);
    } else {
        g_autofree char *group = alternatives(writer, spellings);
        writer_replace(writer, group, length);
    }
    return piece_of(spellings);
}

void writer_check_run(PatternWriter *writer)
{
    const char *run = writer->run->str;
    if (writer->run->len == 0) {
        return;
    }
    g_autofree char *form =
        writer->is_phrase ? canonical_literal(span_of(run)) : canonical_fragment(span_of(run));
    size_t same = 0;
    while (run[same] != '\0' && run[same] == form[same]) {
        same++;
    }
    if (run[same] != '\0' || form[same] != '\0') {
        size_t place = g_array_index(writer->run_places, size_t, MIN(same, writer->run->len - 1));
        g_autofree char *shown = canonical_literal(span_of(run));
        writer_fail(writer, PATTERN_ERROR_IMPOSSIBLE, place,
                    "canonical text never contains '%s'; write '%s'", run, shown);
    }
    g_string_truncate(writer->run, 0);
    g_array_set_size(writer->run_places, 0);
    writer->last_literal = 0;
}

void writer_part_last_literal(PatternWriter *writer)
{
    g_autofree char *last = g_strdup(writer->run->str + writer->last_literal);
    if (last[0] == '\0') {
        return;
    }
    size_t place = g_array_index(writer->run_places, size_t, writer->last_literal);
    g_string_truncate(writer->run, writer->last_literal);
    g_array_set_size(writer->run_places, (unsigned)writer->last_literal);
    writer_check_run(writer);
    keep_for_check(writer, last, place);
    writer_check_run(writer);
}
