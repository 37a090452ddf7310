/* SPDX-License-Identifier: BSD-2-Clause */
/* The posts that are sent: read from mailboxes, and brought into the form in which an MTA hands
 * them to a milter (libmilter/mfdef.h). */
#ifndef KUSTODE_BENCH_POSTS_H
#define KUSTODE_BENCH_POSTS_H

#include <glib.h>

#include "text/span.h"

typedef struct WirePost {
    char *name;       /* where it was found */
    GBytes *raw;      /* as a mailbox has it */
    GByteArray *wire; /* frames: fields, end of header, body, end of message */
} WirePost;

/* WirePost, of all messages of these mailboxes, the caller's. Ends the program when one cannot be
 * read. */
GPtrArray *posts_read(char **inputs);

/* One made of a text; caller's. */
WirePost *post_of_text(const char *name, Span raw);
void wire_post_free(WirePost *post);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WirePost, wire_post_free)

/* Appends one frame. */
void wire_append(GByteArray *wire, char command, const void *bytes, size_t length);

#endif
