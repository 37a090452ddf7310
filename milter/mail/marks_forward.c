/* SPDX-License-Identifier: BSD-2-Clause */
#include "marks_forward_rows.h"

/* Folded text -> row. Made once, never changed. */
static GHashTable *rows_table(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        for (size_t i = 0; i < marks_forward_row_count; i++) {
            char *folded = marks_fold(span_of(marks_forward_rows[i].text), MOST_MARK_BYTES);
            g_hash_table_insert(table, folded, (gpointer)&marks_forward_rows[i]);
        }
        g_once_init_leave(&made, (gsize)table);
    }
    return (GHashTable *)made;
}

/* Bytes of one border character at `at`, 0 when it is none: dashes of all lengths, and The Bat!'s
 * scissors. */
static size_t border_character(Span line, size_t at)
{
    static const char *const wide[] = { "—", "–", "―", "─", "━", "＝", "－" };
    unsigned char byte = (unsigned char)line.text[at];

    if (byte < 0x80) {
        bool is_scissors = byte == '8' && at + 1 < line.length && line.text[at + 1] == '<';
        return is_scissors ? 2 : strchr("-=_*~#+", byte) != NULL && byte != 0;
    }
    for (size_t i = 0; byte >= 0xE2 && i < G_N_ELEMENTS(wide); i++) {
        if (span_starts_with(span_slice(line, at, line.length), wide[i])) {
            return strlen(wide[i]);
        }
    }
    return 0;
}

/* How many border characters stand at `*at`, blanks between them allowed at the ends; `*at` moves
 * behind them. */
static size_t skip_border(Span line, size_t *at)
{
    size_t count = 0;

    while (*at < line.length) {
        size_t length = border_character(line, *at);
        if (length == 0) {
            break;
        }
        *at += length;
        count++;
    }
    return count;
}

/* Where the text in front of the next border of three or more begins to be border, or the end of
 * the line. */
static size_t text_end(Span line, size_t at)
{
    for (; at < line.length; at++) {
        size_t behind = at;
        if (border_character(line, at) != 0 && skip_border(line, &behind) >= 3) {
            return at;
        }
    }
    return line.length;
}

static const ForwardMark *find_whole(Span text)
{
    g_autofree char *folded = marks_fold(text, MOST_MARK_BYTES);

    return folded == NULL ? NULL : g_hash_table_lookup(rows_table(), folded);
}

static const ForwardMark *find_open(Span text)
{
    for (size_t i = 0; i < marks_open_row_count; i++) {
        if (span_starts_with_ascii_caseless(text, marks_open_rows[i].text)) {
            return &marks_open_rows[i];
        }
    }
    return NULL;
}

static const ForwardMark *find_bare(Span line)
{
    for (size_t i = 0; i < marks_bare_row_count; i++) {
        if (span_equals_ascii_caseless(line, marks_bare_rows[i].text)) {
            return &marks_bare_rows[i];
        }
    }
    return NULL;
}

/* `start` is where the text begins; `end` becomes where the closing border ends. */
static const ForwardMark *find_dashed(Span line, size_t start, size_t *end)
{
    size_t stop = text_end(line, start);
    Span text = span_trim(span_slice(line, start, stop));

    *end = stop;
    skip_border(line, end);
    if (*end < line.length && line.text[*end] == '>') { /* <---- Begin Forwarded Message ----> */
        (*end)++;
    }
    while (text.length > 0 && strchr("-:*_=", text.text[text.length - 1]) != NULL) {
        text.length--;
    }
    if (text.length < 4) {
        return NULL;
    }
    const ForwardMark *row = find_whole(span_trim(text));
    return row != NULL ? row : find_open(text);
}

static size_t without_colon(Span line)
{
    static const char *const colons[] = { ":", "：" };

    for (size_t i = 0; i < G_N_ELEMENTS(colons); i++) {
        size_t length = strlen(colons[i]);
        if (line.length > length &&
            memcmp(line.text + line.length - length, colons[i], length) == 0) {
            return line.length - length;
        }
    }
    return line.length;
}

const ForwardMark *marks_forward(Span line, size_t *end)
{
    Span text = span_trim(line);
    size_t at = 0;

    *end = line.length;
    if (text.length < 6) {
        return NULL;
    }
    if (text.text[0] == '<' && text.text[1] == '-') {
        at++;
    }
    if (skip_border(text, &at) >= 2 && at < text.length) {
        const ForwardMark *row = find_dashed(text, at, end);
        *end += (size_t)(text.text - line.text);
        return row;
    }
    size_t stop = without_colon(text);
    if (stop == text.length) {
        return find_bare(text);
    }
    const ForwardMark *row = find_whole(span_slice(text, 0, stop));
    return row != NULL && row->with_colon ? row : NULL;
}
