/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How canonical text may spell a character of a pattern: an accented letter with its accent,
 * without it, or as the two letters that stand for it where there is no such key.
 */
#ifndef KUSTODE_TEXT_SPELLING_H
#define KUSTODE_TEXT_SPELLING_H

#include <glib.h>

/* char *, the longest first; the one element that canonical text has for `c` where it has no other.
 * Caller's. */
GPtrArray *spellings_of(gunichar c);

#endif
