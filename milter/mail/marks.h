/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables of marks behind mail/line_kind: what clients write in front of a forward, the labels
 * of their header blocks, the words of attributions, signatures and list footers. A client or a
 * language is a row in one of the marks_*.c files; none of the functions here knows any by name.
 * Looked up by folded text (no case, no compatibility forms, blanks joined).
 */
#ifndef KUSTODE_MAIL_MARKS_H
#define KUSTODE_MAIL_MARKS_H

#include <stdint.h>

#include "mail/line_kind.h"

/* A longer line is no mark. */
#define MOST_MARK_BYTES        200
#define MOST_ATTRIBUTION_BYTES 500

/* Folded text of at most `most` bytes, caller's; NULL when longer. */
char *marks_fold(Span text, size_t most);

/* line_kind without LINE_DEVICE and LINE_FOOTER, whose many rows are asked only where signatures
 * and footers can be. */
LineKind line_kind_structure(Span line);

/* Whether there is an e-mail address, or a date or time in digits. */
bool text_has_address(Span text);
bool text_has_date(Span text);

/* At most `most` bytes of a text, cut between two characters: from its head, or from its tail. */
Span text_head(Span text, size_t most);
Span text_tail(Span text, size_t most);

/* ---- forwards (marks_forward.c) */

typedef struct ForwardMark {
    const char *text;     /* as written, between its dashes */
    LineMark mark;        /* LINE_FORWARD_START, LINE_ORIGINAL_START or LINE_FORWARD_END */
    bool with_colon;      /* counts as "text:" without dashes too */
    const char *client;   /* or NULL: many */
    const char *language; /* ISO 639-1 */
} ForwardMark;

/*
 * The mark that `line` (without quote marks) is, or NULL. `end` is where its closing dashes end:
 * Yahoo writes the header behind them.
 */
const ForwardMark *marks_forward(Span line, size_t *end);

/* ---- header labels (marks_labels.c) */

typedef struct LabelMark {
    HeaderLabel label;
    uint64_t languages; /* one bit each, in the order of the table; bit 0 is English */
    size_t value_start; /* behind the colon and its blanks */
} LabelMark;

/* Whether `line` begins with a known label and a colon, bold stars and a blank before the colon
 * allowed. */
bool marks_label(Span line, LabelMark *mark);

/* ISO 639-1 code of the lowest bit; static. */
const char *marks_label_language(uint64_t languages);

/* ---- attributions (marks_attribution.c) */

typedef struct AttributionMark {
    unsigned points;      /* how much of an attribution it is; see the thresholds below */
    const char *language; /* of its verb, or NULL */
} AttributionMark;

#define ATTRIBUTION_BEFORE_QUOTE 4 /* enough when quoted text follows */
#define ATTRIBUTION_ALONE        6 /* enough by itself */

/* `text`: one line, or wrapped ones joined by blanks. */
AttributionMark marks_attribution(Span text);

/* Whether the word is an attribution's verb, or may open one, in some language. */
bool marks_is_verb(Span word);
bool marks_is_opener(Span word);

/* ---- signatures (marks_signature.c) */

/* "Sent from my ..." and its kin; the language, or NULL. */
const char *marks_device(Span line);

/* A closing formula ("Regards", "Mit freundlichen Grüßen") and not much more; the language, or
 * NULL. */
const char *marks_sign_off(Span line);

/* ---- footers (marks_footer.c) */

/* How sure the line is one that list software wrote: 0 no, 1 only beside others, 2 by itself. */
unsigned marks_footer(Span line);

#endif
