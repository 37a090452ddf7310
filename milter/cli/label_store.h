/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Labels written one at a time: each is on disk, whole, before the next key is asked for. Other
 * lines, comments and what others write meanwhile stay; two people's files can be joined by `sort
 * -u`.
 */
#ifndef KUSTODE_CLI_LABEL_STORE_H
#define KUSTODE_CLI_LABEL_STORE_H

#include "cli/judged_post.h"

/*
 * Labels the post in the file at `path`, made if there is none; `word` NULL takes its label away. A
 * post is named by its Message-ID, which it keeps wherever the archive goes, else by file and
 * number. What the label was goes to `before` (NULL: none), the caller's. False: nothing is
 * changed.
 */
bool label_store(const char *path, const JudgedPost *post, const char *word, char **before,
                 GError **error);

#endif
