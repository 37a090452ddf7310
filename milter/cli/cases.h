/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cases: posts that must get a verdict for ever, in cases/LIST/NNN-VERDICT.eml beside the main
 * configuration file. A file can be renamed, moved and deleted like any other.
 */
#ifndef KUSTODE_CLI_CASES_H
#define KUSTODE_CLI_CASES_H

#include "cli/cli.h"

/* The folder of all cases; caller's. */
char *cases_folder(const char *main_file);

/* Stores a message as the next case of the list; its path, the caller's, or NULL with `error`. */
char *case_store(const char *folder, const char *list, Span raw, Verdict expected, GError **error);

/* none, hoax, advisory; false for any other word. */
bool case_verdict(const char *word, Verdict *verdict);

typedef struct CaseSums {
    size_t cases, failed;
} CaseSums;

/*
 * Judges every case as a post of its list and says of each that fails what it got, to `on_failed`.
 * A folder that is called after no list, and a file without a verdict in its name, fail as well.
 */
typedef void (*CaseFailed)(const char *path, const char *why, void *user);
void cases_replay(const char *folder, Judging *judging, CaseSums *sums, CaseFailed on_failed,
                  void *user);

#endif
