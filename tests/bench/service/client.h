/* SPDX-License-Identifier: BSD-2-Clause */
/* The mail server's side of the milter protocol, as fast as it can be: one connection, post after
 * post, each frame that needs no answer sent with the next one that does. */
#ifndef KUSTODE_BENCH_CLIENT_H
#define KUSTODE_BENCH_CLIENT_H

#include "posts.h"

typedef struct Client Client;

/* Connects to the unix socket `path` and negotiates; NULL when nobody serves there or wants more
 * answers than this client waits for. */
Client *client_new(const char *path);
void client_free(Client *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Client, client_free)

/*
 * One post to one list: the milter's last word (SMFIR_*), 0 when the connection broke. The fields
 * it inserts are appended to `inserted` (may be NULL) as lines.
 */
char client_post(Client *client, const char *list, const WirePost *post, GString *inserted);

#endif
