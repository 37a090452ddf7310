/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/start_error.h"

static void set_error(GError **error, const char *what, const char *where)
{
    int reason = errno;
    int code = reason == EADDRINUSE                  ? EX_TEMPFAIL
               : reason == EACCES || reason == EPERM ? EX_NOPERM
                                                     : EX_CANTCREAT;
    const char *remedy = reason == ENOENT ? "; make its folder first"
                         : reason == EADDRINUSE
                             ? "; stop what listens there, or choose another with -p"
                             : "";
    g_set_error(error, START_ERROR, code, "%s %s: %s%s", what, where, g_strerror(reason), remedy);
}

static bool lock(Listener *listener, GError **error)
{
    g_autofree char *path = g_strconcat(listener->path, ".lock", NULL);
    listener->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (listener->lock_fd < 0) {
        set_error(error, "cannot open the lock", path);
        return false;
    }
    if (flock(listener->lock_fd, LOCK_EX | LOCK_NB) < 0) {
        g_set_error(error, START_ERROR, EX_TEMPFAIL,
                    "socket %s: another kustode-milter serves it; stop it first, or choose another "
                    "socket with -p",
                    listener->path);
        return false;
    }
    return true;
}

static struct sockaddr_un unix_address(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    return address;
}

static bool answers(const char *path)
{
    struct sockaddr_un address = unix_address(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_alive = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return is_alive;
}

/* What a killed instance left is removed; the lock says that it is no living one of ours. */
static bool remove_stale(const char *path, GError **error)
{
    struct stat status;
    if (lstat(path, &status) < 0) {
        return true;
    }
    if (!S_ISSOCK(status.st_mode)) {
        g_set_error(error, START_ERROR, EX_CANTCREAT,
                    "socket %s: a file of another kind is there; move it away", path);
        return false;
    }
    if (answers(path)) {
        errno = EADDRINUSE;
        set_error(error, "socket", path);
        return false;
    }
    unlink(path);
    return true;
}

/* Closed to all until owner and group are right, so that nobody slips in between. */
static bool bind_unix(Listener *listener, const SocketRights *rights)
{
    struct sockaddr_un address = unix_address(listener->path);
    mode_t mask = umask(0777);
    bool is_bound = bind(listener->fd, (struct sockaddr *)&address, sizeof address) == 0;
    int reason = errno;
    umask(mask);
    errno = reason;
    return is_bound && chown(listener->path, rights->owner, rights->group) == 0 &&
           chmod(listener->path, rights->mode) == 0;
}

static bool open_unix(Listener *listener, const char *path, const SocketRights *rights,
                      GError **error)
{
    listener->path = g_strdup(path);
    if (!lock(listener, error) || !remove_stale(path, error)) {
        /* Whatever is at that path is not ours to remove. */
        g_clear_pointer(&listener->path, g_free);
        return false;
    }
    listener->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener->fd < 0 || !bind_unix(listener, rights)) {
        set_error(error, "cannot open the socket", path);
        return false;
    }
    return true;
}

static bool bind_inet(Listener *listener, const struct addrinfo *address)
{
    const int on = 1;
    listener->fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return listener->fd >= 0 &&
           setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
           /* Linux hands it on to every accepted connection; libmilter itself never sets it. */
           setsockopt(listener->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
           bind(listener->fd, address->ai_addr, address->ai_addrlen) == 0;
}

/* PORT or PORT@HOST; a number of IPv6 may stand in brackets. Without a host: all addresses. */
static bool open_inet(Listener *listener, const char *text, int family, GError **error)
{
    g_auto(GStrv) pieces = g_strsplit(text, "@", 2);
    char *host = pieces[1];
    if (host != NULL && host[0] == '[') {
        host[strlen(host) - 1] = '\0';
        host++;
    }
    const struct addrinfo hints = { .ai_family = family,
                                    .ai_socktype = SOCK_STREAM,
                                    .ai_flags = AI_PASSIVE };
    struct addrinfo *found = NULL;
    int failure = getaddrinfo(host, pieces[0], &hints, &found);
    if (failure != 0) {
        g_set_error(error, START_ERROR, EX_USAGE, "socket %s: %s", text, gai_strerror(failure));
        return false;
    }
    bool is_bound = bind_inet(listener, found);
    if (!is_bound) {
        set_error(error, "cannot open the socket", text);
    }
    freeaddrinfo(found);
    return is_bound;
}

static bool open_and_bind(Listener *listener, const char *address, const SocketRights *rights,
                          GError **error)
{
    const char *rest = strchr(address, ':') + 1;
    if (g_str_has_prefix(address, "local:")) {
        return open_unix(listener, rest, rights, error);
    }
    int family = g_str_has_prefix(address, "inet6:") ? AF_INET6 : AF_INET;
    return open_inet(listener, rest, family, error);
}

Listener *listener_open(const char *address, const SocketRights *rights, GError **error)
{
    g_autoptr(Listener) listener = g_new0(Listener, 1);
    listener->fd = -1;
    listener->lock_fd = -1;
    if (!open_and_bind(listener, address, rights, error)) {
        return NULL;
    }
    if (listen(listener->fd, SOMAXCONN) < 0) {
        set_error(error, "cannot listen on", address);
        return NULL;
    }
    return g_steal_pointer(&listener);
}

void listener_close(Listener *listener)
{
    if (listener == NULL) {
        return;
    }
    if (listener->path != NULL) {
        unlink(listener->path);
    }
    if (listener->fd >= 0) {
        close(listener->fd);
    }
    if (listener->lock_fd >= 0) {
        close(listener->lock_fd);
    }
    g_free(listener->path);
    g_free(listener);
}
