/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/control_call.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <gio/gio.h>

#include "pool/passing.h"
#include "pool/sealed.h"

static int connect_to(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (g_strlcpy(address.sun_path, path, sizeof address.sun_path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        int reason = errno;
        close(fd);
        errno = reason;
        return -1;
    }
    return fd;
}

static char *read_text(int fd)
{
    g_autoptr(GVariant) text = fd < 0 ? NULL : sealed_read_as(fd, G_VARIANT_TYPE_STRING);
    if (fd >= 0) {
        close(fd);
    }
    return text == NULL ? NULL : g_variant_dup_string(text, NULL);
}

int control_call(const char *path, ControlRequest request, char **text, GError **error)
{
    char byte = (char)request;
    int status = -1, sealed = -1;
    int fd = connect_to(path);
    if (fd < 0) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno), "%s: %s", path,
                    g_strerror(errno));
        return -1;
    }
    bool is_answered = send(fd, &byte, 1, MSG_NOSIGNAL) == 1 &&
                       pass_receive(fd, &status, sizeof status, &sealed, 1);
    close(fd);
    *text = is_answered ? read_text(sealed) : NULL;
    if (*text == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s: kustode-milter gave no answer",
                    path);
        return -1;
    }
    return status;
}
