/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One mail as the MTA hands it over piece by piece: envelope, header fields, body, made again the
 * bytes that came over SMTP. Knows which lists it is for, and counts the fields of our family,
 * which go whatever the verdict.
 */
#ifndef KUSTODE_DAEMON_POST_H
#define KUSTODE_DAEMON_POST_H

#include "daemon/generation.h"

typedef struct Post {
    Generation *generation;
    char *sender;          /* without <>; "" is the null sender */
    GPtrArray *recipients; /* char *, without <> */
    GArray *lists;         /* PostList: configured lists that are not off, each once */
    GArray *list_of;       /* int: of each recipient its position in `lists`, -1: none */
    bool has_others;       /* there are recipients besides those lists */
    GHashTable *marks;     /* name in lower case -> how often it came (GUINT_TO_POINTER) */
    unsigned n_marks;
    char *message_id; /* NULL: none yet */
    char *bytes;      /* header and body with CRLF, at most one byte more than limits.message */
    size_t length, room;
    size_t size;           /* of the whole post, kept or not */
    bool is_out_of_memory; /* limits.memory: nothing is kept, the post is to come again */
} Post;

/* Takes over `generation`. `sender` as the MTA writes it, with or without <>. */
Post *post_new(Generation *generation, const char *sender);
void post_free(Post *post);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Post, post_free)

void post_add_recipient(Post *post, const char *recipient);

/* Goes on in `generation`, which is taken over: its lists are found anew. */
void post_move_to(Post *post, Generation *generation);

/* Whether a list has an interest in it. If not, nothing more need be gathered. */
bool post_is_watched(const Post *post);

/* Whether it is to be judged: watched, and not from the null sender (a bounce is no post). */
bool post_is_post(const Post *post);

/* A field; folds in `value` are LF and blank. Without the leading space the MTA has taken off a
 * blank behind the colon. */
void post_add_field(Post *post, const char *name, const char *value, bool has_leading_space);
void post_end_header(Post *post);
void post_add_body(Post *post, const void *bytes, size_t length); /* kept only of a post */

#endif
