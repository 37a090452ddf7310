/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every size, depth and count that input drives, with its default and the reason for it, in one
 * place; and the set of those that a post has met. Reaching one is a fact the verdict shows, never
 * a silent cut.
 */
#ifndef KUSTODE_TEXT_LIMITS_H
#define KUSTODE_TEXT_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* What a post can meet; the names (limit_name) appear in JSON `limits`, the status header and the
 * log. */
typedef enum Limit {
    LIMIT_MESSAGE,   /* message: longer than the front keeps */
    LIMIT_JUDGED,    /* judged: only head and tail were judged */
    LIMIT_HEADERS,   /* headers: header block or number of fields */
    LIMIT_FIELD,     /* field: one field too long */
    LIMIT_ADDRESSES, /* addresses: an address field too long or too nested */
    LIMIT_CONTENT,   /* content: a Content-* field, its parameters or boundary */
    LIMIT_DEPTH,     /* depth: multiparts and attached messages too deep */
    LIMIT_PARTS,     /* parts: too many */
    LIMIT_TEXT,      /* text: decoded text cut */
    LIMIT_CHARSET,   /* charset: unknown or broken, text guessed */
    LIMIT_LAYERS,    /* layers: more than are kept */
    LIMIT_RULE,      /* rule: a pattern exceeded its match limits */
    LIMIT_SCAN,      /* scan: bytes scanned by whole-text patterns */
    LIMIT_RECORD,    /* record: more hits or edits than are kept */
    LIMIT_UNPARSED,  /* unparsed: the parser gave nothing, raw text was judged */
    LIMIT_PARSER,    /* parser: judging itself failed */
    N_LIMITS
} Limit;

typedef uint32_t LimitSet; /* 1u << Limit */

typedef struct Limits {
    size_t message_bytes;       /* 25 MiB: whole post kept by the front */
    size_t memory_bytes;        /* 512 MiB: all posts that the front has in flight */
    size_t judged_head_bytes;   /* 4 MiB */
    size_t judged_tail_bytes;   /* 256 KiB */
    size_t header_block_bytes;  /* 256 KiB */
    size_t fields;              /* 1,000 */
    size_t field_bytes;         /* 64 KiB: libmilter refuses longer ones as well */
    size_t address_field_bytes; /* 8 KiB: GMime's address parser is quadratic, 23 ms at worst at 8
                                   KiB */
    size_t address_nesting; /* 64 `:` in a field, for GMime recurses once per `:`, and 64 open `(`
                               or `<` */
    size_t address_total_bytes;   /* 64 KiB: all address fields of a post */
    size_t content_field_bytes;   /* 4 KiB */
    size_t content_parameters;    /* 64 */
    size_t boundary_bytes;        /* 998 */
    size_t depth;                 /* 32: multipart and attached together */
    size_t parts;                 /* 1,000 */
    size_t part_text_bytes;       /* 1 MiB of decoded text of a part */
    size_t text_bytes;            /* 4 MiB of decoded text of a post */
    size_t layers;                /* 256 */
    size_t hits;                  /* 256 */
    size_t edits;                 /* 64 */
    size_t rules;                 /* 5,000 */
    size_t pattern_bytes;         /* 4 KiB */
    uint32_t pattern_match_limit; /* 200,000 of PCRE2's steps from one start */
    size_t pattern_heap_bytes;    /* 16 MiB */
    size_t jit_stack_bytes;       /* 512 KiB */
    size_t scan_bytes;            /* 64 MiB: walked by whole-text patterns in one post */
} Limits;

extern const Limits limits_default;

/* The name of a limit, e.g. "parts"; static. */
const char *limit_name(Limit limit);

static inline LimitSet limit_bit(Limit limit)
{
    return (LimitSet)1 << limit;
}

#endif
