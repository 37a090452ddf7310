/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/undo.h"

#include "decision/insert_notice.h"
#include "decision/splice_part.h"
#include "decision/subject.h"
#include "mail/notice.h"

static void untag_subject(GPtrArray *edits, const Message *message, const Policy *policy)
{
    const HeaderField *field = message_field(message->top, "Subject");
    for (int i = 0; i < N_CLASSES && field != NULL; i++) {
        g_autofree char *value = subject_without_tag(field->raw, policy->classes[i].subject);
        if (value != NULL) {
            EditKind kind = value[0] == '\0' ? EDIT_DELETE_FIELD : EDIT_CHANGE_FIELD;
            g_ptr_array_add(edits, edit_new(kind, field->name, 1, value));
            return;
        }
    }
}

/* ---- the notice in a text ------------------------------------------------------------------ */

static bool find_bytes(Span text, const char *bytes, size_t start, size_t *at)
{
    size_t length = strlen(bytes);
    const char *found =
        start >= text.length ? NULL : memmem(text.text + start, text.length - start, bytes, length);
    *at = found == NULL ? 0 : (size_t)(found - text.text);
    return found != NULL;
}

/* Anybody can write an element of that class; the digest inside tells ours. */
static bool is_ours_in_html(Span element)
{
    g_autoptr(HtmlText) html = html_text_new(element);
    Span text = span_make(html->text, html->length);
    size_t begin, end;
    return notice_find(text, 0, &begin, &end) && notice_is_genuine(span_slice(text, begin, end));
}

static bool find_in_html(Span octets, size_t *start, size_t *end)
{
    size_t close;
    for (size_t at = 0; find_bytes(octets, "<div class=\"kustode-notice\"", at, start) &&
                        find_bytes(octets, "</div>", *start, &close);
         at = close) {
        *end = close + strlen("</div>");
        if (is_ours_in_html(span_slice(octets, *start, *end))) {
            return true;
        }
    }
    return false;
}

static size_t line_end_length(Span octets, size_t at)
{
    Span rest = span_slice(octets, MIN(at, octets.length), octets.length);
    return span_starts_with(rest, "\r\n") ? 2 : span_starts_with(rest, "\n") ? 1 : 0;
}

/* The line ends put around it, where they still are: one in front in HTML, one behind, and what
 * filled up base64. */
static void widen(const PartBody *body, bool is_html, size_t *start, size_t *end)
{
    Span octets = span_make(body->octets->str, body->octets->len);
    if (is_html && *start > 0 && octets.text[*start - 1] == '\n') {
        *start -= *start > 1 && octets.text[*start - 2] == '\r' ? 2 : 1;
    }
    *end += line_end_length(octets, *end);
    while ((*end - *start) % part_body_granularity(body) != 0 && *end < octets.length &&
           octets.text[*end] == '\n') {
        ++*end;
    }
}

/* In the octets of a part, whatever its charset. */
static bool find_in_plain(const MimePart *part, Span octets, size_t *start, size_t *end)
{
    LimitSet met = 0;
    size_t mark = span_starts_with(octets, BYTE_ORDER_MARK) ? strlen(BYTE_ORDER_MARK) : 0;
    Span text = span_slice(octets, mark, octets.length);
    for (size_t at = 0; notice_find(text, at, start, end); at = *end) {
        GString *framed =
            charset_to_utf8(span_slice(text, *start, *end), part->charset, NULL, &met);
        bool is_ours =
            text.text[*start] == '-' && notice_is_genuine(span_make(framed->str, framed->len));
        g_string_free(framed, TRUE);
        if (is_ours) {
            *start += mark;
            *end += mark;
            return true;
        }
    }
    return false;
}

static void remove_from_text(GPtrArray *edits, const MimePart *part)
{
    g_autoptr(PartBody) body = part_body_new(part, limits_default.part_text_bytes);
    Span octets = span_make(body->octets->str, body->octets->len);
    bool is_html = strcmp(part->type, "text/html") == 0;
    size_t start, end;
    if (!(is_html ? find_in_html(octets, &start, &end)
                  : find_in_plain(part, octets, &start, &end))) {
        return;
    }
    widen(body, is_html, &start, &end);
    Edit *edit = part_body_splice(body, start, end, span_of(""));
    if (edit != NULL) {
        g_ptr_array_add(edits, edit);
    }
}

/* ---- the notice as a part ------------------------------------------------------------------ */

static bool is_notice_part(const MimePart *part)
{
    if (strcmp(part->type, "text/plain") != 0 || part->encoding != TRANSFER_IDENTITY) {
        return false;
    }
    Span text = mime_part_body(part);
    size_t start, end;
    return find_in_plain(part, text, &start, &end) && start == 0 &&
           span_trim(span_slice(text, end, text.length)).length == 0;
}

static void cut(GPtrArray *edits, size_t start, size_t end)
{
    Edit *edit = edit_new(EDIT_REPLACE_BYTES, NULL, 0, "");
    edit->start = start;
    edit->end = end;
    g_ptr_array_add(edits, edit);
}

/* The inner part's Content fields are the mail's own again. */
static void restore_fields(GPtrArray *edits, const MimePart *top, const MimePart *inner)
{
    for (guint i = 0; i < inner->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(inner->fields, i);
        const HeaderField *outer = message_field(top, field->name);
        g_autofree char *value = moved_value(inner, field);
        if (value != NULL) {
            g_ptr_array_add(edits, outer != NULL
                                       ? edit_new(EDIT_CHANGE_FIELD, outer->name, 1, value)
                                       : edit_new(EDIT_INSERT_FIELD, field->name, 1, value));
        }
    }
}

/* Whether `top` was put around a mail; then its parts are the notice and that mail. */
static bool unwrap(GPtrArray *edits, const Message *message)
{
    const MimePart *top = message->top;
    if (top->boundary == NULL || !g_str_has_prefix(top->boundary, NOTICE_BOUNDARY) ||
        top->children->len != 2 || !is_notice_part(g_ptr_array_index(top->children, 0))) {
        return false;
    }
    const MimePart *inner = g_ptr_array_index(top->children, 1);
    restore_fields(edits, top, inner);
    cut(edits, top->body_start, inner->body_start);
    cut(edits, inner->end, message->raw.length);
    return true;
}

static void remove_from(GPtrArray *edits, const MimePart *part)
{
    if (mime_part_is_attached_message(part) || part->source_map != NULL) {
        return;
    }
    if (part->children->len == 0) {
        bool is_text =
            strcmp(part->type, "text/plain") == 0 || strcmp(part->type, "text/html") == 0;
        if (is_text && part->file_name == NULL) {
            remove_from_text(edits, part);
        }
        return;
    }
    const MimePart *first = g_ptr_array_index(part->children, 0);
    bool begins_with_notice = part->children->len > 1 && is_notice_part(first);
    if (begins_with_notice) {
        const MimePart *second = g_ptr_array_index(part->children, 1);
        cut(edits, first->start, second->start);
    }
    for (guint i = begins_with_notice ? 1 : 0; i < part->children->len; i++) {
        remove_from(edits, g_ptr_array_index(part->children, i));
    }
}

GPtrArray *undo_content(const Message *message, const Policy *policy)
{
    GPtrArray *edits = g_ptr_array_new_with_free_func((GDestroyNotify)edit_free);
    untag_subject(edits, message, policy);
    guint of_subject = edits->len;
    if (!unwrap(edits, message)) {
        remove_from(edits, message->top);
    }
    edits_keep_if_sound(edits, of_subject, message->raw);
    return edits;
}
