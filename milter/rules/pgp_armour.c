/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/pgp_armour.h"

static const char *const frame[] = { "-----BEGIN PGP SIGNED MESSAGE-----",
                                     "-----BEGIN PGP SIGNATURE-----",
                                     "-----END PGP SIGNATURE-----" };

/* Behind blanks and quote marks. */
static Span content_of(Span line)
{
    while (line.length > 0 && strchr("> |\t", line.text[0]) != NULL) {
        line = span_slice(line, 1, line.length);
    }
    return line;
}

ArmourState pgp_armour_find(Span text, size_t start, size_t end, size_t *begin)
{
    size_t seen = 0;
    for (size_t at = start; at < text.length && (seen > 0 || at < end);) {
        size_t stop = span_find(text, '\n', at);
        Span line = content_of(span_slice(text, at, stop));
        if (span_starts_with(line, frame[seen])) {
            *begin = seen == 0 ? (size_t)(line.text - text.text) : *begin;
            seen++;
        }
        if (seen == G_N_ELEMENTS(frame)) {
            return ARMOUR_COMPLETE;
        }
        at = stop + 1;
    }
    return seen > 0 ? ARMOUR_CUT : ARMOUR_NONE;
}
