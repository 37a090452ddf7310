/* SPDX-License-Identifier: BSD-2-Clause */
/* The line that begins a message in an mbox (RFC 4155 Appendix A). Private to cli/mailbox. */
#ifndef KUSTODE_CLI_MAILBOX_FROM_LINE_H
#define KUSTODE_CLI_MAILBOX_FROM_LINE_H

#include "text/span.h"

/*
 * Whether the line, which may have its line end, is `From ` with a date behind: that of asctime(3),
 * as in `From a@b Sat Jan  3 01:05:34 1998`, pipermail's `From a at b  Sat ...`, or that of RFC
 * 5322. A sentence that begins with "From" is none.
 */
bool is_from_line(Span line);

#endif
