/* SPDX-License-Identifier: BSD-2-Clause */
/* What is inside a FileSet, for files.c, which reads, and files_pack.c, which keeps copies. */
#ifndef KUSTODE_SETTINGS_FILE_SET_H
#define KUSTODE_SETTINGS_FILE_SET_H

#include "settings/files.h"

typedef struct ReadFile {
    const char *path; /* interned */
    GString *bytes;
    bool is_asked_for;   /* a packed file is there before anybody reads it */
    GString *former;     /* what it counts with instead, or NULL */
    char *distrust;      /* why the service would refuse it, and the remedy; or NULL */
    GArray *line_starts; /* size_t; made when a line is first asked for */
} ReadFile;

struct FileSet {
    FileOwners owners;
    bool is_packed;      /* these are all files there are */
    GPtrArray *files;    /* ReadFile, in the order read */
    GHashTable *by_path; /* path -> ReadFile */
};

/* NULL when it has no such file. */
ReadFile *file_set_find(const FileSet *files, const char *path);

/* Takes over `file`. */
void file_set_add(FileSet *files, ReadFile *file);

#endif
