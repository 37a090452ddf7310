/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/labels_input.h"

#include <stdio.h>

Labels *cli_read_labels(Cli *cli, const char *path)
{
    g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(Labels) labels = labels_read(path, errors, warnings);
    for (guint i = 0; i < errors->len; i++) {
        cli_fail(cli, labels == NULL ? EX_NOINPUT : EX_DATAERR, "%s",
                 (const char *)g_ptr_array_index(errors, i));
    }
    for (guint i = 0; i < warnings->len && !cli->quiet; i++) {
        fprintf(stderr, "kustode: %s\n", (const char *)g_ptr_array_index(warnings, i));
    }
    return errors->len > 0 ? NULL : g_steal_pointer(&labels);
}
