/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header that clients write in front of what they forward or quote: several labels of one
 * language that every reader knows, line below line, with an address or a date among their values.
 * One label alone is nothing: "A:" is Italian for To and the answer of a FAQ.
 */
#ifndef KUSTODE_MAIL_HEADER_BLOCK_H
#define KUSTODE_MAIL_HEADER_BLOCK_H

#include "mail/layers.h"
#include "text_lines.h"

typedef struct HeaderBlock {
    size_t end;           /* the line behind its last one */
    unsigned labels;      /* different ones among From, To, Cc, Subject, Date */
    const char *language; /* ISO 639-1, or NULL */
    Origin origin;        /* owned */
    char *cc;             /* owned, or NULL */
} HeaderBlock;

void header_block_clear(HeaderBlock *block);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HeaderBlock, header_block_clear)

/*
 * Reads the block that begins at line `first`, at that line's quote depth. `behind_mark`: a forward
 * mark stands above, so fewer labels, raw fields and blank lines between are enough. False when it
 * is none; `block` is then cleared but for `end`, before which none begins.
 */
bool header_block_read(const TextLines *lines, size_t first, size_t stop, bool behind_mark,
                       HeaderBlock *block);

/* The same in one line, as Yahoo writes it behind its mark. */
bool header_block_read_inline(Span line, HeaderBlock *block);

#endif
