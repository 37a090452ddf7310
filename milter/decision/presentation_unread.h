/* SPDX-License-Identifier: BSD-2-Clause */
/* What nobody here can read (mail/unread), as it is shown. */
#ifndef KUSTODE_DECISION_PRESENTATION_UNREAD_H
#define KUSTODE_DECISION_PRESENTATION_UNREAD_H

#include "mail/message.h"
#include "text/json.h"

/* [{part, type, name, what}]; the caller's. */
json_t *unread_json(const Message *message);

#endif
