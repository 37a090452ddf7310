/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/message_fields.h"

static void header_field_free(gpointer pointer)
{
    HeaderField *field = pointer;
    g_free(field->name);
    g_free(field->text);
    g_free(field);
}

SourceLine source_line_at(Span source, size_t start)
{
    size_t end = span_find(source, '\n', start);
    size_t next = end < source.length ? end + 1 : end;
    if (end < source.length && end > start && source.text[end - 1] == '\r') {
        end--;
    }
    return (SourceLine){ span_slice(source, start, end), next };
}

Span field_name(Span line, size_t *colon)
{
    size_t length = 0;
    while (length < line.length && line.text[length] != ':' && line.text[length] != ' ' &&
           line.text[length] != '\t' && !g_ascii_iscntrl(line.text[length])) {
        length++;
    }
    size_t at = length;
    while (at < line.length && (line.text[at] == ' ' || line.text[at] == '\t')) {
        at++;
    }
    if (length == 0 || at == line.length || line.text[at] != ':') {
        return span_make(NULL, 0);
    }
    *colon = at;
    return span_slice(line, 0, length);
}

size_t field_end(Span source, size_t start, size_t end)
{
    size_t next = source_line_at(source, start).next;
    while (next < end && line_is_folded(span_slice(source, next, end))) {
        next = source_line_at(source, next).next;
    }
    return MIN(next, end);
}

static Span without_line_end(Span text)
{
    if (text.length > 0 && text.text[text.length - 1] == '\n') {
        text.length--;
        if (text.length > 0 && text.text[text.length - 1] == '\r') {
            text.length--;
        }
    }
    return text;
}

static HeaderField *header_field_new(Span source, size_t start, size_t end, size_t most_bytes)
{
    size_t colon;
    Span name = field_name(source_line_at(source, start).text, &colon);
    if (name.length == 0) {
        return NULL;
    }
    HeaderField *field = g_new0(HeaderField, 1);
    field->start = start;
    field->end = end;
    field->name = span_copy(name);
    field->raw = without_line_end(span_slice(source, start + colon + 1, end));
    field->text = header_decode(span_slice(field->raw, 0, MIN(field->raw.length, most_bytes)));
    return field;
}

GPtrArray *fields_split(Span source, size_t start, size_t end, const Limits *limits, LimitSet *met)
{
    GPtrArray *fields = g_ptr_array_new_with_free_func(header_field_free);
    size_t bytes = 0;
    size_t next;
    for (size_t at = start; at < end; at = next) {
        next = field_end(source, at, end);
        if (fields->len == limits->fields || bytes >= limits->header_block_bytes) {
            *met |= limit_bit(LIMIT_HEADERS);
            break;
        }
        if (next - at > limits->field_bytes) {
            *met |= limit_bit(LIMIT_FIELD);
        }
        bytes += MIN(next - at, limits->field_bytes);
        HeaderField *field = header_field_new(source, at, next, limits->field_bytes);
        if (field != NULL) {
            g_ptr_array_add(fields, field);
        }
    }
    return fields;
}

static bool is_token_byte(char c)
{
    return c > ' ' && c < 0x7f && strchr("()<>@,;:\\\"/[]?=", c) == NULL;
}

/* The token at `at`, blanks around it passed over. */
static Span read_token(Span value, size_t *at)
{
    while (*at < value.length && g_ascii_isspace(value.text[*at])) {
        ++*at;
    }
    size_t start = *at;
    while (*at < value.length && is_token_byte(value.text[*at])) {
        ++*at;
    }
    Span token = span_slice(value, start, *at);
    while (*at < value.length && g_ascii_isspace(value.text[*at])) {
        ++*at;
    }
    return token;
}

char *media_type_parse(Span value)
{
    size_t at = 0;
    Span type = read_token(value, &at);
    if (type.length == 0 || at == value.length || value.text[at] != '/') {
        return NULL;
    }
    at++;
    Span subtype = read_token(value, &at);
    if (subtype.length == 0) {
        return NULL;
    }
    g_autofree char *written = g_strdup_printf("%.*s/%.*s", (int)type.length, type.text,
                                               (int)subtype.length, subtype.text);
    return g_ascii_strdown(written, -1);
}
