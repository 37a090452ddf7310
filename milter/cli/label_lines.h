/* SPDX-License-Identifier: BSD-2-Clause */
/* The lines of a labels file, by hand or as a table, each as the Label it stands for. */
#ifndef KUSTODE_CLI_LABEL_LINES_H
#define KUSTODE_CLI_LABEL_LINES_H

#include "cli/labels.h"

/*
 * Label, their `meaning` not yet set; caller's, owns its elements. Bad lines go to `errors` (char
 * *); whether it is a table to `is_table`.
 */
GPtrArray *label_lines_read(const char *path, const char *text, GPtrArray *errors, bool *is_table);

/* A message-id without <> and blanks; NULL when nothing is left. Caller's. */
char *message_id_bare(const char *text);

#endif
