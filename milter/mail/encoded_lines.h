/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files that somebody put into a text as they are: uuencode (POSIX), yEnc, BinHex (RFC 1741), lines
 * of base64. No reader reads them, and no rule may find words in them.
 */
#ifndef KUSTODE_MAIL_ENCODED_LINES_H
#define KUSTODE_MAIL_ENCODED_LINES_H

#include "text_lines.h"

/*
 * Whether such a file begins at line `index`, before line `stop`: the line behind it, and what it
 * is (static). Every line of it was looked at and is no prose.
 */
bool encoded_lines_read(const TextLines *lines, size_t index, size_t *stop, const char **encoding);

#endif
