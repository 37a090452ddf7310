/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line of kustode-milter(8). */
#ifndef KUSTODE_DAEMON_OPTIONS_H
#define KUSTODE_DAEMON_OPTIONS_H

#include <stdbool.h>

#include <glib.h>

#define PROGRAM_NAME "kustode-milter"

typedef struct Options {
    char *config; /* absolute; NULL: the default file */
    char *socket; /* NULL: as configured; so the next two */
    char *pid_file;
    char *user;
    bool in_foreground, only_check, is_verbose, show_version;
} Options;

/* NULL with `error` when the command line is wrong. Caller's. */
Options *options_parse(char **arguments, GError **error);
void options_free(Options *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Options, options_free)

#endif
