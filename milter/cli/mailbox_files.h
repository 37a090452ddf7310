/* SPDX-License-Identifier: BSD-2-Clause */
/* The files of a directory that holds messages. Private to cli/mailbox. */
#ifndef KUSTODE_CLI_MAILBOX_FILES_H
#define KUSTODE_CLI_MAILBOX_FILES_H

#include <stdbool.h>

#include <glib.h>

/*
 * The paths of the regular files in a Maildir's `new` and `cur`, or in any other directory, in
 * order of their names with numbers by value: 9 before 10. Hidden files and directories inside are
 * none. NULL with a MAILBOX_ERROR; the caller's.
 */
GPtrArray *mailbox_files(const char *directory, GError **error);

#endif
