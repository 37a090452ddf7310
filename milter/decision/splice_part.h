/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Octets put into, or taken out of, the decoded body of a part, as an edit of the mail's bytes in
 * the part's own transfer encoding: whatever lies around stays byte-identical. In base64 (RFC 2045
 * 6.8) at most the group of four characters at each end is written anew.
 */
#ifndef KUSTODE_DECISION_SPLICE_PART_H
#define KUSTODE_DECISION_SPLICE_PART_H

#include "decision/edit.h"
#include "mail/message.h"

/* What may stand in front of UTF-8 text, and has to stay there. */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

typedef struct PartBody {
    const MimePart *part;
    GString *octets; /* the body after transfer decoding */
    OffsetMap *map;  /* octets -> body */
} PartBody;

PartBody *part_body_new(const MimePart *part, size_t most_bytes);
void part_body_free(PartBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PartBody, part_body_free)

/*
 * [start, end) of the octets becomes `octets`; the difference in length must be a multiple of
 * part_body_granularity. NULL where the encoding does not allow it there. Caller's.
 */
Edit *part_body_splice(const PartBody *body, size_t start, size_t end, Span octets);

/* Lengths that can be put in without moving what follows: 3 in base64, else 1. */
size_t part_body_granularity(const PartBody *body);

/* Whether only ASCII may be put in: the part is 7bit as it stands. */
bool part_body_is_7bit(const PartBody *body);

#endif
