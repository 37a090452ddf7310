/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/message.h"

/* RFC 5322 3.4 read in one pass with one byte in hand: no nesting is followed by recursion. */
typedef struct AddressReader {
    Span text;
    size_t at;
    size_t most;
    GPtrArray *found;
    GString *mailbox; /* the mailbox being read, without comments and angle brackets */
    bool has_angle;   /* its address stood in angle brackets */
} AddressReader;

static bool is_addr_spec(Span text)
{
    size_t at_sign = span_find(text, '@', 0);
    if (at_sign == 0 || at_sign + 1 >= text.length) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (g_ascii_isspace(text.text[i]) || g_ascii_iscntrl(text.text[i])) {
            return false;
        }
    }
    return true;
}

static void add_address(AddressReader *reader, Span text)
{
    if (reader->found->len < reader->most && is_addr_spec(text)) {
        g_ptr_array_add(reader->found, g_ascii_strdown(text.text, (gssize)text.length));
    }
}

static void skip_comment(AddressReader *reader)
{
    size_t depth = 0;
    for (; reader->at < reader->text.length; reader->at++) {
        char c = reader->text.text[reader->at];
        if (c == '\\') {
            reader->at++;
        } else if (c == '(') {
            depth++;
        } else if (c == ')' && --depth == 0) {
            reader->at++;
            return;
        }
    }
}

/* Behind the closing quote, or the end when there is none. */
static size_t quoted_end(Span text, size_t start)
{
    size_t at = start + 1;
    while (at < text.length && text.text[at] != '"') {
        at += text.text[at] == '\\' ? 2 : 1;
    }
    return MIN(at + 1, text.length);
}

static void read_quoted(AddressReader *reader)
{
    size_t end = quoted_end(reader->text, reader->at);
    g_string_append_len(reader->mailbox, reader->text.text + reader->at,
                        (gssize)(end - reader->at));
    reader->at = end;
}

/* `<@relay,@other:user@host>`: the route (RFC 5322 4.4) is no part of the address. */
static void read_angle(AddressReader *reader)
{
    Span text = reader->text;
    size_t start = reader->at + 1;
    size_t at = start;
    while (at < text.length && text.text[at] != '>') {
        if (text.text[at] == ':') {
            start = at + 1;
        }
        at = text.text[at] == '"' ? quoted_end(text, at) : at + 1;
    }
    at = MIN(at, text.length);
    add_address(reader, span_trim(span_slice(text, MIN(start, at), at)));
    reader->has_angle = true;
    reader->at = MIN(at + 1, text.length);
}

/* Without angle brackets the address is the word with the at sign: `user@host (Name)`. */
static void end_mailbox(AddressReader *reader)
{
    Span words = span_make(reader->mailbox->str, reader->mailbox->len);
    for (size_t at = 0; !reader->has_angle && at < words.length;) {
        size_t start = at;
        while (at < words.length && !g_ascii_isspace(words.text[at])) {
            at = words.text[at] == '"' ? quoted_end(words, at) : at + 1;
        }
        add_address(reader, span_slice(words, start, at));
        while (at < words.length && g_ascii_isspace(words.text[at])) {
            at++;
        }
    }
    g_string_truncate(reader->mailbox, 0);
    reader->has_angle = false;
}

static void read_byte(AddressReader *reader)
{
    char c = reader->text.text[reader->at];
    switch (c) {
    case '(':
        skip_comment(reader);
        return;
    case '"':
        read_quoted(reader);
        return;
    case '<':
        read_angle(reader);
        return;
    case ',':
    case ';':
        end_mailbox(reader);
        break;
    case ':': /* what stood before is the name of a group */
        g_string_truncate(reader->mailbox, 0);
        break;
    default:
        g_string_append_c(reader->mailbox, c);
    }
    reader->at++;
}

static void read_addresses(Span text, size_t most, GPtrArray *found)
{
    AddressReader reader = {
        .text = text, .most = most, .found = found, .mailbox = g_string_new(NULL)
    };
    while (reader.at < text.length && found->len < most) {
        read_byte(&reader);
    }
    end_mailbox(&reader);
    g_string_free(reader.mailbox, TRUE);
}

static char **addresses_end(GPtrArray *found)
{
    g_ptr_array_add(found, NULL);
    return (char **)g_ptr_array_free(found, FALSE);
}

char **addresses_parse(const char *text, size_t most)
{
    GPtrArray *found = g_ptr_array_new();
    read_addresses(span_of(text), most, found);
    return addresses_end(found);
}

char **message_addresses(const MimePart *part, const char *name, size_t most)
{
    GPtrArray *found = g_ptr_array_new();
    for (guint i = 0; i < part->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(part->fields, i);
        if (g_ascii_strcasecmp(field->name, name) == 0) {
            read_addresses(field->raw, most, found);
        }
    }
    return addresses_end(found);
}
