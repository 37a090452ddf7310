/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Foreign texts below a mark: its header block, and how far it goes.
 */
#ifndef KUSTODE_MAIL_OPENING_MARK_H
#define KUSTODE_MAIL_OPENING_MARK_H

#include "segments.h"

/* What the header block tells moves into the opening. */
void opening_take_block(Opening *opening, HeaderBlock *block);

/* A forward mark or "Original Message" on line `index`: to its end mark, or to the end of its quote
 * marks, or to `stop`. */
void opening_at_mark(const TextLines *lines, const Frame *frame, size_t index, size_t stop,
                     Opening *opening);

#endif
