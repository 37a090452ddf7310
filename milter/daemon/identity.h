/* SPDX-License-Identifier: BSD-2-Clause */
/* The user and group the daemon becomes once its socket is open. */
#ifndef KUSTODE_DAEMON_IDENTITY_H
#define KUSTODE_DAEMON_IDENTITY_H

#include <stdbool.h>
#include <sys/types.h>

#include <glib.h>

typedef struct Identity {
    char *user; /* name; NULL: as started */
    uid_t uid;  /* (uid_t) -1: as started; so gid */
    gid_t gid;
} Identity;

/* `text` is USER[:GROUP] or NULL. False with `error` (START_ERROR, EX_CONFIG) when there is no such
 * user or group. */
bool identity_find(Identity *identity, const char *text, GError **error);
void identity_clear(Identity *identity);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Identity, identity_clear)

/* A name to its number; NULL gives -1. */
bool user_find(const char *name, uid_t *uid, GError **error);
bool group_find(const char *name, gid_t *gid, GError **error);

/* Gives up root for good. False with `error` (START_ERROR, EX_NOPERM). */
bool identity_take_on(const Identity *identity, GError **error);

#endif
