/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The language of a text, told by its script, by letters that few languages use and by its
 * commonest words. Good enough to see that a German preface is followed by an English notice; no
 * more is asked of it.
 */
#ifndef KUSTODE_MAIL_LANGUAGE_H
#define KUSTODE_MAIL_LANGUAGE_H

#include "text/span.h"

/*
 * ISO 639-1 code of the language of `text` (valid UTF-8), static, or NULL when it cannot be told:
 * fewer than about 60 letters (20 of a script that writes syllables or words), or no language ahead
 * of the others. `confidence` (may be NULL): percent. Reads 16 KiB at most: a text does not change
 * its language inside one layer. Thread-safe.
 */
const char *language_guess(Span text, unsigned *confidence);

#endif
