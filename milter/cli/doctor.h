/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Wrong set-ups of Postfix and kustode together. Postfix is read by postconf alone, so that its own
 * defaults, continuation lines and $names count.
 */
#ifndef KUSTODE_CLI_DOCTOR_H
#define KUSTODE_CLI_DOCTOR_H

#include <stdbool.h>

#include <glib.h>

typedef struct Finding {
    const char *check; /* static */
    char *wrong, *mend;
} Finding;

typedef struct PostfixService {
    char *name;    /* "smtp", "127.0.0.1:10026" */
    char *milters; /* those in force for it, as Postfix writes them */
    bool in_chroot;
} PostfixService;

typedef struct PostfixSetup {
    char *queue, *protocol, *milters, *local_milters;
    GPtrArray *smtpds; /* of PostfixService */
} PostfixSetup;

/* What postconf says of `folder`, NULL for Postfix's own. NULL with an error. */
PostfixSetup *postfix_setup_read(const char *folder, GError **error);
void postfix_setup_free(PostfixSetup *setup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PostfixSetup, postfix_setup_free)

/* All checks; `socket` as kustode's configuration has it. An array of Finding, the caller's. */
GPtrArray *doctor_examine(const PostfixSetup *setup, const char *socket);

#endif
