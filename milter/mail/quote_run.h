/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How far quoted lines go: behind quote marks or containers deeper than the text around them, or
 * set in by blanks, with the lines among them that lost their mark when a client wrapped them.
 */
#ifndef KUSTODE_MAIL_QUOTE_RUN_H
#define KUSTODE_MAIL_QUOTE_RUN_H

#include "text_lines.h"

/*
 * Behind the quoted lines that begin at `index`, deeper than `depth`: blank lines between them
 * belong to them, blank lines behind them do not. `is_lazy`: any single line between two of them
 * does too, as below a forward mark; else one short line between is an answer, and several, each
 * the rest of a long line, are what a client wrapped.
 */
size_t quote_run_stop(const TextLines *lines, unsigned depth, size_t index, size_t stop,
                      bool is_lazy);

/*
 * The least quote depth, `low` or more, of the lines that are not blank; `low` when there are none.
 * Among quoted lines those without a mark lost it and do not count.
 */
unsigned quote_run_depth(const TextLines *lines, size_t first, size_t stop, unsigned low);

/* Whether a line begins with four blanks or a tab: Outlook for Mac quotes so. */
bool line_is_indented(const TextLines *lines, size_t index);

/* Behind the indented lines that begin at `index`, or `stop` when the first is not. */
size_t quote_run_indented_stop(const TextLines *lines, size_t index, size_t stop);

#endif
