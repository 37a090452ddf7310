/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The address of a milter socket, checked where it was written, so that libmilter never meets a
 * wrong one (it complains without saying what it would have liked).
 */
#ifndef KUSTODE_SETTINGS_SOCKET_H
#define KUSTODE_SETTINGS_SOCKET_H

#include <stdbool.h>

#include <glib.h>

/*
 * local:/path, unix:/path, /path, inet:PORT@HOST, inet:PORT, inet6:PORT@[ADDR], inet6:PORT.
 * `normal`: as libmilter takes it (paths begin with local:), the caller's. False with `error`
 * saying what is wrong and how it is written; Postfix's reversed inet:HOST:PORT is recognised.
 */
bool socket_parse(const char *text, char **normal, GError **error);

/* smtp:HOST:PORT, an IPv6 address in brackets; `host` (the caller's) is without them. */
bool reinject_parse(const char *text, char **host, unsigned *port);

/* Whether such a socket listens on every address of the machine: inet:PORT and inet6:PORT. */
bool socket_is_open_to_all(const char *normal);

#endif
