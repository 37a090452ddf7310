/* SPDX-License-Identifier: BSD-2-Clause */
/* One sitting at the terminal: post after post, one key each. */
#ifndef KUSTODE_CLI_LABEL_SITTING_H
#define KUSTODE_CLI_LABEL_SITTING_H

#include "cli/terminal.h"

#include "cli/judged_post.h"

typedef struct SittingResult {
    size_t labelled, skipped;
    bool is_through; /* no post is left to ask for */
} SittingResult;

/*
 * Asks for each of `posts` (JudgedPost) and stores the labels in the file at `path`. Nothing is
 * lost whatever ends it. False with `error` when a label could not be stored.
 */
bool label_sitting(Cli *cli, Terminal *terminal, const GPtrArray *posts, const char *path,
                   SittingResult *result, GError **error);

#endif
