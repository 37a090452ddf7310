/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/descriptors.h"

#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

enum { FIRST = 3 };

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

void descriptors_keep(int *kept, size_t count)
{
    closelog(); /* opened again by the next line of the log */
    qsort(kept, count, sizeof kept[0], compare);
    int next = FIRST;
    for (size_t i = 0; i < count; i++) {
        if (kept[i] > next) {
            close_range((unsigned)next, (unsigned)kept[i] - 1, 0);
        }
        next = kept[i] >= next ? kept[i] + 1 : next;
    }
    close_range((unsigned)next, ~0u, 0);
}
