/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The frame of a notice that kustode puts into a post, and how it is known again, quoted, wrapped
 * or in another charset: its first line carries a digest of the letters and digits inside, so that
 * a text which only looks like a notice of ours is a text like any other.
 *
 *     -----[ kustode 0a1b2c3d ]-----
 *     ...
 *     -----[ /kustode ]-----
 */
#ifndef KUSTODE_MAIL_NOTICE_H
#define KUSTODE_MAIL_NOTICE_H

#include <stdbool.h>

#include "text/span.h"

/* `text` (UTF-8, ends in \n) in its frame. Caller's. */
char *notice_frame(const char *text);

/*
 * The first frame at or after `start` that is no longer than a notice may be: whole lines, quote
 * marks and the last line's end included. Needs no charset that is known, only ASCII in it.
 */
bool notice_find(Span text, size_t start, size_t *begin, size_t *end);

/* Whether the digest fits: `framed` is what notice_find found, in UTF-8. */
bool notice_is_genuine(Span framed);

#endif
