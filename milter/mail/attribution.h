/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * "On DATE, NAME <ADDRESS> wrote:" over one to four lines: clients wrap it before the verb, at the
 * "<", inside the address.
 */
#ifndef KUSTODE_MAIL_ATTRIBUTION_H
#define KUSTODE_MAIL_ATTRIBUTION_H

#include "mail/layers.h"
#include "text_lines.h"

typedef struct Attribution {
    size_t first, end; /* lines, half open */
    size_t start; /* byte at which it begins: text of the poster may stand before it on its first
                     line */
    unsigned points;
    const char *language; /* ISO 639-1, or NULL */
} Attribution;

/* The attribution whose last line is `last`, begun at `low` at the earliest; false when it is none.
 */
bool attribution_read(const TextLines *lines, size_t low, size_t last, Attribution *attribution);

/* The same for the attribution whose first line is `first`. */
bool attribution_read_from(const TextLines *lines, size_t first, size_t stop,
                           Attribution *attribution);

/* Who and when, as far as it tells; strings are the caller's. */
void attribution_origin(const TextLines *lines, const Attribution *attribution, Origin *origin);

#endif
