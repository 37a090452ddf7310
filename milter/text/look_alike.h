/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Letters of other scripts that look like Latin ones (Unicode TR39, confusables), for words in
 * which somebody mixed them.
 */
#ifndef KUSTODE_TEXT_LOOK_ALIKE_H
#define KUSTODE_TEXT_LOOK_ALIKE_H

#include "text/span.h"

/*
 * The Latin letter, with its accent where both fit, that folded `letter` looks like, or `letter`
 * itself. `was_capital` matters to the few whose capital looks like another letter. Never longer in
 * UTF-8.
 */
gunichar look_alike(gunichar letter, bool was_capital);

/* Whether letters of two scripts or more stand in `utf8`. */
bool mixes_scripts(Span utf8);

#endif
