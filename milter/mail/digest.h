/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Digests in plain text (RFC 1153, and what list software made of it): many messages of a list in
 * one mail, each behind a line of dashes and a header of its own. What is in it was sent by a
 * program; nobody forwarded it.
 */
#ifndef KUSTODE_MAIL_DIGEST_H
#define KUSTODE_MAIL_DIGEST_H

#include "header_block.h"

typedef struct DigestMessage {
    size_t first; /* line: the border above its header */
    size_t body;  /* line behind its header */
    Origin origin;
} DigestMessage;

typedef struct Digest {
    GArray *messages; /* DigestMessage, at least one */
    size_t end;       /* line behind the last message; the program's closing words follow */
    bool has_end;     /* they do, and say that a digest ends */
} Digest;

void digest_clear(Digest *digest);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Digest, digest_clear)

/* Whether a subject (folded, without prefixes) counts the issues of a digest. */
bool digest_is_named(const char *folded_subject);

/*
 * What a digest would hold in lines [first, stop) of quote depth `depth`. Whether it is one its end
 * or its subject must say. False when there is no message, or when a forward's mark stands above
 * the first: then the digest is inside that.
 */
bool digest_read(const TextLines *lines, size_t first, size_t stop, unsigned depth, Digest *digest);

#endif
