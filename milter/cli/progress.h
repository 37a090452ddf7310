/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A progress bar on standard error, when that is a terminal and the work is long enough to wonder.
 */
#ifndef KUSTODE_CLI_PROGRESS_H
#define KUSTODE_CLI_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

typedef struct Progress Progress;

Progress *progress_new(void);

/* `fraction` of the work, 0 to 1, or below 0 when the end is not known; `messages` so far. */
void progress_show(Progress *progress, double fraction, size_t messages);

/* Takes the bar off the screen, so that output can follow. */
void progress_hide(Progress *progress);
void progress_free(Progress *progress);

#endif
