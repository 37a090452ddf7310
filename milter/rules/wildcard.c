/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/wildcard.h"

#include <glib.h>

/* Only the last star is ever tried again: what an earlier one took cannot help a later part to
 * match. */
bool wildcard_matches(const char *pattern, const char *text)
{
    const char *behind_star = NULL, *retry = NULL;
    while (*text != '\0') {
        if (*pattern == '*') {
            behind_star = ++pattern;
            retry = text;
        } else if (*pattern == '?' || g_ascii_tolower(*pattern) == g_ascii_tolower(*text)) {
            pattern++;
            text++;
        } else if (behind_star != NULL) {
            pattern = behind_star;
            text = ++retry;
        } else {
            return false;
        }
    }
    while (*pattern == '*') {
        pattern++;
    }
    return *pattern == '\0';
}
