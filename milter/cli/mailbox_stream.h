/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bytes of one file or of standard input, decompressed when they are gzip (RFC 1952) or xz:
 * told by their first bytes, never by the name. Private to cli/mailbox.
 */
#ifndef KUSTODE_CLI_MAILBOX_STREAM_H
#define KUSTODE_CLI_MAILBOX_STREAM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

typedef struct ByteStream ByteStream;

/* "-" is standard input. NULL with a MAILBOX_ERROR. */
ByteStream *byte_stream_open(const char *path, GError **error);
void byte_stream_free(ByteStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ByteStream, byte_stream_free)

/*
 * At most `most` bytes to `bytes`; how many, 0 at the end, -1 with `error`. What could be read
 * before the place of an error is delivered first.
 */
ssize_t byte_stream_read(ByteStream *stream, char *bytes, size_t most, GError **error);

/* The share of the file that was read, 0 to 1; below 0 when its size is not known. */
double byte_stream_progress(const ByteStream *stream);

#endif
