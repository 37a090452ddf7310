/* SPDX-License-Identifier: BSD-2-Clause */
/* Dates of mail headers (RFC 5322 3.3 and what clients make of it). */
#ifndef KUSTODE_MAIL_DATE_H
#define KUSTODE_MAIL_DATE_H

#include <stdint.h>

/* Seconds since 1970, UTC; -1 when `text` (may be NULL) is no date. */
int64_t date_parse(const char *text);

#endif
