/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What stands between a stranger's bytes and GMime. One linear pass, without recursion, finds every
 * run of lines that GMime may read as a header, in attached messages too, and blanks out what it
 * cannot survive or has no use for: address fields, Content-* fields too long, boundaries, fields
 * and parts too many. Blanked, not cut: the copy is as long as the original, so that every offset
 * GMime gives holds for both.
 */
#ifndef KUSTODE_MAIL_GUARD_H
#define KUSTODE_MAIL_GUARD_H

#include "text/limits.h"
#include "text/span.h"

/*
 * A copy of `raw`, same length, safe to parse; the caller's, NULL when `raw` is empty. Bytes became
 * blanks, folds among them, and nothing else; blank lines stay, and delimiters up to the parts
 * allowed. It is for GMime's eyes alone: fields and texts are read from the original, and of a
 * header GMime gets to see what it needs, the Content-* fields. (It makes objects of all it sees,
 * which took half the time of a whole parse.) Limits met are added to `met`.
 */
char *guard_blank(Span raw, const Limits *limits, LimitSet *met);

#endif
