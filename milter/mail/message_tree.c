/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/message_tree.h"

#include "mail/gmime_objects.h"
#include "mail/guard.h"
#include "mail/message_describe.h"
#include "mail/message_fields.h"

/* The multiparts that are open where a part stands, innermost first. */
typedef struct Boundary Boundary;
struct Boundary {
    const Boundary *outer;
    const char *text;
    size_t length;
};

typedef enum DelimiterKind {
    DELIMITER_NONE,
    DELIMITER_OPENS, /* the next part of the innermost multipart */
    DELIMITER_ENDS   /* that multipart, or one around it */
} DelimiterKind;

typedef struct Tree {
    Parse *parse;
    const ParseInput *input;
    Span seen; /* what GMime saw: the guard's copy; counts from input->start */
} Tree;

typedef struct Place {
    const Boundary *boundaries;
    size_t start; /* of the part's header, in `seen` */
    size_t depth;
    bool in_digest;
} Place;

static bool is_blank_from(Span line, size_t start)
{
    for (size_t i = start; i < line.length; i++) {
        if (line.text[i] != ' ' && line.text[i] != '\t' && line.text[i] != '\r') {
            return false;
        }
    }
    return true;
}

/* RFC 2046 5.1.1: two dashes, the boundary, two more at the last, then at most blanks. */
static bool line_delimits(Span line, const Boundary *boundary, bool *is_close)
{
    size_t length = 2 + boundary->length;
    if (line.length < length || line.text[0] != '-' || line.text[1] != '-' ||
        memcmp(line.text + 2, boundary->text, boundary->length) != 0) {
        return false;
    }
    *is_close = line.length >= length + 2 && line.text[length] == '-' &&
                line.text[length + 1] == '-' && is_blank_from(line, length + 2);
    return *is_close || is_blank_from(line, length);
}

static DelimiterKind delimiter_kind(Span line, const Boundary *boundaries)
{
    if (line.length < 2 || line.text[0] != '-' || line.text[1] != '-') {
        return DELIMITER_NONE;
    }
    for (const Boundary *boundary = boundaries; boundary != NULL; boundary = boundary->outer) {
        bool is_close;
        if (line_delimits(line, boundary, &is_close)) {
            return boundary == boundaries && !is_close ? DELIMITER_OPENS : DELIMITER_ENDS;
        }
    }
    return DELIMITER_NONE;
}

/* The first delimiter line at or behind `start`, where a line begins; or the length. */
static size_t find_delimiter(Span seen, size_t start, const Boundary *boundaries,
                             DelimiterKind *kind)
{
    size_t at = boundaries == NULL ? seen.length : start;
    while (at < seen.length) {
        SourceLine line = source_line_at(seen, at);
        *kind = delimiter_kind(line.text, boundaries);
        if (*kind != DELIMITER_NONE) {
            return at;
        }
        at = line.next;
    }
    *kind = DELIMITER_NONE;
    return seen.length;
}

/* Without the line end before `at`: that belongs to the delimiter. */
static size_t before_line_end(Span seen, size_t start, size_t at)
{
    if (at > start && at < seen.length && seen.text[at - 1] == '\n') {
        at--;
        if (at > start && seen.text[at - 1] == '\r') {
            at--;
        }
    }
    return at;
}

/* The first line that begins at or behind `at`. */
static size_t line_start_from(Span seen, size_t at)
{
    bool begins_line = at == 0 || at >= seen.length || seen.text[at - 1] == '\n';
    return begins_line ? at : source_line_at(seen, at).next;
}

/* A header ends at a blank line, at a delimiter that stands where it should not, or with the mail.
 */
static size_t header_end(Span seen, size_t start, const Boundary *boundaries, size_t *body_start)
{
    size_t at = start;
    while (at < seen.length) {
        SourceLine line = source_line_at(seen, at);
        if (line.text.length == 0) {
            *body_start = line.next;
            return at;
        }
        if (delimiter_kind(line.text, boundaries) != DELIMITER_NONE) {
            break;
        }
        at = line.next;
    }
    *body_start = at;
    return at;
}

static void read_header(const Tree *tree, const Place *place, MimePart *part)
{
    size_t base = tree->input->start;
    size_t end = header_end(tree->seen, place->start, place->boundaries, &part->body_start);
    part->start = base + place->start;
    part->body_start += base;
    part->end = part->body_start;
    part->fields =
        fields_split(part->source, part->start, base + end, tree->parse->limits, &tree->parse->met);
}

/* GMime knows where the content of a leaf lies; a part that a delimiter cut off in its header has
 * none. */
static void read_leaf_range(const Tree *tree, GMimeObject *object, const Place *place,
                            MimePart *part)
{
    size_t base = tree->input->start;
    GMimeDataWrapper *content =
        GMIME_IS_PART(object) ? g_mime_part_get_content(GMIME_PART(object)) : NULL;
    GMimeStream *stream = content == NULL ? NULL : g_mime_data_wrapper_get_stream(content);
    if (stream != NULL && stream->bound_end >= stream->bound_start &&
        base + (size_t)stream->bound_start >= part->body_start &&
        (size_t)stream->bound_end <= tree->seen.length) {
        part->body_start = base + (size_t)stream->bound_start;
        part->end = base + (size_t)stream->bound_end;
        return;
    }
    DelimiterKind kind;
    size_t start = part->body_start - base;
    size_t end = find_delimiter(tree->seen, start, place->boundaries, &kind);
    part->end = base + before_line_end(tree->seen, start, end);
}

static bool may_go_deeper(const Tree *tree, size_t depth)
{
    if (depth + 1 < tree->parse->limits->depth) {
        return true;
    }
    tree->parse->met |= limit_bit(LIMIT_DEPTH);
    return false;
}

static bool may_add_part(const Tree *tree)
{
    if (tree->parse->n_parts < tree->parse->limits->parts) {
        return true;
    }
    tree->parse->met |= limit_bit(LIMIT_PARTS);
    return false;
}

static MimePart *build_part(const Tree *tree, GMimeObject *object, const Place *place);

static void add_child(MimePart *parent, MimePart *child)
{
    child->parent = parent;
    g_ptr_array_add(parent->children, child);
}

/* Behind the delimiter line that opens the next part; one followed by another opens none. */
static bool next_part_start(const Tree *tree, size_t from, const Boundary *own, size_t *start)
{
    DelimiterKind kind;
    size_t at = find_delimiter(tree->seen, from, own, &kind);
    while (kind == DELIMITER_OPENS) {
        *start = source_line_at(tree->seen, at).next;
        if (*start >= tree->seen.length) {
            return false;
        }
        kind = delimiter_kind(source_line_at(tree->seen, *start).text, own);
        if (kind == DELIMITER_NONE) {
            return true;
        }
        at = *start;
    }
    return false;
}

/*
 * GMime stops at what it takes for a broken header; the rest of the multipart is kept as one plain
 * part, so that nothing a reader might be shown goes unjudged.
 */
static void keep_rest(const Tree *tree, MimePart *part, size_t from, const Boundary *own)
{
    size_t start;
    if (!next_part_start(tree, from, own, &start) || tree->input->start + start > part->end ||
        !may_add_part(tree)) {
        return;
    }
    tree->parse->met |= limit_bit(LIMIT_UNPARSED);
    tree->parse->n_parts++;
    MimePart *rest = mime_part_new(tree->input);
    rest->start = rest->body_start = tree->input->start + start;
    rest->end = part->end;
    rest->type = g_strdup("text/plain");
    add_child(part, rest);
}

/* Returns whether all that GMime found were read. */
static bool read_children(const Tree *tree, GMimeMultipart *multipart, const Boundary *own,
                          const Place *place, MimePart *part)
{
    Place child_place = { .boundaries = own,
                          .depth = place->depth + 1,
                          .in_digest = strcmp(part->type, "multipart/digest") == 0 };
    int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count; i++) {
        if (!may_add_part(tree)) {
            return false;
        }
        size_t from = line_start_from(tree->seen, part->end - tree->input->start);
        if (!next_part_start(tree, from, own, &child_place.start)) {
            break;
        }
        MimePart *child = build_part(tree, g_mime_multipart_get_part(multipart, i), &child_place);
        part->end = child->end;
        add_child(part, child);
    }
    return true;
}

static void read_multipart(const Tree *tree, GMimeMultipart *multipart, const Place *place,
                           MimePart *part)
{
    const char *text =
        g_mime_object_get_content_type_parameter(GMIME_OBJECT(multipart), "boundary");
    bool is_read = false;
    part->boundary = g_strdup(text);
    Boundary own = { place->boundaries, text, text == NULL ? 0 : strlen(text) };
    if (text != NULL && may_go_deeper(tree, place->depth)) {
        is_read = read_children(tree, multipart, &own, place, part);
    }
    size_t base = tree->input->start;
    size_t rest = line_start_from(tree->seen, part->end - base);
    DelimiterKind kind;
    size_t end = find_delimiter(tree->seen, rest, place->boundaries, &kind);
    part->end = base + before_line_end(tree->seen, part->end - base, end);
    if (is_read) {
        keep_rest(tree, part, rest, &own);
    }
}

static void read_message(const Tree *tree, GMimeMessagePart *holder, const Place *place,
                         MimePart *part)
{
    GMimeMessage *message = g_mime_message_part_get_message(holder);
    GMimeObject *top = message == NULL ? NULL : g_mime_message_get_mime_part(message);
    if (top == NULL || !may_go_deeper(tree, place->depth) || !may_add_part(tree)) {
        read_leaf_range(tree, GMIME_OBJECT(holder), place, part);
        return;
    }
    Place inner = { .boundaries = place->boundaries,
                    .depth = place->depth + 1,
                    .start = part->body_start - tree->input->start };
    MimePart *child = build_part(tree, top, &inner);
    part->end = child->end;
    add_child(part, child);
}

static MimePart *build_part(const Tree *tree, GMimeObject *object, const Place *place)
{
    MimePart *part = mime_part_new(tree->input);
    tree->parse->n_parts++;
    read_header(tree, place, part);
    mime_part_describe(part, place->in_digest, tree->parse->limits, &tree->parse->met);
    if (GMIME_IS_MULTIPART(object)) {
        read_multipart(tree, GMIME_MULTIPART(object), place, part);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        read_message(tree, GMIME_MESSAGE_PART(object), place, part);
    } else {
        read_leaf_range(tree, object, place, part);
    }
    mime_part_settle_type(part, GMIME_IS_MULTIPART(object), &tree->parse->met);
    return part;
}

/* The message in `bytes`; NULL when GMime finds none. */
static GMimeMessage *parse_with_gmime(GByteArray *bytes)
{
    g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
    return g_mime_parser_construct_message(parser, NULL);
}

MimePart *message_tree_build(Parse *parse, const ParseInput *input, size_t depth)
{
    Span bytes = span_slice(input->source, input->start, input->end);
    if (bytes.length == 0) {
        return NULL;
    }
    g_autoptr(GByteArray) seen = g_byte_array_new_take(
        (guint8 *)guard_blank(bytes, parse->limits, &parse->met), bytes.length);
    Tree tree = { parse, input, span_make((const char *)seen->data, bytes.length) };
    g_autoptr(GMimeMessage) message = parse_with_gmime(seen);
    GMimeObject *top = message == NULL ? NULL : g_mime_message_get_mime_part(message);
    Place place = { .depth = depth };
    return top == NULL ? NULL : build_part(&tree, top, &place);
}
