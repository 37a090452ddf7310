/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only opener of configuration: regular files, no symbolic link at the end of a path
 * (O_NOFOLLOW), each read once, kept as bytes; and the printer of diagnostics, since it has the
 * lines.
 */
#ifndef KUSTODE_SETTINGS_FILES_H
#define KUSTODE_SETTINGS_FILES_H

#include <stdio.h>

#include "text/diagnostics.h"

typedef enum FileOwners {
    FILE_OWNERS_ANY,     /* the tool: whoever runs it named the file, and gains nothing by it */
    FILE_OWNERS_TRUSTED, /* the service: root or the running user, no one else may write */
} FileOwners;

typedef struct FileSet FileSet;

FileSet *file_set_new(FileOwners owners);
void file_set_free(FileSet *files);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FileSet, file_set_free)

/*
 * Reads a file; its bytes are borrowed from the set. False with `error` saying what is wrong and
 * what helps, without the path (G_FILE_ERROR_NOENT when there is none). The second time it is not
 * read anew.
 */
bool file_set_read(FileSet *files, const char *path, Span *bytes, GError **error);

/* Whether that path was read. */
bool file_set_has(const FileSet *files, const char *path);

size_t file_set_count(const FileSet *files);

/* The paths that match a pattern of glob(7), as the set would read them; caller's. */
char **file_set_glob(const FileSet *files, const char *pattern);

/* Whether there is such a file to read. */
bool file_set_exists(const FileSet *files, const char *path);

/* All of it as data, names and bytes (FILE_SET_TYPE); floating. */
#define FILE_SET_TYPE "a(say)"
GVariant *file_set_pack(const FileSet *files);

/* A set that has the packed files and looks at no disk. Caller's. */
FileSet *file_set_unpack(GVariant *packed);

/*
 * From now on `path` counts with the bytes it has in `former`, for generation and packing; what was
 * read stays what diagnostics show. False when `former` (NULL: nothing) does not have it.
 */
bool file_set_take_former(FileSet *files, const FileSet *former, const char *path, Span *bytes);

/* A warning for each file that FILE_OWNERS_TRUSTED would have refused. */
void file_set_warn_of_owners(const FileSet *files, Diagnostics *diagnostics);

/*
 * First 8 hex digits of SHA-256 over names and bytes of all files read, in the order of their
 * names. Below the folder of the file read first names are taken from there: a copied configuration
 * stays the same generation.
 */
void file_set_generation(const FileSet *files, char generation[9]);

/*
 * All of them in order, each as `file:line:col: error: ...`, the line, and a caret under the word.
 * A place without line or file (unreadable, built in) is printed as far as it goes.
 */
void file_set_print_diagnostics(const FileSet *files, const Diagnostics *diagnostics, FILE *out,
                                bool in_colour);

#endif
