/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/control.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "pool/passing.h"
#include "pool/sealed.h"
#include "records/log.h"

enum { CONTROL_MODE = 0660, FOLDER_MODE = 0755 };

/* /run is empty after a boot, so the last folder may have to be made. */
static void make_folder(const char *path, const Identity *identity)
{
    g_autofree char *folder = g_path_get_dirname(path);
    if (mkdir(folder, FOLDER_MODE) == 0 && chown(folder, identity->uid, identity->gid) != 0) {
        log_service(LOG_WARNING, "cannot give %s away: %s", folder, g_strerror(errno));
    }
}

void control_init(Control *control)
{
    *control = (Control){ .listener = NULL };
    for (int i = 0; i < CONTROL_CLIENTS; i++) {
        control->clients[i] = (ControlClient){ -1, 0 };
    }
}

void control_open(Control *control, const char *path, const Identity *identity)
{
    const SocketRights rights = { identity->uid, identity->gid, CONTROL_MODE };
    g_autofree char *address = g_strconcat("local:", path, NULL);
    g_autoptr(GError) error = NULL;
    make_folder(path, identity);
    control->listener = listener_open(address, &rights, &error);
    if (control->listener == NULL) {
        log_service(LOG_WARNING, "kustode status and reload will not work: %s", error->message);
    }
}

void control_close(Control *control)
{
    for (int i = 0; i < CONTROL_CLIENTS; i++) {
        control_drop(&control->clients[i]);
    }
    g_clear_pointer(&control->listener, listener_close);
}

/* A free one, else one that has asked nothing yet: who is silent keeps nobody out. */
static ControlClient *find_place(Control *control)
{
    ControlClient *place = NULL;
    for (int i = 0; i < CONTROL_CLIENTS; i++) {
        ControlClient *client = &control->clients[i];
        if (client->fd < 0) {
            return client;
        }
        place = place == NULL && client->awaited == 0 ? client : place;
    }
    return place;
}

void control_accept(Control *control)
{
    int fd = accept4(control->listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    ControlClient *place = fd < 0 ? NULL : find_place(control);
    if (place != NULL) {
        control_drop(place);
        *place = (ControlClient){ fd, 0 };
    } else if (fd >= 0) {
        close(fd); /* nobody needs so many reloads at a time */
    }
}

bool control_read(ControlClient *client, ControlRequest *request)
{
    char byte = 0;
    bool is_whole = recv(client->fd, &byte, 1, 0) == 1;
    *request = (ControlRequest)byte;
    return is_whole &&
           (byte == CONTROL_STATUS || byte == CONTROL_STATUS_JSON || byte == CONTROL_RELOAD);
}

void control_answer(ControlClient *client, int status, const char *text)
{
    g_autoptr(GError) error = NULL;
    int fd = sealed_new_of(g_variant_new_string(text), &error);
    if (fd >= 0) {
        pass_send(client->fd, &status, sizeof status, &fd, 1);
        close(fd);
    }
    control_drop(client);
}

void control_drop(ControlClient *client)
{
    if (client->fd >= 0) {
        close(client->fd);
    }
    *client = (ControlClient){ -1, 0 };
}
