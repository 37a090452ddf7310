/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/readable.h"

#include "mail/flowed.h"

typedef struct Gathering {
    GPtrArray *parts; /* TextPart */
    const Limits *limits;
    size_t text_bytes; /* decoded so far */
    LimitSet *met;
} Gathering;

static void text_part_free(gpointer pointer)
{
    TextPart *part = pointer;
    g_string_free(part->decoded, TRUE);
    g_clear_pointer(&part->html, html_text_free);
    if (part->unflowed != NULL) {
        g_string_free(part->unflowed, TRUE);
    }
    offset_map_free(part->transfer);
    offset_map_free(part->charset);
    offset_map_free(part->flowed);
    g_free(part);
}

/* ---- which parts ------------------------------------------------------------------------- */

/* Text for programs: nobody reads it, and mail programs do not show it as it is. */
static const char *const unread_types[] = {
    "text/calendar", "text/vcard",      "text/x-vcard",        "text/directory",
    "text/css",      "text/javascript", "text/rfc822-headers",
};

static bool is_html(const MimePart *part)
{
    return g_str_equal(part->type, "text/html") || g_str_equal(part->type, "text/x-amp-html") ||
           g_str_equal(part->type, "application/xhtml+xml");
}

static bool is_readable(const MimePart *part)
{
    /* A multipart in which no boundary was found is shown as what it is: text. */
    if (g_str_has_prefix(part->type, "multipart/")) {
        return part->children == NULL || part->children->len == 0;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(unread_types); i++) {
        if (g_str_equal(part->type, unread_types[i])) {
            return false;
        }
    }
    return g_str_has_prefix(part->type, "text/") || is_html(part);
}

/* ---- the text of one --------------------------------------------------------------------- */

/* The end of octets that were cut, moved before a UTF-8 character that is cut in two. */
static size_t whole_characters(Span octets)
{
    size_t length = octets.length;
    while (length > 0 && octets.length - length < 3 &&
           ((unsigned char)octets.text[length - 1] & 0xC0) == 0x80) {
        length--;
    }
    return length > 0 && (unsigned char)octets.text[length - 1] >= 0xC0 ? length - 1 : length;
}

/*
 * The charset an HTML text names for itself (WHATWG HTML, prescan of 1,024 bytes); or NULL.
 * Caller's.
 */
static char *html_charset(Span octets)
{
    enum { PRESCAN_BYTES = 1024 };
    g_autofree char *head = g_ascii_strdown(octets.text, (gssize)MIN(octets.length, PRESCAN_BYTES));
    const char *meta = strstr(head, "<meta");
    const char *name = meta == NULL ? NULL : strstr(meta, "charset=");
    if (name == NULL) {
        return NULL;
    }
    name += strlen("charset=");
    name += strspn(name, "\"' ");
    return g_strndup(name, strcspn(name, "\"'>; /"));
}

static void decode_charset(TextPart *text, Span octets, LimitSet *met)
{
    g_autofree char *own = text->part->charset == NULL && is_html(text->part) && octets.length > 0
                               ? html_charset(octets)
                               : NULL;
    text->charset = offset_map_new();
    text->decoded =
        charset_to_utf8(octets, own != NULL ? own : text->part->charset, text->charset, met);
}

static void decode_part(TextPart *text, size_t most_bytes, Gathering *gathering)
{
    Span body = mime_part_body(text->part);
    LimitSet met = 0;
    g_autoptr(GString) octets = NULL;
    Span view = span_make(body.text, MIN(body.length, most_bytes));
    if (text->part->encoding != TRANSFER_IDENTITY) {
        text->transfer = offset_map_new();
        octets = transfer_decode(text->part->encoding, body, most_bytes, text->transfer, &met);
        view = span_make(octets->str, octets->len);
    } else if (body.length > most_bytes) {
        met |= limit_bit(LIMIT_TEXT);
    }
    if ((met & limit_bit(LIMIT_TEXT)) != 0) {
        view.length = whole_characters(view);
    }
    decode_charset(text, view, &met);
    gathering->text_bytes += view.length;
    *gathering->met |= met;
}

static void make_readable(TextPart *text, LimitSet *met)
{
    Span decoded = span_make(text->decoded->str, text->decoded->len);
    text->text = decoded;
    if (is_html(text->part)) {
        text->html = html_text_new(decoded);
        text->text = span_make(text->html->text, text->html->length);
        text->readable = text->html->map;
        *met |= text->html->is_partial ? limit_bit(LIMIT_RECORD) : 0;
    } else if (text->part->is_flowed && g_str_equal(text->part->type, "text/plain")) {
        text->flowed = offset_map_new();
        text->unflowed = flowed_join(decoded, text->part->deletes_space, text->flowed);
        text->text = span_make(text->unflowed->str, text->unflowed->len);
        text->readable = text->flowed;
    }
}

static void gather_text(Gathering *gathering, const MimePart *part)
{
    const Limits *limits = gathering->limits;
    size_t left = limits->text_bytes - MIN(limits->text_bytes, gathering->text_bytes);
    if (left == 0) {
        *gathering->met |= limit_bit(LIMIT_TEXT);
        return;
    }
    TextPart *text = g_new0(TextPart, 1);
    text->part = part;
    decode_part(text, MIN(left, limits->part_text_bytes), gathering);
    make_readable(text, gathering->met);
    g_ptr_array_add(gathering->parts, text);
}

/* ---- alternatives (RFC 2046 5.1.4) ------------------------------------------------------- */

/* One of the alternatives: parts [start, end) of the gathering. */
typedef struct Choice {
    guint start, end;
    size_t text_bytes;   /* of all its parts, without white space at their ends */
    const TextPart *one; /* that stands for it, HTML if there is some; NULL: no text */
} Choice;

static Choice choice_of(const GPtrArray *parts, guint start)
{
    Choice choice = { .start = start, .end = parts->len };
    for (guint i = start; i < parts->len; i++) {
        const TextPart *text = g_ptr_array_index(parts, i);
        size_t bytes = span_trim(text->text).length;
        choice.text_bytes += bytes;
        if (bytes > 0 && (choice.one == NULL || (choice.one->html == NULL && text->html != NULL))) {
            choice.one = text;
        }
    }
    return choice;
}

/*
 * HTML first, since it is what mail programs show, then the last, since the best comes last; but
 * not one that leaves out more than half of what another says. NULL where none has text.
 */
static const Choice *primary_choice(const GArray *choices)
{
    size_t most = 0;
    for (guint i = 0; i < choices->len; i++) {
        most = MAX(most, g_array_index(choices, Choice, i).text_bytes);
    }
    const Choice *primary = NULL;
    for (guint i = 0; i < choices->len; i++) {
        const Choice *choice = &g_array_index(choices, Choice, i);
        bool is_whole = choice->one != NULL && choice->text_bytes >= most / 2;
        if (is_whole &&
            (primary == NULL || choice->one->html != NULL || primary->one->html == NULL)) {
            primary = choice;
        }
    }
    return primary;
}

/* All text of the other choices says the same as the primary one. */
static void mark_alternatives(const GPtrArray *parts, const GArray *choices)
{
    const Choice *primary = primary_choice(choices);
    for (guint i = 0; primary != NULL && i < choices->len; i++) {
        const Choice *choice = &g_array_index(choices, Choice, i);
        for (guint k = choice->start; choice != primary && k < choice->end; k++) {
            TextPart *text = g_ptr_array_index(parts, k);
            text->alternative_of = primary->one->part->id;
        }
    }
}

/* Recursion is as deep as the part tree, which message_parse keeps to Limits.depth. */
static void gather(Gathering *gathering, const MimePart *part)
{
    if (is_readable(part)) {
        gather_text(gathering, part);
        return;
    }
    bool is_alternative = g_str_equal(part->type, "multipart/alternative");
    g_autoptr(GArray) choices = g_array_new(FALSE, FALSE, sizeof(Choice));
    for (guint i = 0; part->children != NULL && i < part->children->len; i++) {
        guint start = gathering->parts->len;
        gather(gathering, g_ptr_array_index(part->children, i));
        if (is_alternative) {
            Choice choice = choice_of(gathering->parts, start);
            g_array_append_val(choices, choice);
        }
    }
    mark_alternatives(gathering->parts, choices);
}

GPtrArray *readable_parts(const Message *message, const Limits *limits, LimitSet *met)
{
    Gathering gathering = { .limits = limits, .met = met };
    gathering.parts = g_ptr_array_new_with_free_func(text_part_free);
    gather(&gathering, message->top);
    return gathering.parts;
}

/* ---- the way back ------------------------------------------------------------------------ */

/*
 * Code points, eight bytes at a time: HTML may be one line of a megabyte, and be asked for every
 * layer.
 */
static size_t count_code_points(Span utf8)
{
    const uint64_t ones = 0x0101010101010101;
    size_t continuations = 0, at = 0;
    for (; at + 8 <= utf8.length; at += 8) {
        uint64_t bytes;
        memcpy(&bytes, utf8.text + at, 8);
        uint64_t marks = (bytes >> 7) & (~bytes >> 6) & ones; /* 10xxxxxx */
        continuations += (marks * ones) >> 56;
    }
    for (; at < utf8.length; at++) {
        continuations += ((unsigned char)utf8.text[at] & 0xC0) == 0x80 ? 1 : 0;
    }
    return utf8.length - continuations;
}

void text_part_place(const TextPart *part, size_t offset, size_t *line, size_t *column)
{
    size_t target = MIN(offset_map_start(part->readable, offset), part->decoded->len);
    const char *text = part->decoded->str, *line_start = text;
    *line = 1;
    for (const char *c = text; (c = memchr(c, '\n', (size_t)(text + target - c))) != NULL;) {
        c++;
        line_start = c;
        ++*line;
    }
    *column = 1 + count_code_points(span_make(line_start, (size_t)(text + target - line_start)));
}

void text_part_bytes(const TextPart *part, size_t start, size_t end, size_t *raw_start,
                     size_t *raw_end)
{
    bool is_empty = start >= end;
    const OffsetMap *const stages[] = { part->readable, part->charset, part->transfer };
    for (size_t i = 0; i < G_N_ELEMENTS(stages); i++) {
        start = offset_map_start(stages[i], start);
        end = offset_map_end(stages[i], end);
    }
    start = offset_map_start(part->part->source_map, start + part->part->body_start);
    end = offset_map_end(part->part->source_map, end + part->part->body_start);
    *raw_start = start;
    *raw_end = is_empty ? start : MAX(start, end);
}
