/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as a mail: ranges are sound, texts are UTF-8, and the limits hold, the usual ones and
 * tight ones. */
#include "mail/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_fields(const MimePart *part)
{
    size_t at = part->start;
    for (guint i = 0; i < part->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(part->fields, i);
        g_assert(field->start >= at && field->end > field->start);
        g_assert(g_utf8_validate(field->text, -1, NULL));
        at = field->end;
    }
    g_assert(at <= part->body_start);
}

static bool is_utf8(const char *text)
{
    return text == NULL || g_utf8_validate(text, -1, NULL);
}

/* How many parts there are below and with this one. */
static size_t check_part(const MimePart *part, const Limits *limits, size_t depth)
{
    g_assert(depth < limits->depth);
    g_assert(part->id != NULL && part->type != NULL && is_utf8(part->type));
    g_assert(is_utf8(part->file_name) && is_utf8(part->charset) && is_utf8(part->disposition));
    g_assert(part->start <= part->body_start && part->body_start <= part->end &&
             part->end <= part->source.length);
    g_assert(part->fields->len <= limits->fields);
    check_fields(part);
    size_t count = 1;
    size_t at = part->body_start;
    for (guint i = 0; i < part->children->len; i++) {
        const MimePart *child = g_ptr_array_index(part->children, i);
        g_assert(child->parent == part);
        if (child->source.text == part->source.text) {
            g_assert(child->start >= at && child->end <= part->end);
            at = child->end;
        }
        g_assert(offset_map_end(child->source_map, child->source.length) <= SIZE_MAX / 2);
        count += check_part(child, limits, depth + 1);
    }
    return count;
}

static void check(Span raw, const Limits *limits)
{
    g_autoptr(Message) message = message_parse(raw, limits);
    g_assert(check_part(message->top, limits, 0) <= limits->parts);
    g_auto(GStrv) addresses = message_addresses(message->top, "to", 8);
    g_assert(g_strv_length(addresses) <= 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static bool is_started;
    if (!is_started) {
        message_library_start();
        is_started = true;
    }
    Limits tight = limits_default;
    tight.parts = 5;
    tight.depth = 3;
    tight.fields = 4;
    tight.field_bytes = 64;
    tight.header_block_bytes = 256;
    tight.address_nesting = 2;
    tight.content_parameters = 2;
    tight.boundary_bytes = 8;
    tight.text_bytes = 200;
    Span raw = span_make((const char *)bytes, length);
    check(raw, &limits_default);
    check(raw, &tight);
    return 0;
}
