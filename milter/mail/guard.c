/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/guard.h"

#include "mail/decode.h"
#include "mail/guard_field.h"
#include "mail/message_fields.h"

/* Each part has its delimiter line, each multipart one more at its end. */
enum { DELIMITERS_PER_PART = 2 };

/* A run of lines that GMime may read as a header. */
typedef struct Block {
    bool is_open;
    bool is_certain; /* a header for sure; else it is bounded all the same, but nothing is marked */
    bool is_digest_part; /* without Content-Type its body is a message (RFC 2046 5.1.5) */
    bool follows_dashes;
    bool has_type;    /* a Content-Type that can be read */
    bool has_message; /* one that means a message */
    size_t fields, bytes;
} Block;

typedef struct Guard {
    Span raw;
    const Limits *limits;
    LimitSet *met;
    char *copy;
    GHashTable
        *boundaries;     /* GString of each boundary declared so far -> is it a digest's; or NULL */
    size_t delimiters;   /* lines that are one of them */
    size_t stray_dashes; /* lines that begin like one and are none */
    size_t address_bytes;
    size_t base; /* what content_excess counts from */
    Block block;
} Guard;

/*
 * Folds inside the range go too: GMime's buffer grows line by line, copied each time where realloc
 * must move it. The line end of the last line in it stays.
 */
static void blank(Guard *guard, size_t start, size_t end)
{
    while (end > start && (guard->raw.text[end - 1] == '\n' || guard->raw.text[end - 1] == '\r')) {
        end--;
    }
    memset(guard->copy + start, ' ', end - start);
}

/* What only looks like a field, in a text, is blanked all the same, but met no limit. */
static void mark(Guard *guard, Limit limit)
{
    if (guard->block.is_open) {
        *guard->met |= limit_bit(limit);
    }
}

static void blank_content(void *pointer, size_t start, size_t end)
{
    Guard *guard = pointer;
    blank(guard, guard->base + start, guard->base + end);
    mark(guard, LIMIT_CONTENT);
}

static void string_free(gpointer string)
{
    g_string_free(string, TRUE);
}

/* Blanks around a boundary are not compared, so that every line GMime may take for it is found. */
static void declare_boundary(Guard *guard, Span value, bool is_digest)
{
    g_autofree char *boundary = parameter_decode(value, "boundary");
    if (boundary == NULL) {
        return;
    }
    if (guard->boundaries == NULL) {
        guard->boundaries = g_hash_table_new_full((GHashFunc)g_string_hash,
                                                  (GEqualFunc)g_string_equal, string_free, NULL);
    }
    g_hash_table_replace(guard->boundaries, g_string_new(g_strstrip(boundary)),
                         GINT_TO_POINTER(is_digest));
}

static void read_content_type(Guard *guard, Span value)
{
    value.length = MIN(value.length, guard->limits->content_field_bytes);
    g_autofree char *type = media_type_parse(value);
    if (type == NULL) {
        return;
    }
    guard->block.has_type = true;
    if (g_str_has_prefix(type, "message/")) {
        guard->block.has_message = true;
    } else if (g_str_has_prefix(type, "multipart/")) {
        declare_boundary(guard, value, strcmp(type, "multipart/digest") == 0);
    }
}

/* Limits that a field of a header meets, whatever is made of it. */
static void mark_field(Guard *guard, FieldKind kind, Span value)
{
    if (kind == FIELD_ADDRESSES) {
        guard->address_bytes += value.length;
        if (addresses_are_hostile(value, guard->limits) ||
            guard->address_bytes > guard->limits->address_total_bytes) {
            mark(guard, LIMIT_ADDRESSES);
        }
    } else if (kind == FIELD_PLAIN && value.length > guard->limits->field_bytes) {
        mark(guard, LIMIT_FIELD);
    }
}

static void guard_content(Guard *guard, Span name, Span value, size_t start)
{
    guard->base = start;
    content_excess(value, guard->limits, blank_content, guard);
    if (guard->block.is_open && span_equals_ascii_caseless(name, "Content-Type")) {
        read_content_type(guard, value);
    }
}

/* The field vanishes, name and all, into the line above, which it lengthens by blanks. */
static void blank_field(Guard *guard, size_t start, size_t end)
{
    size_t above = start;
    while (above > 0 &&
           (guard->raw.text[above - 1] == '\n' || guard->raw.text[above - 1] == '\r')) {
        above--;
    }
    blank(guard, start, end);
    memset(guard->copy + above, ' ', start - above);
}

/* Where no field is above, the name stays: without it the line would break the header open. */
static void hide_field(Guard *guard, size_t start, size_t value_start, size_t end)
{
    if (guard->block.fields > 1) {
        blank_field(guard, start, end);
    } else {
        blank(guard, value_start, end);
    }
}

static void guard_field(Guard *guard, Span name, size_t start, size_t value_start, size_t end)
{
    Block *block = &guard->block;
    bool is_header = block->is_open && block->is_certain;
    if (block->is_open) {
        block->fields++;
        if (block->fields > guard->limits->fields ||
            block->bytes >= guard->limits->header_block_bytes) {
            blank_field(guard, start, end);
            if (is_header) {
                mark(guard, LIMIT_HEADERS);
            }
            return;
        }
        block->bytes += MIN(end - start, guard->limits->field_bytes);
    }
    Span value = span_slice(guard->raw, value_start, end);
    FieldKind kind = field_kind(name);
    mark_field(guard, kind, value);
    if (kind == FIELD_CONTENT) {
        guard_content(guard, name, value, value_start);
    } else if (is_header) {
        hide_field(guard, start, value_start, end);
    } else if (kind == FIELD_ADDRESSES || value.length > guard->limits->field_bytes) {
        blank(guard, value_start, end);
    }
}

static bool find_boundary(const Guard *guard, Span text, gpointer *is_digest)
{
    g_autoptr(GString) boundary = g_string_new_len(text.text, (gssize)text.length);
    return g_hash_table_lookup_extended(guard->boundaries, boundary, NULL, is_digest);
}

/* Whether a line `--text` is a delimiter, opening or closing, of a boundary declared before. */
static bool is_declared(const Guard *guard, Span text, gpointer *is_digest)
{
    if (guard->boundaries == NULL || text.length > guard->limits->boundary_bytes + 2) {
        return false;
    }
    if (find_boundary(guard, text, is_digest)) {
        return true;
    }
    size_t length = text.length < 2 ? 0 : text.length - 2;
    return span_equals(span_slice(text, length, text.length), "--") &&
           find_boundary(guard, span_trim(span_slice(text, 0, length)), is_digest);
}

/*
 * A line that begins with two dashes, at `start`. GMime compares each with every open boundary, and
 * opens a part at each that is one; both are bounded here.
 */
static void guard_dashes(Guard *guard, Span line, size_t start)
{
    gpointer is_digest = NULL;
    Span text = span_trim(span_slice(line, 2, line.length));
    bool declared = is_declared(guard, text, &is_digest);
    size_t *count = declared ? &guard->delimiters : &guard->stray_dashes;
    if (++*count > DELIMITERS_PER_PART * guard->limits->parts) {
        blank(guard, start, start + 2);
        if (declared) {
            *guard->met |= limit_bit(LIMIT_PARTS);
        }
        return;
    }
    guard->block = (Block){ .is_open = true,
                            .is_certain = declared,
                            .is_digest_part = is_digest != NULL,
                            .follows_dashes = true };
}

/* Behind a header may stand that of an attached message. */
static void end_block(Guard *guard)
{
    Block ended = guard->block;
    bool is_message = ended.has_message || (ended.is_digest_part && !ended.has_type);
    bool may_be_message = is_message || (ended.follows_dashes && !ended.has_type);
    guard->block =
        (Block){ .is_open = may_be_message, .is_certain = ended.is_certain && is_message };
}

/* Only these letters begin names that field_kind knows; elsewhere than in a header most lines end
 * here. */
static bool may_begin_known_name(Span line)
{
    return line.length > 0 && strchr("abcdefmrstABCDEFMRST", line.text[0]) != NULL &&
           line.text[0] != '\0';
}

/* Guards the line at `start` with what is folded to it; returns where the next begins. */
static size_t guard_line(Guard *guard, size_t start)
{
    SourceLine line = source_line_at(guard->raw, start);
    if (line.text.length == 0) {
        if (guard->block.is_open) {
            end_block(guard);
        }
        return line.next;
    }
    if (line.text.length >= 2 && line.text.text[0] == '-' && line.text.text[1] == '-') {
        guard_dashes(guard, line.text, start);
        return line.next;
    }
    size_t colon;
    if (!guard->block.is_open && !may_begin_known_name(line.text)) {
        return line.next;
    }
    Span name = field_name(line.text, &colon);
    if (name.length == 0) {
        return line.next;
    }
    size_t end = field_end(guard->raw, start, guard->raw.length);
    guard_field(guard, name, start, start + colon + 1, end);
    return end;
}

char *guard_blank(Span raw, const Limits *limits, LimitSet *met)
{
    Guard guard = {
        .raw = raw,
        .limits = limits,
        .met = met,
        .copy = g_memdup2(raw.text, raw.length),
        .block = { .is_open = true, .is_certain = true },
    };
    for (size_t at = 0; at < raw.length;) {
        at = guard_line(&guard, at);
    }
    g_clear_pointer(&guard.boundaries, g_hash_table_unref);
    return guard.copy;
}
