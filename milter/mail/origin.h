/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header of a forwarded or quoted mail, as it was read from the text above it.
 */
#ifndef KUSTODE_MAIL_ORIGIN_H
#define KUSTODE_MAIL_ORIGIN_H

#include "mail/layers.h"

void origin_clear(Origin *origin);

/* Outlook writes "SENDER on behalf of WRITER": the sender alone. Takes `from` (may be NULL) over
 * and gives it back. */
char *origin_cut_deputy(char *from);

#endif
