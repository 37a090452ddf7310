/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A released post on its way to the mail server, by SMTP (RFC 5321). What counts is what is known
 * afterwards: a post that may have gone out is never sent a second time by itself.
 */
#ifndef KUSTODE_RECORDS_HELD_SEND_H
#define KUSTODE_RECORDS_HELD_SEND_H

#include "text/span.h"

typedef enum HeldSent {
    HELD_SENT,      /* the server has taken it for every recipient */
    HELD_REFUSED,   /* nobody gets it */
    HELD_UNCERTAIN, /* it was handed over whole, and no answer came */
} HeldSent;

typedef struct HeldMail {
    const char *host;
    unsigned port;
    const char *sender;
    char *const *recipients;
    Span bytes;
} HeldMail;

/* `answer`: what the server said last, or why it was not reached; the caller's. */
HeldSent held_send(const HeldMail *mail, char **answer);

#endif
