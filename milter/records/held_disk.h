/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The spool on disk: where things lie, and files and folders that are there for good once a call
 * returns (fsync of the file, then rename, then fsync of the folder).
 */
#ifndef KUSTODE_RECORDS_HELD_DISK_H
#define KUSTODE_RECORDS_HELD_DISK_H

#include "records/held.h"

#define HELD_FACTS "facts"

/* SPOOL/STATE, SPOOL/STATE/ID, SPOOL/tmp; caller's. */
char *held_state_folder(const char *spool, HeldState state);
char *held_folder(const char *spool, HeldState state, const char *id);
char *held_tmp_folder(const char *spool);

/* A new file with those bytes, on disk. */
bool held_write_new(const char *folder, const char *name, Span bytes, GError **error);

/* The same in place of one that is there: whoever reads sees the old one or the new one. */
bool held_write_over(const char *folder, const char *name, Span bytes, GError **error);

/* The names in a folder are on disk. */
bool held_sync_folder(const char *folder, GError **error);

/* Takes a folder away and the files in it. */
void held_remove(const char *folder);

/* `what` `path`: why, by errno; with what helps where something does. Always false. */
bool held_fail(GError **error, const char *what, const char *path);

#endif
