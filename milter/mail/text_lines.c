/* SPDX-License-Identifier: BSD-2-Clause */
#include "text_lines.h"

#include "encoded_lines.h"
#include "mail/notice.h"

#define MOST_DEPTH 200

/* The first line that begins at or behind `offset`. */
static size_t line_at(const TextLines *lines, size_t offset)
{
    size_t low = 0, high = lines->lines->len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_line(lines, middle)->start < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Other clients' end marks stand inside what these forward, and close nothing of theirs. */
static uint8_t pair_of(const char *client)
{
    static const char *const clients[] = { "Eudora", "The Bat!" };

    for (size_t i = 0; client != NULL && i < G_N_ELEMENTS(clients); i++) {
        if (strcmp(client, clients[i]) == 0) {
            return (uint8_t)(i + 1);
        }
    }
    return 0;
}

static void read_plain(TextLines *lines)
{
    size_t start = 0;

    while (start < lines->text.length) {
        size_t end = span_find(lines->text, '\n', start);
        LineKind kind = start == end ? (LineKind){ .mark = LINE_BLANK }
                                     : line_kind_structure(span_slice(lines->text, start, end));
        TextLine line = {
            .start = (uint32_t)start,
            .end = (uint32_t)end,
            .content = (uint16_t)MIN(kind.content_start, UINT16_MAX),
            .mark = (uint8_t)kind.mark,
            .depth = (uint8_t)kind.quote_depth,
            .label = (uint8_t)kind.label,
            .pair = pair_of(kind.client),
        };
        g_array_append_val(lines->lines, line);
        start = end + 1;
    }
}

/* ---- quote marks that only a run of lines gives away */

#define MOST_NAME_MARK  12 /* SuperCite: "Steve> " */
#define LEAST_RUN_LINES 4

/* "]", "}", ":", "%" (with a blank), or a name and ">", in front of a line; empty when there is
 * none. */
static Span odd_quote_mark(Span line)
{
    size_t i = 0;

    while (i < line.length && i < 2 && line.text[i] == ' ') {
        i++;
    }
    size_t start = i;
    if (i < line.length &&
        (strchr("]}:", line.text[i]) != NULL ||
         (line.text[i] == '%' && i + 1 < line.length && line.text[i + 1] == ' '))) {
        return span_slice(line, 0, i + 1);
    }
    while (i < line.length && i - start < MOST_NAME_MARK && g_ascii_isalpha(line.text[i])) {
        i++;
    }
    bool is_name = i - start >= 2 && i < line.length && line.text[i] == '>' &&
                   g_ascii_isupper(line.text[start]);
    return span_slice(line, 0, is_name ? i + 1 : 0);
}

static bool spans_equal(Span one, Span other)
{
    return one.length == other.length && memcmp(one.text, other.text, one.length) == 0;
}

/* Reads the line again behind a quote mark of `mark_length` bytes. */
static void requote(TextLines *lines, size_t index, size_t mark_length)
{
    TextLine *line = &g_array_index(lines->lines, TextLine, index);
    size_t start = line->start + mark_length;
    LineKind kind = line_kind_structure(span_slice(lines->text, start, line->end));

    if (kind.quote_depth == 0 && start < line->end && lines->text.text[start] == ' ') {
        kind.content_start++;
    }
    line->content = (uint16_t)MIN(mark_length + kind.content_start, UINT16_MAX);
    line->mark = (uint8_t)kind.mark;
    line->depth = (uint8_t)(kind.quote_depth + 1);
    line->label = (uint8_t)kind.label;
    line->pair = pair_of(kind.client);
}

static void read_odd_quotes(TextLines *lines)
{
    size_t count = lines->lines->len;

    for (size_t first = 0, stop; first < count; first = stop) {
        Span mark = odd_quote_mark(text_line_whole(lines, first));
        stop = first + 1;
        if (mark.length == 0 || text_line(lines, first)->depth > 0) {
            continue;
        }
        while (stop < count && spans_equal(mark, odd_quote_mark(text_line_whole(lines, stop)))) {
            stop++;
        }
        for (size_t i = first; stop - first >= LEAST_RUN_LINES && i < stop; i++) {
            requote(lines, i, mark.length);
        }
    }
}

/* ---- containers of HTML */

/* Every line in [first, stop) is one quote deeper; summed up by add_depths. */
static void note_quote(GArray *changes, size_t first, size_t stop)
{
    g_array_index(changes, int, first)++;
    g_array_index(changes, int, stop)--;
}

static void add_depths(TextLines *lines, const GArray *changes)
{
    int depth = 0;

    for (size_t i = 0; i < lines->lines->len; i++) {
        TextLine *line = &g_array_index(lines->lines, TextLine, i);
        depth += g_array_index(changes, int, i);
        line->depth = (uint8_t)MIN(MOST_DEPTH, line->depth + depth);
    }
}

static void note_container(TextLines *lines, size_t line, size_t stop, unsigned container)
{
    for (; line < stop; line++) {
        g_array_index(lines->lines, TextLine, line).container |= (uint8_t)container;
    }
}

/* Outlook's `appendonsend` holds no more than a rule line; the container behind it is the border.
 */
static bool holds_words(Span text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (g_ascii_isalnum(byte) || byte >= 0x80) {
            return true;
        }
    }
    return false;
}

static void read_mark(TextLines *lines, const HtmlMark *mark, GArray *changes)
{
    static const unsigned containers[] = {
        [HTML_MARK_QUOTE] = CONTAINER_QUOTE,         [HTML_MARK_FORWARD] = CONTAINER_FORWARD,
        [HTML_MARK_ORIGINAL] = CONTAINER_ORIGINAL,   [HTML_MARK_CITE_LINE] = CONTAINER_CITE,
        [HTML_MARK_SIGNATURE] = CONTAINER_SIGNATURE,
    };
    size_t first = line_at(lines, mark->start), stop = line_at(lines, mark->end);

    if (first >= stop || !holds_words(span_slice(lines->text, mark->start, mark->end))) {
        return;
    }
    if (mark->kind == HTML_MARK_QUOTE) {
        note_quote(changes, first, stop);
    }
    /* Containers nest no deeper than the reader of HTML allows, so that marking every line stays
     * linear. */
    bool every_line = mark->kind == HTML_MARK_CITE_LINE || mark->kind == HTML_MARK_SIGNATURE;
    if (!every_line || mark->depth == 0) {
        note_container(lines, first, every_line ? stop : first + 1, containers[mark->kind]);
    }
    if (mark->kind == HTML_MARK_FORWARD || mark->kind == HTML_MARK_ORIGINAL) {
        Container container = { (uint32_t)first, (uint32_t)stop, mark->client };
        g_array_append_val(lines->containers, container);
    }
}

/* ---- notices of kustode, encoded files */

/* Nothing in them is a border, a signature, or a reason to see a forward. */
static void enclose(TextLines *lines, size_t start, size_t end, const char *encoding)
{
    size_t first = line_at(lines, start);
    Enclosure enclosure = { start, end, text_line(lines, first)->depth, encoding };

    g_array_append_val(lines->enclosures, enclosure);
    for (size_t i = first; i < lines->lines->len && text_line(lines, i)->start < end; i++) {
        TextLine *line = &g_array_index(lines->lines, TextLine, i);
        line->end = line->start;
        line->content = 0;
        line->mark = LINE_BLANK;
        line->depth = (uint8_t)enclosure.depth;
    }
}

static void read_notices(TextLines *lines)
{
    size_t start, end;

    for (size_t at = 0; notice_find(lines->text, at, &start, &end); at = end) {
        if (notice_is_genuine(span_slice(lines->text, start, end))) {
            enclose(lines, start, end, NULL);
        } else {
            end = span_find(lines->text, '\n', start) + 1;
        }
    }
}

static void read_encoded_files(TextLines *lines)
{
    const char *encoding;

    for (size_t i = 0, stop; i < lines->lines->len; i = stop) {
        if (encoded_lines_read(lines, i, &stop, &encoding)) {
            enclose(lines, text_line(lines, i)->start, text_lines_offset(lines, stop), encoding);
        } else {
            stop = i + 1;
        }
    }
}

static int compare_enclosures(gconstpointer one, gconstpointer other)
{
    const Enclosure *first = one, *second = other;
    return first->start < second->start ? -1 : first->start > second->start;
}

/* ---- the whole */

static void read_containers(TextLines *lines, const HtmlText *html)
{
    g_autoptr(GArray) changes = g_array_sized_new(FALSE, TRUE, sizeof(int), lines->lines->len + 1);

    g_array_set_size(changes, lines->lines->len + 1);
    lines->containers = g_array_new(FALSE, FALSE, sizeof(Container));
    for (size_t i = 0; i < html->marks->len; i++) {
        read_mark(lines, &g_array_index(html->marks, HtmlMark, i), changes);
    }
    add_depths(lines, changes);
}

void text_lines_read(TextLines *lines, Span text, const HtmlText *html)
{
    lines->text = text;
    lines->lines = g_array_sized_new(FALSE, FALSE, sizeof(TextLine), (guint)(text.length / 40 + 8));
    lines->containers = NULL;
    lines->is_html = html != NULL;
    lines->enclosures = g_array_new(FALSE, FALSE, sizeof(Enclosure));
    read_plain(lines);
    if (html == NULL) {
        read_encoded_files(lines);
        read_odd_quotes(lines);
    } else if (html->marks->len > 0) {
        read_containers(lines, html);
    }
    read_notices(lines);
    g_array_sort(lines->enclosures, compare_enclosures);
}

void text_lines_clear(TextLines *lines)
{
    g_clear_pointer(&lines->lines, g_array_unref);
    g_clear_pointer(&lines->containers, g_array_unref);
    g_clear_pointer(&lines->enclosures, g_array_unref);
}

const Container *text_lines_container(const TextLines *lines, size_t index)
{
    size_t low = 0, high = lines->containers == NULL ? 0 : lines->containers->len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (g_array_index(lines->containers, Container, middle).first < index) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_there = lines->containers != NULL && low < lines->containers->len &&
                    g_array_index(lines->containers, Container, low).first == index;
    return is_there ? &g_array_index(lines->containers, Container, low) : NULL;
}

Span text_line_whole(const TextLines *lines, size_t index)
{
    const TextLine *line = text_line(lines, index);
    return span_slice(lines->text, line->start, line->end);
}

Span text_line_content(const TextLines *lines, size_t index)
{
    const TextLine *line = text_line(lines, index);
    return span_slice(lines->text, MIN(line->start + line->content, line->end), line->end);
}

size_t text_lines_skip_blank(const TextLines *lines, size_t index, size_t stop)
{
    while (index < stop && text_line_is_blank(lines, index)) {
        index++;
    }
    return index;
}

size_t text_lines_offset(const TextLines *lines, size_t index)
{
    return index < lines->lines->len ? text_line(lines, index)->start : lines->text.length;
}
