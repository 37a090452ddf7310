/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/mailbox_split.h"

#include "cli/mailbox_from_line.h"
#include "cli/mailbox_stream.h"

enum { READ_BYTES = 64 * 1024 };

/* A message is held whole; one longer than any mail server takes is named and left out. */
static const size_t most_message_bytes = 256u << 20;

typedef enum SplitState { SPLIT_BEGIN, SPLIT_MBOX, SPLIT_WHOLE, SPLIT_END } SplitState;

struct Splitter {
    char *path;
    ByteStream *stream;
    GString *buffer; /* read and not yet used: from `at` */
    size_t at;
    uint64_t offset; /* of buffer[at] in the decompressed stream */
    bool is_at_end;
    GError *error; /* met while reading ahead; told once what stood before is delivered */
    SplitState state;
    size_t number;
    GString *message;
};

Splitter *splitter_new(const char *path, GError **error)
{
    ByteStream *stream = byte_stream_open(path, error);
    if (stream == NULL) {
        return NULL;
    }
    Splitter *splitter = g_new0(Splitter, 1);
    splitter->path = g_strdup(path);
    splitter->stream = stream;
    splitter->buffer = g_string_new(NULL);
    splitter->message = g_string_new(NULL);
    return splitter;
}

void splitter_free(Splitter *splitter)
{
    g_free(splitter->path);
    byte_stream_free(splitter->stream);
    g_string_free(splitter->buffer, TRUE);
    g_string_free(splitter->message, TRUE);
    g_clear_error(&splitter->error);
    g_free(splitter);
}

static Span unread(const Splitter *splitter)
{
    return span_make(splitter->buffer->str + splitter->at, splitter->buffer->len - splitter->at);
}

static void use(Splitter *splitter, size_t bytes)
{
    splitter->at += bytes;
    splitter->offset += bytes;
}

/* Reads a block more; false when there is none. */
static bool read_more(Splitter *splitter)
{
    if (splitter->is_at_end) {
        return false;
    }
    GString *buffer = splitter->buffer;
    g_string_erase(buffer, 0, (gssize)splitter->at);
    splitter->at = 0;
    size_t before = buffer->len;
    g_string_set_size(buffer, before + READ_BYTES);
    ssize_t n =
        byte_stream_read(splitter->stream, buffer->str + before, READ_BYTES, &splitter->error);
    g_string_set_size(buffer, before + (size_t)MAX(n, 0));
    splitter->is_at_end = n <= 0;
    return n > 0;
}

/* The next line with its line end, empty at the end; or a long piece of one. */
static Span peek_line(Splitter *splitter)
{
    size_t searched = 0;
    for (;;) {
        Span rest = unread(splitter);
        size_t end = span_find(rest, '\n', searched);
        if (end < rest.length) {
            return span_slice(rest, 0, end + 1);
        }
        searched = rest.length;
        if (rest.length >= READ_BYTES || !read_more(splitter)) {
            return unread(splitter);
        }
    }
}

static bool is_blank_line(Span line)
{
    return span_equals(line, "\n") || span_equals(line, "\r\n");
}

/* An mbox begins with a `From ` line, blank lines before it aside. */
static void begin(Splitter *splitter)
{
    size_t blank = 0;
    for (;;) {
        Span line = peek_line(splitter);
        if (!is_blank_line(line)) {
            break;
        }
        blank += line.length;
        g_string_append_len(splitter->message, line.text, (gssize)line.length);
        use(splitter, line.length);
        if (blank > READ_BYTES) {
            break;
        }
    }
    splitter->state = is_from_line(peek_line(splitter)) ? SPLIT_MBOX : SPLIT_WHOLE;
    if (splitter->state == SPLIT_MBOX) {
        g_string_truncate(splitter->message, 0);
    }
}

/* One message too long, or a decompressed bomb: the rest of the stream is not worth reading. */
static bool is_too_long(Splitter *splitter, uint64_t start)
{
    if (splitter->message->len <= most_message_bytes) {
        return false;
    }
    splitter->state = SPLIT_END;
    g_clear_error(&splitter->error);
    g_set_error(&splitter->error, MAILBOX_ERROR, MAILBOX_ERROR_BROKEN,
                "%s: message %zu at byte %" G_GUINT64_FORMAT
                " is longer than %zu MiB: split the file to read what follows",
                splitter->path, splitter->number, start, most_message_bytes >> 20);
    return true;
}

/* The whole stream is one message; binary junk too: that it is none is for judging to say. */
static bool read_whole(Splitter *splitter)
{
    do {
        Span rest = unread(splitter);
        g_string_append_len(splitter->message, rest.text, (gssize)rest.length);
        use(splitter, rest.length);
        if (is_too_long(splitter, 0)) {
            return false;
        }
    } while (read_more(splitter));
    splitter->state = SPLIT_END;
    return splitter->message->len > 0;
}

/* Whether the line was quoted by whoever wrote the mbox: `>From `, and `>>From ` in an mboxrd. */
static bool is_quoted_from(Span line)
{
    size_t marks = 0;
    while (marks < line.length && line.text[marks] == '>') {
        marks++;
    }
    return marks > 0 && span_starts_with(span_slice(line, marks, line.length), "From ");
}

/* An mbox has a blank line behind each message; it is not the one between header and body. */
static void drop_separator(GString *message, size_t body_start)
{
    static const char *const endings[] = { "\r\n\r\n", "\n\n" };
    for (size_t i = 0; body_start > 0 && i < G_N_ELEMENTS(endings); i++) {
        size_t length = strlen(endings[i]);
        size_t kept = message->len - length / 2;
        if (message->len >= length && kept >= body_start &&
            memcmp(message->str + message->len - length, endings[i], length) == 0) {
            g_string_truncate(message, kept);
            return;
        }
    }
}

/* The lines up to the next `From ` line that stands behind a blank one. */
static bool read_mbox_message(Splitter *splitter, uint64_t start)
{
    use(splitter, peek_line(splitter).length);
    size_t body_start = 0; /* 0: still in the header */
    bool begins_line = true, follows_blank = false;
    for (;;) {
        Span line = peek_line(splitter);
        if (line.length == 0 || (begins_line && follows_blank && is_from_line(line))) {
            break;
        }
        bool is_quoted = begins_line && body_start > 0 && is_quoted_from(line);
        g_string_append_len(splitter->message, line.text + is_quoted,
                            (gssize)(line.length - is_quoted));
        if (is_too_long(splitter, start)) {
            return false;
        }
        follows_blank = begins_line && is_blank_line(line);
        begins_line = line.text[line.length - 1] == '\n';
        if (follows_blank && body_start == 0) {
            body_start = splitter->message->len;
        }
        use(splitter, line.length);
    }
    drop_separator(splitter->message, body_start);
    return true;
}

bool splitter_next(Splitter *splitter, MailboxMessage *message, GError **error)
{
    uint64_t start = splitter->offset;
    g_string_truncate(splitter->message, 0);
    if (splitter->state == SPLIT_BEGIN) {
        begin(splitter);
        start = splitter->state == SPLIT_MBOX ? splitter->offset : 0;
    }
    bool is_read = false;
    if (splitter->state == SPLIT_WHOLE) {
        is_read = read_whole(splitter);
    } else if (splitter->state == SPLIT_MBOX && peek_line(splitter).length > 0) {
        is_read = read_mbox_message(splitter, start);
    }
    if (!is_read) {
        splitter->state = SPLIT_END;
        if (splitter->error != NULL) {
            g_propagate_error(error, g_steal_pointer(&splitter->error));
        }
        return false;
    }
    *message = (MailboxMessage){ .raw = span_make(splitter->message->str, splitter->message->len),
                                 .source = splitter->path,
                                 .number = splitter->number++,
                                 .offset = start };
    return true;
}

double splitter_progress(const Splitter *splitter)
{
    return byte_stream_progress(splitter->stream);
}
