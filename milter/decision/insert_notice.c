/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/insert_notice.h"

#include "decision/splice_part.h"
#include "mail/notice.h"
#include "text/html_token.h"

/* ---- HTML ---------------------------------------------------------------------------------- */

/* Behind `<body ...>`, or where HTML without one begins; SIZE_MAX where it has a head but no
 * body. */
static size_t html_start(Span html)
{
    bool has_page = false;
    for (size_t at = 0; at < html.length;) {
        HtmlToken token;
        html_token_read(html, at, &token);
        if (token.kind == HTML_START_TAG && span_equals_ascii_caseless(token.name, "body")) {
            return at + token.source.length;
        }
        has_page = has_page || (token.kind == HTML_START_TAG &&
                                (span_equals_ascii_caseless(token.name, "html") ||
                                 span_equals_ascii_caseless(token.name, "head")));
        at += MAX(token.source.length, 1);
    }
    return has_page ? SIZE_MAX : 0;
}

/* ASCII alone, so that every charset and encoding can carry it. */
static void append_html_text(GString *out, const char *text, size_t length)
{
    for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c > '~' || strchr("<>&\"", (int)c) != NULL) {
            g_string_append_printf(out, "&#%u;", c);
        } else {
            g_string_append_c(out, (char)c);
        }
    }
}

/* Our own links can be clicked; `text` has no blanks. */
static void append_html_word(GString *out, const char *text)
{
    if (!g_str_has_prefix(text, "https://")) {
        append_html_text(out, text, strlen(text));
        return;
    }
    g_string_append(out, "<a href=\"");
    append_html_text(out, text, strlen(text));
    g_string_append(out, "\">");
    append_html_text(out, text, strlen(text));
    g_string_append(out, "</a>");
}

static GString *html_notice(const NoticeText *notice)
{
    g_autofree char *framed = notice_frame(notice->text);
    GString *out =
        g_string_new(NOTICE_HTML_START " style=\"border:1px solid #888;padding:0.5em 1em;"
                                       "margin:0 0 1em 0\">\n");
    g_auto(GStrv) lines = g_strsplit(framed, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) words = g_strsplit(*line, " ", -1);
        for (char **word = words; *word != NULL; word++) {
            append_html_word(out, *word);
            g_string_append(out, word[1] == NULL ? "" : " ");
        }
        g_string_append(out, line[1] == NULL ? "" : "<br>\n");
    }
    g_string_append(out, NOTICE_HTML_END);
    return out;
}

/* ---- plain text ---------------------------------------------------------------------------- */

/* Whether ASCII text is itself in that charset: one that shifts or has wider units is left alone.
 */
static bool is_ascii_superset(const char *charset)
{
    static const char *const others[] = { "utf-7",   "utf-16",    "utf-32", "ucs-",  "hz-",
                                          "unicode", "iso-10646", "ebcdic", "ibm037" };
    for (size_t i = 0; charset != NULL && i < G_N_ELEMENTS(others); i++) {
        if (g_ascii_strncasecmp(charset, others[i], strlen(others[i])) == 0) {
            return false;
        }
    }
    return true;
}

/* Spelt in ASCII, its frame made for that spelling. */
static char *ascii_notice(const NoticeText *notice)
{
    g_autofree char *ascii = g_str_to_ascii(notice->text, notice->language);
    return notice_frame(ascii);
}

/* In the part's charset where it has all the letters, else spelt in ASCII; a blank line below. */
static GString *plain_notice(const TextPart *part, const PartBody *body, const NoticeText *notice)
{
    const char *charset = part->part->charset;
    GString *encoded = NULL;
    g_autofree char *framed = notice_frame(notice->text);
    if (charset == NULL || !charset_from_utf8(span_of(framed), charset, &encoded) ||
        (part_body_is_7bit(body) && !g_str_is_ascii(encoded->str))) {
        g_autofree char *ascii = ascii_notice(notice);
        encoded = encoded == NULL ? g_string_new(NULL) : encoded;
        g_string_assign(encoded, ascii);
    }
    g_string_append_c(encoded, '\n');
    return encoded;
}

/* ---- into a part --------------------------------------------------------------------------- */

/* The line ends of what is inside base64 are the text's own, which no transport changes. */
static void use_line_ends_of(GString *text, const PartBody *body)
{
    Span octets = span_make(body->octets->str, body->octets->len);
    size_t newline = span_find(octets, '\n', 0);
    bool is_crlf = newline > 0 && newline < octets.length && octets.text[newline - 1] == '\r';
    if (body->part->encoding == TRANSFER_BASE64 && is_crlf) {
        g_string_replace(text, "\n", "\r\n", 0);
    }
}

static void pad(GString *text, const PartBody *body)
{
    while (text->len % part_body_granularity(body) != 0) {
        g_string_append_c(text, '\n');
    }
}

bool insert_notice_in_text(GPtrArray *edits, const TextPart *part, const NoticeText *notice)
{
    bool is_html = part->html != NULL;
    g_autoptr(PartBody) body = part_body_new(part->part, limits_default.part_text_bytes);
    Span octets = span_make(body->octets->str, body->octets->len);
    size_t at = is_html                                     ? html_start(octets)
                : span_starts_with(octets, BYTE_ORDER_MARK) ? strlen(BYTE_ORDER_MARK)
                                                            : 0;
    if (at == SIZE_MAX || !is_ascii_superset(part->part->charset)) {
        return false;
    }
    g_autoptr(GString) text = is_html ? html_notice(notice) : plain_notice(part, body, notice);
    use_line_ends_of(text, body);
    pad(text, body);
    Edit *edit = part_body_splice(body, at, at, span_make(text->str, text->len));
    if (edit != NULL) {
        g_ptr_array_add(edits, edit);
    }
    return edit != NULL;
}

/* ---- beside others ------------------------------------------------------------------------- */

static void add_insertion(GPtrArray *edits, size_t at, const char *bytes)
{
    Edit *edit = edit_new(EDIT_REPLACE_BYTES, NULL, 0, bytes);
    edit->start = edit->end = at;
    g_ptr_array_add(edits, edit);
}

/* The notice as an entity, in ASCII: no transport has a reason to encode it anew. */
static void append_entity(GString *out, const NoticeText *notice)
{
    g_autofree char *ascii = ascii_notice(notice);
    g_string_append_printf(out,
                           "Content-Type: text/plain; charset=us-ascii\n"
                           "Content-Disposition: inline\n\n%s",
                           ascii);
}

void insert_notice_as_part(GPtrArray *edits, const MimePart *multipart, const NoticeText *notice)
{
    const MimePart *first = g_ptr_array_index(multipart->children, 0);
    g_autoptr(GString) part = g_string_new(NULL);
    append_entity(part, notice);
    g_string_append_printf(part, "\n--%s\n", multipart->boundary);
    add_insertion(edits, first->start, part->str);
}

/* One that cannot stand in the mail: of what is not in it. */
static char *boundary_for(Span raw)
{
    g_autofree char *digest =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)raw.text, raw.length);
    return g_strdup_printf(NOTICE_BOUNDARY "%.24s", digest);
}

/* Fields that say how the body is written go with it (RFC 2045 3); of two the first one counts. */
static bool moves_inside(const MimePart *part, const HeaderField *field)
{
    static const char *const names[] = { "Content-Type", "Content-Transfer-Encoding",
                                         "Content-Disposition" };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(field->name, names[i]) == 0) {
            return field == message_field(part, names[i]);
        }
    }
    return false;
}

char *moved_value(const MimePart *part, const HeaderField *field)
{
    if (!moves_inside(part, field)) {
        return NULL;
    }
    GString *value = g_string_new_len(field->raw.text, (gssize)field->raw.length);
    g_string_replace(value, "\r\n", "\n", 0);
    g_string_erase(value, 0, (gssize)strspn(value->str, " "));
    return g_string_free(value, FALSE);
}

bool wrap_in_notice(GPtrArray *edits, const Message *message, const NoticeText *notice)
{
    const MimePart *top = message->top;
    guint before = edits->len;
    g_autofree char *boundary = boundary_for(message->raw);
    g_autofree char *type = g_strdup_printf("multipart/mixed;\n boundary=\"%s\"", boundary);
    g_autofree char *end = g_strdup_printf("\n--%s--\n", boundary);
    g_autoptr(GString) front = g_string_new(NULL);
    g_string_append_printf(front, "--%s\n", boundary);
    append_entity(front, notice);
    g_string_append_printf(front, "\n--%s\n", boundary);
    for (guint i = 0; i < top->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(top->fields, i);
        bool is_type = g_ascii_strcasecmp(field->name, "Content-Type") == 0;
        g_autofree char *value = moved_value(top, field);
        if (value != NULL && !field_value_is_sound(value)) {
            g_ptr_array_set_size(edits, (int)before);
            return false;
        }
        if (value != NULL) {
            g_string_append_printf(front, "%s: %s\n", field->name, value);
            g_ptr_array_add(edits, edit_new(is_type ? EDIT_CHANGE_FIELD : EDIT_DELETE_FIELD,
                                            field->name, 1, is_type ? type : NULL));
        }
    }
    g_string_append_c(front, '\n');
    add_insertion(edits, top->body_start, front->str);
    add_insertion(edits, message->raw.length, end);
    return true;
}
