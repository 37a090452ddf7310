/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/files.h"

#include <stdint.h>

#include "settings/file_lines.h"

/*
 * Columns of a source line shown; longer ones are cut around the word. A line beyond
 * MOST_LINE_BYTES is not text that somebody wrote, and counting through it once a diagnostic would
 * be quadratic.
 */
enum { SHOWN_COLUMNS = 120, SHOWN_BEFORE = 60, MOST_LINE_BYTES = 16 * 1024 };

typedef struct Palette {
    const char *place, *error, *warning, *caret, *reset;
} Palette;

static const Palette plain = { "", "", "", "", "" };
static const Palette colours = { "\033[1m", "\033[1;31m", "\033[1;35m", "\033[1;32m", "\033[0m" };

/* What one character of a file becomes on a terminal: the same number of columns, nothing that
 * steers it. */
static gunichar shown_character(gunichar character)
{
    if (character == '\t') {
        return ' ';
    }
    return g_unichar_isprint(character) && !g_unichar_iszerowidth(character) ? character : '?';
}

/* Characters that belong to the word at `text`, at least one. */
static size_t word_length(const char *text)
{
    bool is_quoted = *text == '"' || *text == '\'';
    const char *quote = is_quoted ? strchr(text + 1, *text) : NULL;
    size_t bytes = quote != NULL ? (size_t)(quote + 1 - text) : strcspn(text, " \t,:]}");
    return MAX(1, (size_t)g_utf8_strlen(text, (gssize)bytes));
}

static void print_characters(const char *text, size_t count, FILE *out)
{
    for (; count > 0 && *text != '\0'; count--, text = g_utf8_next_char(text)) {
        char bytes[6];
        fwrite(bytes, 1, (size_t)g_unichar_to_utf8(shown_character(g_utf8_get_char(text)), bytes),
               out);
    }
}

/* As many columns of `mark` as the next `count` characters take. */
static void print_under(const char *text, size_t count, char mark, FILE *out)
{
    for (; count > 0 && *text != '\0'; count--, text = g_utf8_next_char(text)) {
        fputc(mark, out);
        if (g_unichar_iswide(shown_character(g_utf8_get_char(text)))) {
            fputc(mark, out);
        }
    }
}

static void print_line_and_caret(Span line, unsigned column, const Palette *palette, FILE *out)
{
    g_autofree char *text = g_utf8_make_valid(line.text, (gssize)line.length);
    size_t length = (size_t)g_utf8_strlen(text, -1);
    size_t word = MIN(column > 0 ? column - 1 : 0, length);
    size_t first = length > SHOWN_COLUMNS && word > SHOWN_BEFORE ? word - SHOWN_BEFORE : 0;
    const char *shown = g_utf8_offset_to_pointer(text, (glong)first);
    const char *at = g_utf8_offset_to_pointer(text, (glong)word);

    fputs("    ", out);
    print_characters(shown, SHOWN_COLUMNS, out);
    fputs("\n    ", out);
    print_under(shown, word - first, ' ', out);
    fprintf(out, "%s^", palette->caret);
    size_t tail = *at == '\0' ? 0 : MIN(word_length(at), SHOWN_COLUMNS - (word - first)) - 1;
    print_under(tail == 0 ? "" : g_utf8_next_char(at), tail, '~', out);
    fprintf(out, "%s\n", palette->reset);
}

/* Words of the file stand in messages, and names of files are anybody's choice. */
static void print_text(const char *text, FILE *out)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    print_characters(valid, SIZE_MAX, out);
}

static void print_place(Place place, const Palette *palette, FILE *out)
{
    if (place.file == NULL) {
        return;
    }
    fputs(palette->place, out);
    print_text(place.file, out);
    if (place.line > 0) {
        fprintf(out, ":%u:%u", place.line, place.column);
    }
    fprintf(out, ":%s ", palette->reset);
}

void file_set_print_diagnostics(const FileSet *files, const Diagnostics *diagnostics, FILE *out,
                                bool in_colour)
{
    const Palette *palette = in_colour ? &colours : &plain;
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        const Diagnostic *diagnostic = diagnostics_at(diagnostics, i);
        Span line;
        print_place(diagnostic->place, palette, out);
        fprintf(out, "%s%s:%s ", diagnostic->is_error ? palette->error : palette->warning,
                diagnostic->is_error ? "error" : "warning", palette->reset);
        print_text(diagnostic->message, out);
        fputc('\n', out);
        bool has_line = file_set_line(files, diagnostic->place, &line);
        if (has_line && line.length <= MOST_LINE_BYTES) {
            print_line_and_caret(line, diagnostic->place.column, palette, out);
        }
    }
}
