/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The listening socket: opened by us and not by libmilter, so that a second instance is refused,
 * owner and mode are right from the first moment, and TCP connections come with TCP_NODELAY (45 ms
 * an edit otherwise).
 */
#ifndef KUSTODE_DAEMON_LISTENER_H
#define KUSTODE_DAEMON_LISTENER_H

#include <sys/types.h>

#include <glib.h>

/* Of a unix socket; (uid_t) -1 and (gid_t) -1 leave what the folder gives. */
typedef struct SocketRights {
    uid_t owner;
    gid_t group;
    mode_t mode;
} SocketRights;

typedef struct Listener {
    int fd;
    int lock_fd; /* held as long as we live; -1: none */
    char *path;  /* of a unix socket, else NULL */
} Listener;

/*
 * Binds and listens. `address` is as socket_parse (settings/socket) gives it. A stale unix socket
 * is taken away, a living one never. NULL with `error` (START_ERROR): EX_TEMPFAIL where somebody
 * else serves that address, EX_NOPERM, EX_CANTCREAT. Caller's.
 */
Listener *listener_open(const char *address, const SocketRights *rights, GError **error);

/* Closes, and removes the unix socket where the folder lets us. */
void listener_close(Listener *listener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Listener, listener_close)

#endif
