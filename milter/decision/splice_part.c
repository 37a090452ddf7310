/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/splice_part.h"

enum {
    QUOTED_COLUMNS = 75, /* RFC 2045 6.7: 76 with the soft line break */
    BASE64_OCTETS = 57   /* 76 characters a line, RFC 2045 6.8 */
};

PartBody *part_body_new(const MimePart *part, size_t most_bytes)
{
    PartBody *body = g_new0(PartBody, 1);
    LimitSet met = 0;
    body->part = part;
    body->map = offset_map_new();
    body->octets =
        transfer_decode(part->encoding, mime_part_body(part), most_bytes, body->map, &met);
    return body;
}

void part_body_free(PartBody *body)
{
    if (body != NULL) {
        g_string_free(body->octets, TRUE);
        offset_map_free(body->map);
        g_free(body);
    }
}

size_t part_body_granularity(const PartBody *body)
{
    return body->part->encoding == TRANSFER_BASE64 ? 3 : 1;
}

bool part_body_is_7bit(const PartBody *body)
{
    if (body->part->encoding != TRANSFER_IDENTITY) {
        return false;
    }
    const char *encoding = message_header(body->part, "Content-Transfer-Encoding");
    return encoding == NULL || span_equals_ascii_caseless(span_trim(span_of(encoding)), "7bit");
}

static void append_quoted(GString *out, Span octets)
{
    size_t column = 0;
    for (size_t i = 0; i < octets.length; i++) {
        unsigned char c = (unsigned char)octets.text[i];
        bool ends_line = i + 1 == octets.length || octets.text[i + 1] == '\n';
        if (c == '\n') {
            g_string_append_c(out, '\n');
            column = 0;
            continue;
        }
        bool is_plain = c >= ' ' && c <= '~' && c != '=' && !(c == ' ' && ends_line);
        size_t width = is_plain ? 1 : 3;
        if (column + width > QUOTED_COLUMNS) {
            g_string_append(out, "=\n");
            column = 0;
        }
        g_string_append_printf(out, is_plain ? "%c" : "=%02X", c);
        column += width;
    }
}

static void append_base64(GString *out, Span octets)
{
    for (size_t start = 0; start < octets.length; start += BASE64_OCTETS) {
        Span line = span_slice(octets, start, MIN(start + BASE64_OCTETS, octets.length));
        g_autofree char *encoded = g_base64_encode((const guchar *)line.text, line.length);
        g_string_append_printf(out, "%s\n", encoded);
    }
}

/* `start`, `end`: in the part's body. Takes over `value`. */
static Edit *replace(const PartBody *body, size_t start, size_t end, GString *value)
{
    Edit *edit = edit_new(EDIT_REPLACE_BYTES, NULL, 0, NULL);
    edit->start = body->part->body_start + start;
    edit->end = body->part->body_start + end;
    edit->length = value->len;
    edit->value = g_string_free(value, FALSE);
    return edit;
}

/* Whether the body's [start, end) is the base64 of just those octets: no junk, no pad inside. */
static bool is_base64_of(const PartBody *body, size_t start, size_t end, Span octets)
{
    LimitSet met = 0;
    Span raw = span_slice(mime_part_body(body->part), start, end);
    GString *decoded = transfer_decode(TRANSFER_BASE64, raw, octets.length + 3, NULL, &met);
    bool is_same =
        decoded->len == octets.length && memcmp(decoded->str, octets.text, octets.length) == 0;
    g_string_free(decoded, TRUE);
    return is_same;
}

/* Whole groups of three octets around [start, end) are encoded anew. */
static Edit *splice_base64(const PartBody *body, size_t start, size_t end, Span octets)
{
    Span all = span_make(body->octets->str, body->octets->len);
    size_t first = start / 3 * 3, last = MIN((end + 2) / 3 * 3, all.length);
    size_t from = offset_map_start(body->map, first);
    size_t to = last == first ? from : offset_map_end(body->map, last);
    if (!is_base64_of(body, from, to, span_slice(all, first, last))) {
        return NULL;
    }
    g_autoptr(GString) joined = g_string_new_len(all.text + first, (gssize)(start - first));
    g_string_append_len(joined, octets.text, (gssize)octets.length);
    g_string_append_len(joined, all.text + end, (gssize)(last - end));
    Span raw = mime_part_body(body->part);
    bool begins_line = from == 0 || raw.text[from - 1] == '\n';
    GString *value = g_string_new(begins_line ? "" : "\n");
    append_base64(value, span_make(joined->str, joined->len));
    /* No line of ours is left empty. */
    size_t line_end = span_find(raw, '\n', to);
    if (to > from && line_end < raw.length &&
        span_trim(span_slice(raw, to, line_end)).length == 0) {
        to = line_end + 1;
    }
    return replace(body, from, to, value);
}

Edit *part_body_splice(const PartBody *body, size_t start, size_t end, Span octets)
{
    size_t from = offset_map_end(body->map, start), to = offset_map_end(body->map, end);
    GString *value = g_string_new(NULL);
    switch (body->part->encoding) {
    case TRANSFER_IDENTITY:
        g_string_append_len(value, octets.text, (gssize)octets.length);
        return replace(body, from, to, value);
    case TRANSFER_QUOTED_PRINTABLE:
        append_quoted(value, octets);
        return replace(body, from, to, value);
    case TRANSFER_BASE64:
        g_string_free(value, TRUE);
        return splice_base64(body, start, end, octets);
    case TRANSFER_UUENCODE:
        break;
    }
    g_string_free(value, TRUE);
    return NULL;
}
