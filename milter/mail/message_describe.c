/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/message_describe.h"

#include "mail/message_fields.h"

MimePart *mime_part_new(const ParseInput *input)
{
    MimePart *part = g_new0(MimePart, 1);
    part->fields = g_ptr_array_new();
    part->children = g_ptr_array_new_with_free_func((GDestroyNotify)mime_part_free);
    part->source = input->source;
    part->source_map = input->source_map;
    part->start = part->body_start = part->end = input->start;
    return part;
}

void mime_part_free(MimePart *part)
{
    g_free(part->id);
    g_free(part->type);
    g_free(part->charset);
    g_free(part->file_name);
    g_free(part->disposition);
    g_free(part->protocol);
    g_free(part->boundary);
    g_ptr_array_unref(part->fields);
    g_ptr_array_unref(part->children);
    g_free(part);
}

static char *in_lower_case(char *text)
{
    char *lower = text == NULL ? NULL : g_ascii_strdown(text, -1);
    g_free(text);
    return lower;
}

/* The last field of that name: the one that GMime goes by. Cut at what is judged of it. */
static Span content_field(const MimePart *part, const char *name, const Limits *limits)
{
    for (guint i = part->fields->len; i > 0; i--) {
        const HeaderField *field = g_ptr_array_index(part->fields, i - 1);
        if (g_ascii_strcasecmp(field->name, name) == 0) {
            return span_slice(field->raw, 0, MIN(field->raw.length, limits->content_field_bytes));
        }
    }
    return span_make(NULL, 0);
}

/*
 * Readers differ in which of two Content-Type fields they follow, and a text may hide in the other
 * reading; the mail is judged by the last and marked.
 */
static bool has_two_readings(const MimePart *part, const char *name)
{
    const HeaderField *first = message_field(part, name);
    for (guint i = 0; first != NULL && i < part->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(part->fields, i);
        if (g_ascii_strcasecmp(field->name, name) == 0 && strcmp(field->text, first->text) != 0) {
            return true;
        }
    }
    return false;
}

static bool parameter_is(Span value, const char *name, const char *wanted)
{
    g_autofree char *text = parameter_decode(value, name);
    return text != NULL && g_ascii_strcasecmp(text, wanted) == 0;
}

static char *disposition_parse(Span value)
{
    size_t end = span_find(value, ';', 0);
    g_autofree char *text = header_decode(span_trim(span_slice(value, 0, end)));
    return *text == '\0' ? NULL : g_ascii_strdown(text, -1);
}

static void describe_text(MimePart *part, Span content_type)
{
    part->charset = parameter_decode(content_type, "charset");
    part->is_flowed =
        strcmp(part->type, "text/plain") == 0 && parameter_is(content_type, "format", "flowed");
    part->deletes_space = part->is_flowed && parameter_is(content_type, "delsp", "yes");
}

void mime_part_describe(MimePart *part, bool is_in_digest, const Limits *limits, LimitSet *met)
{
    Span content_type = content_field(part, "Content-Type", limits);
    Span disposition = content_field(part, "Content-Disposition", limits);
    part->type = media_type_parse(content_type);
    if (part->type == NULL) {
        part->type = g_strdup(is_in_digest ? "message/rfc822" : "text/plain");
    }
    part->encoding =
        transfer_encoding_parse(content_field(part, "Content-Transfer-Encoding", limits));
    part->disposition = disposition_parse(disposition);
    part->file_name = parameter_decode(disposition, "filename");
    if (part->file_name == NULL) {
        part->file_name = parameter_decode(content_type, "name");
    }
    if (g_str_has_prefix(part->type, "text/")) {
        describe_text(part, content_type);
    } else if (g_str_has_prefix(part->type, "multipart/")) {
        part->protocol = in_lower_case(parameter_decode(content_type, "protocol"));
    }
    if (has_two_readings(part, "Content-Type") ||
        has_two_readings(part, "Content-Transfer-Encoding")) {
        *met |= limit_bit(LIMIT_CONTENT);
    }
}

/*
 * A multipart in which no part was found is shown as text by readers (and is marked: its parts may
 * be hidden behind a boundary that others read differently).
 */
void mime_part_settle_type(MimePart *part, bool is_multipart, LimitSet *met)
{
    bool says_multipart = g_str_has_prefix(part->type, "multipart/");
    if (is_multipart && part->children->len == 0) {
        *met |= limit_bit(LIMIT_CONTENT);
    }
    if (is_multipart && part->children->len > 0 && !says_multipart) {
        g_free(part->type);
        part->type = g_strdup("multipart/mixed");
    } else if (says_multipart && part->children->len == 0) {
        g_free(part->type);
        part->type = g_strdup("text/plain");
    }
}

bool mime_part_means_message(const MimePart *part)
{
    static const char *const types[] = { "message/rfc822", "message/rfc2822", "message/global",
                                         "message/news", NULL };
    return g_strv_contains(types, part->type);
}

bool mime_part_is_message_file(const MimePart *part)
{
    if (mime_part_means_message(part)) {
        return true;
    }
    size_t length = part->file_name == NULL ? 0 : strlen(part->file_name);
    return length >= 4 && g_ascii_strcasecmp(part->file_name + length - 4, ".eml") == 0;
}
