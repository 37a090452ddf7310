/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/mailbox_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lzma.h>
#include <zlib.h>

#include "cli/mailbox.h"

enum { INPUT_BYTES = 64 * 1024, WINDOW_BITS_GZIP = 15 + 16 };

/* What `xz -9` needs to unpack, and twice that. */
static const uint64_t xz_memory_bytes = 128u << 20;

typedef enum Packing { PACKING_UNKNOWN, PACKING_NONE, PACKING_GZIP, PACKING_XZ } Packing;

struct ByteStream {
    char *path;
    int fd;
    uint64_t size_bytes; /* 0: not known */
    uint64_t read_bytes; /* as stored, what lies in `input` included */
    Packing packing;
    bool is_at_end; /* of the file */
    bool is_done;   /* of the packed data */
    z_stream gzip;
    lzma_stream xz;
    uint8_t input[INPUT_BYTES];
    size_t input_at, input_length;
};

static void set_system_error(GError **error, const char *path, const char *what)
{
    int code = errno == EACCES || errno == EPERM     ? MAILBOX_ERROR_PERMISSION
               : errno == ENOENT || errno == ENOTDIR ? MAILBOX_ERROR_NO_INPUT
                                                     : MAILBOX_ERROR_READ;
    g_set_error(error, MAILBOX_ERROR, code, "%s: %s: %s", path, what, g_strerror(errno));
}

ByteStream *byte_stream_open(const char *path, GError **error)
{
    bool is_standard_input = strcmp(path, "-") == 0;
    int fd = is_standard_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                               : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        set_system_error(error, path, "cannot be opened");
        return NULL;
    }
    struct stat status;
    ByteStream *stream = g_new0(ByteStream, 1);
    stream->path = g_strdup(path);
    stream->fd = fd;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
        stream->size_bytes = (uint64_t)status.st_size;
    }
    return stream;
}

void byte_stream_free(ByteStream *stream)
{
    if (stream->packing == PACKING_GZIP) {
        inflateEnd(&stream->gzip);
    } else if (stream->packing == PACKING_XZ) {
        lzma_end(&stream->xz);
    }
    close(stream->fd);
    g_free(stream->path);
    g_free(stream);
}

/* Reads until `input` has at least `wanted` unread bytes or the file ends. */
static bool fill_input(ByteStream *stream, size_t wanted, GError **error)
{
    size_t unread = stream->input_length - stream->input_at;
    if (unread >= wanted || stream->is_at_end) {
        return true;
    }
    memmove(stream->input, stream->input + stream->input_at, unread);
    stream->input_at = 0;
    stream->input_length = unread;
    while (stream->input_length < wanted && !stream->is_at_end) {
        ssize_t n = read(stream->fd, stream->input + stream->input_length,
                         INPUT_BYTES - stream->input_length);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            set_system_error(error, stream->path, "cannot be read");
            return false;
        }
        stream->is_at_end = n == 0;
        stream->input_length += (size_t)n;
        stream->read_bytes += (uint64_t)n;
    }
    return true;
}

static bool input_starts_with(const ByteStream *stream, const char *magic, size_t length)
{
    return stream->input_length - stream->input_at >= length &&
           memcmp(stream->input + stream->input_at, magic, length) == 0;
}

static bool begins_gzip(const ByteStream *stream)
{
    return input_starts_with(stream, "\x1f\x8b\x08", 3);
}

/* Setting up a decoder fails for want of memory alone, and then GLib would have ended us as well.
 */
static bool find_packing(ByteStream *stream, GError **error)
{
    if (!fill_input(stream, 6, error)) {
        return false;
    }
    if (begins_gzip(stream)) {
        stream->packing = PACKING_GZIP;
        int state = inflateInit2(&stream->gzip, WINDOW_BITS_GZIP);
        g_assert(state == Z_OK);
        return true;
    }
    if (input_starts_with(stream,
                          "\xfd"
                          "7zXZ\0",
                          6)) {
        stream->packing = PACKING_XZ;
        lzma_ret state = lzma_stream_decoder(&stream->xz, xz_memory_bytes, LZMA_CONCATENATED);
        g_assert(state == LZMA_OK);
        return true;
    }
    stream->packing = PACKING_NONE;
    return true;
}

static ssize_t set_broken(ByteStream *stream, const char *what, GError **error)
{
    stream->is_done = true;
    uint64_t at = stream->read_bytes - (stream->input_length - stream->input_at);
    g_set_error(error, MAILBOX_ERROR, MAILBOX_ERROR_BROKEN,
                "%s: %s at byte %" G_GUINT64_FORMAT
                " of the file; what stood before was read: fetch the file again for the rest",
                stream->path, what, at);
    return -1;
}

static ssize_t read_plain(ByteStream *stream, char *bytes, size_t most)
{
    size_t n = MIN(most, stream->input_length - stream->input_at);
    memcpy(bytes, stream->input + stream->input_at, n);
    stream->input_at += n;
    return (ssize_t)n;
}

/* A gzip file may hold several members in a row (RFC 1952 2.2), and tapes pad it with zeros. */
static bool begin_next_member(ByteStream *stream, GError **error)
{
    if (!fill_input(stream, 3, error)) {
        return false;
    }
    while (stream->input_at < stream->input_length && stream->input[stream->input_at] == 0) {
        stream->input_at++;
    }
    if (begins_gzip(stream)) {
        return inflateReset(&stream->gzip) == Z_OK;
    }
    stream->is_done = true;
    if (stream->input_at < stream->input_length) {
        set_broken(stream, "the compressed data is followed by something else", error);
        return false;
    }
    return true;
}

/* One step of inflation; how many bytes it gave, -1 with `error`. */
static ssize_t read_gzip(ByteStream *stream, char *bytes, size_t most, GError **error)
{
    z_stream *gzip = &stream->gzip;
    gzip->next_in = stream->input + stream->input_at;
    gzip->avail_in = (uInt)(stream->input_length - stream->input_at);
    gzip->next_out = (Bytef *)bytes;
    gzip->avail_out = (uInt)most;
    int state = inflate(gzip, Z_NO_FLUSH);
    stream->input_at = stream->input_length - gzip->avail_in;
    ssize_t n = (ssize_t)(most - gzip->avail_out);
    if (n > 0) {
        return n; /* an error comes again, without output, at the next call */
    }
    if (state == Z_STREAM_END) {
        return begin_next_member(stream, error) ? 0 : -1;
    }
    if (state != Z_OK && state != Z_BUF_ERROR) {
        return set_broken(stream, "the compressed data is damaged", error);
    }
    return 0;
}

static ssize_t read_xz(ByteStream *stream, char *bytes, size_t most, GError **error)
{
    lzma_stream *xz = &stream->xz;
    xz->next_in = stream->input + stream->input_at;
    xz->avail_in = stream->input_length - stream->input_at;
    xz->next_out = (uint8_t *)bytes;
    xz->avail_out = most;
    lzma_ret state = lzma_code(xz, stream->is_at_end ? LZMA_FINISH : LZMA_RUN);
    stream->input_at = stream->input_length - xz->avail_in;
    stream->is_done = state == LZMA_STREAM_END;
    ssize_t n = (ssize_t)(most - xz->avail_out);
    if (n > 0 || state == LZMA_OK || state == LZMA_STREAM_END || state == LZMA_BUF_ERROR) {
        return n;
    }
    return set_broken(stream, "the compressed data is damaged", error);
}

ssize_t byte_stream_read(ByteStream *stream, char *bytes, size_t most, GError **error)
{
    if (stream->packing == PACKING_UNKNOWN && !find_packing(stream, error)) {
        return -1;
    }
    while (!stream->is_done) {
        if (!fill_input(stream, 1, error)) {
            return -1;
        }
        bool has_input = stream->input_at < stream->input_length;
        ssize_t n = stream->packing == PACKING_NONE   ? read_plain(stream, bytes, most)
                    : stream->packing == PACKING_GZIP ? read_gzip(stream, bytes, most, error)
                                                      : read_xz(stream, bytes, most, error);
        if (n != 0) {
            return n;
        }
        if (!has_input) {
            break;
        }
    }
    if (stream->packing != PACKING_NONE && !stream->is_done) {
        return set_broken(stream, "the compressed data ends in the middle,", error);
    }
    return 0;
}

double byte_stream_progress(const ByteStream *stream)
{
    if (stream->size_bytes == 0) {
        return -1;
    }
    uint64_t used = stream->read_bytes - (stream->input_length - stream->input_at);
    return MIN(1.0, (double)used / (double)stream->size_bytes);
}
