/* SPDX-License-Identifier: BSD-2-Clause */
/* The way back: what annotate.c once put into a mail, taken out of it. */
#ifndef KUSTODE_DECISION_UNDO_H
#define KUSTODE_DECISION_UNDO_H

#include "decision/judge.h"

/* Edit, those of the content: the Subject tags of the list, notices of ours at the poster's own
 * level. Marks in the header are plan_undo's. Caller's. */
GPtrArray *undo_content(const Message *message, const Policy *policy);

#endif
