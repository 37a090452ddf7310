/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a pasted text ends and the poster speaks again: below somebody else's closing formula, a
 * second border line, the set-in lines, in the language of his first words, with his name below.
 * Weighed like the beginning.
 */
#ifndef KUSTODE_MAIL_PASTED_END_H
#define KUSTODE_MAIL_PASTED_END_H

#include "pasted_border.h"

/*
 * Sets `end`, `is_answered` and `is_looked_back_on` of `text`. `language`: of the words before the
 * pasted text when that has another one, else NULL. Bounded work.
 */
void pasted_end_read(PastedText *text, const char *language);

#endif
