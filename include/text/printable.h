/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text from outside made fit for a terminal: a post can neither move the cursor nor turn a line
 * round.
 */
#ifndef KUSTODE_TEXT_PRINTABLE_H
#define KUSTODE_TEXT_PRINTABLE_H

#include "text/span.h"

/* The character itself, or U+FFFD where it is a control or a bidirectional override. */
gunichar printable_character(gunichar c);

/*
 * Appends at most `most` characters of `text`, an ellipsis for the rest: white space one blank;
 * controls, bidirectional overrides and invalid bytes become U+FFFD.
 */
void append_printable(GString *out, Span text, size_t most);

/* The same as a string of its own; NULL is "". Caller's. */
char *printable(const char *text, size_t most);

#endif
