/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The socket for `kustode status` and `kustode reload` (pool/control_call). Whoever may write to it
 * may use it. Never waits for a client: an answer is one message with a sealed descriptor.
 */
#ifndef KUSTODE_DAEMON_CONTROL_H
#define KUSTODE_DAEMON_CONTROL_H

#include "daemon/identity.h"
#include "daemon/listener.h"
#include "pool/control_call.h"

enum { CONTROL_CLIENTS = 16 };

typedef struct ControlClient {
    int fd;           /* -1: free */
    unsigned awaited; /* the reading whose end it waits for; 0: it has not asked yet */
} ControlClient;

typedef struct Control {
    Listener *listener; /* NULL: could not be opened */
    ControlClient clients[CONTROL_CLIENTS];
} Control;

void control_init(Control *control);

/* Opens it, where it can be: without it the daemon serves all the same. As root still. */
void control_open(Control *control, const char *path, const Identity *identity);
void control_close(Control *control);

/* Somebody calls. */
void control_accept(Control *control);

/* What a client asks; false when it has gone instead, or asks nothing we know. */
bool control_read(ControlClient *client, ControlRequest *request);

/* The answer, with which the client is done. */
void control_answer(ControlClient *client, int status, const char *text);
void control_drop(ControlClient *client);

#endif
