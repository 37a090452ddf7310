/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include <glib.h>

enum {
    PATIENCE_MICROSECONDS = 700000, /* nobody wonders sooner */
    REDRAW_MICROSECONDS = 100000,
    BAR_COLUMNS = 40
};

struct Progress {
    bool is_wanted, is_shown;
    int64_t next_draw;
};

Progress *progress_new(void)
{
    Progress *progress = g_new0(Progress, 1);
    progress->is_wanted = isatty(STDERR_FILENO) != 0;
    progress->next_draw = g_get_monotonic_time() + PATIENCE_MICROSECONDS;
    return progress;
}

void progress_show(Progress *progress, double fraction, size_t messages)
{
    if (!progress->is_wanted || g_get_monotonic_time() < progress->next_draw) {
        return;
    }
    progress->next_draw = g_get_monotonic_time() + REDRAW_MICROSECONDS;
    progress->is_shown = true;
    if (fraction < 0) {
        fprintf(stderr, "\r%zu messages ", messages);
        return;
    }
    int filled = (int)(CLAMP(fraction, 0.0, 1.0) * BAR_COLUMNS);
    fprintf(stderr, "\r[%.*s%*s] %3.0f %%  %zu messages ", filled,
            "========================================", BAR_COLUMNS - filled, "", fraction * 100,
            messages);
}

void progress_hide(Progress *progress)
{
    if (progress->is_shown) {
        fputs("\r\033[K", stderr);
        progress->is_shown = false;
    }
}

void progress_free(Progress *progress)
{
    progress_hide(progress);
    g_free(progress);
}
