/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of a post besides its bytes: the SMTP envelope (RFC 5321) and the time of receipt.
 * The core reads no clock; "now" is a field here.
 */
#ifndef KUSTODE_MAIL_ENVELOPE_H
#define KUSTODE_MAIL_ENVELOPE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Envelope {
    const char *sender; /* without <>; "" is the null sender; NULL: unknown (a file) */
    const char *const
        *recipients;          /* without <>, NULL-terminated; NULL: unknown, the header tells */
    const char *queue_id;     /* NULL: none */
    int64_t received_seconds; /* since 1970, UTC; 0: unknown (a file), the header tells */
} Envelope;

#endif
