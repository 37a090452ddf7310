/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rows behind marks_forward: what clients write where a forwarded or quoted mail begins or
 * ends.
 */
#ifndef KUSTODE_MAIL_MARKS_FORWARD_ROWS_H
#define KUSTODE_MAIL_MARKS_FORWARD_ROWS_H

#include "marks.h"

/* Between dashes; with `with_colon` also as a line that ends in a colon. */
extern const ForwardMark marks_forward_rows[];
extern const size_t marks_forward_row_count;

/* A whole line by itself. */
extern const ForwardMark marks_bare_rows[];
extern const size_t marks_bare_row_count;

/* Between dashes, with a name or a date behind the text: "Forwarded by NAME on DATE". */
extern const ForwardMark marks_open_rows[];
extern const size_t marks_open_row_count;

#endif
