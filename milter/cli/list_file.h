/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The file in which a list is configured, and its values set in place: under `lists:` of the main
 * file, or in lists.d/NAME@DOMAIN.yaml beside it.
 */
#ifndef KUSTODE_CLI_LIST_FILE_H
#define KUSTODE_CLI_LIST_FILE_H

#include <stdbool.h>

#include <glib.h>

typedef struct ListFile {
    char *path;
    char *text; /* as read; "" where there is no file yet */
    char *key;  /* the list under `lists:`, as written; NULL: the file is the list's own */
    bool is_there;
} ListFile;

/*
 * Where `address` (or a pattern, or NULL for `defaults`) is configured, main_file NULL meaning the
 * installed one; a list that is nowhere yet gets a file of its own, not made here. False with
 * `error`.
 */
bool list_file_find(ListFile *file, const char *main_file, const char *address, GError **error);
void list_file_clear(ListFile *file);

/* Sets a value (yaml_set) under the list's own `path`; the text alone is changed. */
bool list_file_set(ListFile *file, const char *const *path, const char *value, GError **error);

/* Writes the text to `path`, whole or not at all. */
bool list_file_write(const ListFile *file, const char *path, GError **error);

#endif
