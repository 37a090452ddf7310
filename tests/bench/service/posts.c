/* SPDX-License-Identifier: BSD-2-Clause */
#include "posts.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libmilter/mfdef.h>

#include "cli/mailbox.h"

enum { CHUNK_BYTES = 65535 }; /* what Postfix and sendmail put into one body frame */

void wire_append(GByteArray *wire, char command, const void *bytes, size_t length)
{
    uint32_t size = htonl((uint32_t)length + 1);
    g_byte_array_append(wire, (const guint8 *)&size, sizeof size);
    g_byte_array_append(wire, (const guint8 *)&command, 1);
    g_byte_array_append(wire, bytes, (guint)length);
}

/* Without its line end. */
static Span line_at(Span raw, size_t start)
{
    size_t end = span_find(raw, '\n', start);
    end -= end > start && raw.text[end - 1] == '\r';
    return span_slice(raw, start, end);
}

static size_t next_line(Span raw, size_t start)
{
    return MIN(span_find(raw, '\n', start) + 1, raw.length);
}

static void append_field(GByteArray *wire, GString *field)
{
    char *colon = memchr(field->str, ':', field->len);
    *colon = '\0';
    /* Name and value, each with its NUL; folds are LF. */
    wire_append(wire, SMFIC_HEADER, field->str, field->len + 1);
    g_string_truncate(field, 0);
}

/* Returns where the body begins: behind a blank line, or at what is no field, as the MTAs do. */
static size_t append_header(GByteArray *wire, Span raw)
{
    g_autoptr(GString) field = g_string_new(NULL);
    size_t at = 0;
    for (; at < raw.length; at = next_line(raw, at)) {
        Span line = line_at(raw, at);
        bool is_fold = line.length > 0 && (line.text[0] == ' ' || line.text[0] == '\t');
        if (line.length == 0 || (!is_fold && span_find(line, ':', 0) == line.length)) {
            at = line.length == 0 ? next_line(raw, at) : at;
            break;
        }
        if (is_fold && field->len == 0) {
            break;
        }
        if (!is_fold && field->len > 0) {
            append_field(wire, field);
        }
        g_string_append(field, is_fold ? "\n" : "");
        g_string_append_len(field, line.text, (gssize)line.length);
    }
    if (field->len > 0) {
        append_field(wire, field);
    }
    return at;
}

static void append_body(GByteArray *wire, Span raw, size_t at)
{
    g_autoptr(GString) body = g_string_new(NULL);
    for (; at < raw.length; at = next_line(raw, at)) {
        Span line = line_at(raw, at);
        g_string_append_len(body, line.text, (gssize)line.length);
        g_string_append(body, "\r\n");
    }
    for (size_t start = 0; start < body->len; start += CHUNK_BYTES) {
        wire_append(wire, SMFIC_BODY, body->str + start, MIN(body->len - start, CHUNK_BYTES));
    }
}

WirePost *post_of_text(const char *name, Span raw)
{
    static const char macros[] = { SMFIC_BODYEOB, 'i', '\0', 'B', 'E', 'N', 'C', 'H', '\0' };
    WirePost *post = g_new0(WirePost, 1);
    post->name = g_strdup(name);
    post->raw = g_bytes_new(raw.text, raw.length);
    post->wire = g_byte_array_new();
    size_t body = append_header(post->wire, raw);
    wire_append(post->wire, SMFIC_EOH, "", 0);
    append_body(post->wire, raw, body);
    wire_append(post->wire, SMFIC_MACRO, macros, sizeof macros);
    wire_append(post->wire, SMFIC_BODYEOB, "", 0);
    return post;
}

void wire_post_free(WirePost *post)
{
    if (post == NULL) {
        return;
    }
    g_free(post->name);
    g_bytes_unref(post->raw);
    g_byte_array_unref(post->wire);
    g_free(post);
}

static void read_mailbox(GPtrArray *posts, const char *input)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Mailbox) mailbox = mailbox_open(input, &error);
    MailboxMessage message;
    while (mailbox != NULL && mailbox_next(mailbox, &message, &error)) {
        g_autofree char *name = g_strdup_printf("%s:%zu", message.source, message.number);
        g_ptr_array_add(posts, post_of_text(name, message.raw));
    }
    if (error != NULL) {
        fprintf(stderr, "bench: %s\n", error->message);
        exit(EXIT_FAILURE);
    }
}

GPtrArray *posts_read(char **inputs)
{
    GPtrArray *posts = g_ptr_array_new_with_free_func((GDestroyNotify)wire_post_free);
    for (char **input = inputs; *input != NULL; input++) {
        read_mailbox(posts, *input);
    }
    if (posts->len == 0) {
        fputs("bench: no posts in the inputs\n", stderr);
        exit(EXIT_FAILURE);
    }
    return posts;
}
