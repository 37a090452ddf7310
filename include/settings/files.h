/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only opener of configuration: regular files of root or the running user, not writable by others, no symbolic link at
 * the end (O_NOFOLLOW), each read once; and the printer of diagnostics, since it has the lines.
 */
#ifndef KUSTODE_SETTINGS_FILES_H
#define KUSTODE_SETTINGS_FILES_H

#include <stdio.h>

#include "text/diagnostics.h"

typedef struct FileSet FileSet;

FileSet *file_set_new(void);
void file_set_free(FileSet *files);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FileSet, file_set_free)

/* Reads a file; its bytes are borrowed from the set. NULL bytes with `error` naming the path. */
bool file_set_read(FileSet *files, const char *path, Span *bytes, GError **error);

/* First 8 hex digits of SHA-256 over names and bytes of all files read, in the order of their names. */
void file_set_generation(const FileSet *files, char generation[9]);

/* `file:line:col: error: ...`, the line, a caret; for all of them, in order. */
void file_set_print_diagnostics(const FileSet *files, const Diagnostics *diagnostics, FILE *out,
                                bool in_colour);

#endif
