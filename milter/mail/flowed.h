/* SPDX-License-Identifier: BSD-2-Clause */ /* format=flowed (RFC 3676) undone. */
#ifndef KUSTODE_MAIL_FLOWED_H
#define KUSTODE_MAIL_FLOWED_H

#include <stdbool.h>

#include "text/offset_map.h"
#include "text/span.h"

/*
 * Paragraphs on one line each, with the quote marks of their first line; blanks that were put in
 * for transport gone. `deletes_space`: the blank at a soft line end goes as well. `map` leads back.
 * Caller's.
 */
GString *flowed_join(Span text, bool deletes_space, OffsetMap *map);

#endif
