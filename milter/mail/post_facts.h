/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a post's own header tells about the text below it, and the decision it helps with: many
 * marks ("Original Message", a bare header block, an attribution) stand above replies and forwards
 * alike. Signs with points are added up; none decides alone.
 */
#ifndef KUSTODE_MAIL_POST_FACTS_H
#define KUSTODE_MAIL_POST_FACTS_H

#include "mail/layers.h"

typedef enum SubjectPrefix {
    PREFIX_NONE,
    PREFIX_REPLY,
    PREFIX_FORWARD_WEAK,
    PREFIX_FORWARD
} SubjectPrefix;

typedef struct PostFacts {
    SubjectPrefix prefix;
    Span subject;         /* without prefixes and list tags; of the part's header */
    char *folded_subject; /* the same, folded; never NULL */
    bool has_in_reply_to, has_references;
    bool is_digest;     /* the subject counts the issues of a list's digest, and is no answer to
                           one or forward of it */
    char **recipients;  /* addresses of To and Cc, lower case */
    char *from_name;    /* folded, without the address; never NULL */
    char *from_address; /* lower case, or NULL */
} PostFacts;

/* Of the header of `part`: a message's top part. */
void post_facts_read(PostFacts *facts, const MimePart *part);
void post_facts_clear(PostFacts *facts);

/* Whether a folded line holds the poster's address or name; initials between first and last name do
 * not matter. */
bool post_facts_name_poster(const PostFacts *facts, const char *folded);

/* The outermost prefix of a subject (may be NULL); `base` (may be NULL): what stands behind all
 * prefixes and list tags. */
SubjectPrefix subject_prefix(const char *subject, Span *base);

typedef enum OpeningKind {
    OPENING_FORWARD,     /* a mark that only forwards carry */
    OPENING_ORIGINAL,    /* "Original Message" and its kin */
    OPENING_HEADER,      /* a header block by itself */
    OPENING_ATTRIBUTION, /* "On DATE NAME wrote:" */
    OPENING_QUOTE,       /* quoted lines and nothing else */
} OpeningKind;

/* How a foreign text begins and where it stands. */
typedef struct Circumstances {
    const PostFacts *facts;
    OpeningKind kind;
    bool is_quoted;       /* the mark itself stands behind quote marks */
    bool has_text_before; /* of the poster */
    bool has_text_after;
    bool fills_post;      /* the poster's words beside it are few */
    bool is_introduced;   /* by words before it: "see below", "got this from" */
    const Origin *origin; /* as read from it */
    const char *cc;       /* of its header block, or NULL */
} Circumstances;

/* Above 0: a forward. `evidence`: GPtrArray of char *, what counted is appended. */
int forward_points(const Circumstances *circumstances, GPtrArray *evidence);

#endif
