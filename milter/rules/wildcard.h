/* SPDX-License-Identifier: BSD-2-Clause */
/* Shell patterns for names and addresses: `*` any text, `?` one byte; ASCII letters without case.
 */
#ifndef KUSTODE_RULES_WILDCARD_H
#define KUSTODE_RULES_WILDCARD_H

#include <stdbool.h>

/* At most the product of both lengths, whatever the text (glib's own matcher is exponential in the
 * stars). */
bool wildcard_matches(const char *pattern, const char *text);

#endif
