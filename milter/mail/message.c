/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/message.h"

#include "mail/gmime_objects.h"
#include "mail/message_describe.h"
#include "mail/message_tree.h"
#include "mail/signed_data.h"

/* The Message that is handed out, with what its spans may point into. */
typedef struct OwnedMessage {
    Message message;
    GPtrArray *opened_sources;
} OwnedMessage;

/* An attached message that was encoded: its decoded bytes, and the way back to the mail. */
typedef struct OpenedSource {
    GString *bytes;
    OffsetMap *map;
} OpenedSource;

static void opened_source_free(gpointer pointer)
{
    OpenedSource *source = pointer;
    g_string_free(source->bytes, TRUE);
    offset_map_free(source->map);
    g_free(source);
}

/*
 * `inner` leads from `bytes` to the source of the part, `outer` from there to the mail: one map for
 * both, exact to the line, since this is an encoded message inside an encoded message.
 */
static OffsetMap *maps_join(Span bytes, const OffsetMap *inner, const OffsetMap *outer)
{
    OffsetMap *joined = offset_map_new();
    size_t next;
    for (size_t at = 0; at < bytes.length; at = next) {
        next = MIN(span_find(bytes, '\n', at) + 1, bytes.length);
        size_t start = offset_map_start(outer, offset_map_start(inner, at));
        size_t end = offset_map_end(outer, offset_map_end(inner, next));
        size_t so_far = offset_map_source_length(joined);
        if (start > so_far) {
            offset_map_append(joined, 0, start - so_far, 1);
            so_far = start;
        }
        offset_map_append(joined, next - at, MAX(end, so_far) - so_far, 1);
    }
    return joined;
}

static OpenedSource *decode_body(Parse *parse, const MimePart *part)
{
    OpenedSource *source = g_new0(OpenedSource, 1);
    g_autoptr(OffsetMap) map = offset_map_new();
    offset_map_append(map, 0, part->body_start, 1);
    size_t most = parse->limits->text_bytes - MIN(parse->opened_bytes, parse->limits->text_bytes);
    source->bytes = transfer_decode(part->encoding, mime_part_body(part), most, map, &parse->met);
    Span bytes = span_make(source->bytes->str, source->bytes->len);
    source->map =
        part->source_map == NULL ? g_steal_pointer(&map) : maps_join(bytes, map, part->source_map);
    parse->opened_bytes += bytes.length;
    g_ptr_array_add(parse->opened_sources, source);
    return source;
}

/* What an opaque signature is around, in the place of the octets it was decoded from. */
static void take_signed_content(OpenedSource *source)
{
    OffsetMap *map;
    GString *content = signed_data_content(span_make(source->bytes->str, source->bytes->len), &map);
    if (content != NULL) {
        g_string_free(source->bytes, TRUE);
        source->bytes = content;
        offset_map_stack(map, source->map);
        source->map = map;
    } else {
        g_string_truncate(source->bytes, 0);
    }
}

/* A file called *.eml whose first line is no field stays the file that it is. */
static void open_message_file(Parse *parse, MimePart *part, size_t depth)
{
    if (depth + 1 >= parse->limits->depth) {
        parse->met |= limit_bit(LIMIT_DEPTH);
        return;
    }
    ParseInput input = { part->source, part->source_map, part->body_start, part->end };
    if (part->encoding != TRANSFER_IDENTITY || mime_part_is_pkcs7(part)) {
        OpenedSource *opened = decode_body(parse, part);
        if (mime_part_is_pkcs7(part)) {
            take_signed_content(opened);
        }
        input = (ParseInput){ span_make(opened->bytes->str, opened->bytes->len), opened->map, 0,
                              opened->bytes->len };
    }
    g_autoptr(MimePart) top = message_tree_build(parse, &input, depth + 1);
    if (top == NULL || (top->fields->len == 0 && !mime_part_means_message(part))) {
        return;
    }
    top->parent = part;
    g_ptr_array_add(part->children, g_steal_pointer(&top));
}

/* Depth is bounded by limits->depth: no deeper part is ever built. */
static void open_message_files(Parse *parse, MimePart *part, size_t depth)
{
    bool holds_one = mime_part_is_message_file(part) || mime_part_is_pkcs7(part);
    if (part->children->len == 0 && holds_one) {
        if (parse->n_parts >= parse->limits->parts) {
            parse->met |= limit_bit(LIMIT_PARTS);
            return;
        }
        open_message_file(parse, part, depth);
    }
    for (guint i = 0; i < part->children->len; i++) {
        open_message_files(parse, g_ptr_array_index(part->children, i), depth + 1);
    }
}

static bool is_multipart(const MimePart *part)
{
    return g_str_has_prefix(part->type, "multipart/");
}

/*
 * RFC 3501 6.4.5: the parts of a multipart count from 1; a message's own multipart has no number,
 * its parts count directly below the message, and it is called TEXT.
 */
static void number_parts(MimePart *part, const char *prefix, unsigned number)
{
    bool is_top = part->parent == NULL || !is_multipart(part->parent);
    bool is_unnumbered = is_top && is_multipart(part);
    if (is_unnumbered) {
        part->id = *prefix == '\0' ? g_strdup("") : g_strconcat(prefix, "TEXT", NULL);
    } else {
        part->id = g_strdup_printf("%s%u", prefix, number);
    }
    g_autofree char *below = is_unnumbered ? g_strdup(prefix) : g_strconcat(part->id, ".", NULL);
    for (guint i = 0; i < part->children->len; i++) {
        number_parts(g_ptr_array_index(part->children, i), below, i + 1);
    }
}

static MimePart *plain_part(const ParseInput *input)
{
    MimePart *part = mime_part_new(input);
    part->type = g_strdup("text/plain");
    part->end = input->end;
    return part;
}

Message *message_parse(Span raw, const Limits *limits)
{
    OwnedMessage *owned = g_new0(OwnedMessage, 1);
    owned->opened_sources = g_ptr_array_new_with_free_func(opened_source_free);
    Parse parse = { .limits = limits, .opened_sources = owned->opened_sources };
    ParseInput input = { .source = raw, .end = raw.length };
    MimePart *top = message_tree_build(&parse, &input, 0);
    if (top == NULL) {
        top = plain_part(&input);
        parse.met |= raw.length > 0 ? limit_bit(LIMIT_UNPARSED) : 0;
    }
    open_message_files(&parse, top, 0);
    number_parts(top, "", 1);
    owned->message = (Message){ raw, top, parse.met };
    return &owned->message;
}

void message_free(Message *message)
{
    OwnedMessage *owned = (OwnedMessage *)message;
    mime_part_free(message->top);
    g_ptr_array_unref(owned->opened_sources);
    g_free(owned);
}

const HeaderField *message_field(const MimePart *part, const char *name)
{
    for (guint i = 0; i < part->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(part->fields, i);
        if (g_ascii_strcasecmp(field->name, name) == 0) {
            return field;
        }
    }
    return NULL;
}

const char *message_header(const MimePart *part, const char *name)
{
    const HeaderField *field = message_field(part, name);
    return field == NULL ? NULL : field->text;
}

bool mime_part_is_attached_message(const MimePart *part)
{
    return part->children->len == 1 && !is_multipart(part) && !mime_part_is_pkcs7(part);
}

bool mime_part_is_pkcs7(const MimePart *part)
{
    return strcmp(part->type, "application/pkcs7-mime") == 0 ||
           strcmp(part->type, "application/x-pkcs7-mime") == 0;
}

void message_library_start(void)
{
    g_mime_init();
    charsets_open();
}

char *message_library_version(void)
{
    return g_strdup_printf("GMime %u.%u.%u", gmime_major_version, gmime_minor_version,
                           gmime_micro_version);
}
