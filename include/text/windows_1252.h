/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The charset that mail and web programs mean when they say ISO-8859-1, ASCII or nothing (WHATWG
 * Encoding Standard): ISO-8859-1 with letters and quotation marks in 0x80..0x9F.
 */
#ifndef KUSTODE_TEXT_WINDOWS_1252_H
#define KUSTODE_TEXT_WINDOWS_1252_H

#include <glib.h>

/* The character of one octet; U+FFFD for the five that have none. */
gunichar windows_1252_character(unsigned char octet);

#endif
