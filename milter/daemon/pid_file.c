/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/pid_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "daemon/start_error.h"

bool pid_file_open(const char *path, int *fd, GError **error)
{
    *fd = -1;
    if (path == NULL) {
        return true;
    }
    *fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (*fd < 0) {
        g_set_error(error, START_ERROR, EX_CANTCREAT, "cannot write the pid file %s: %s", path,
                    g_strerror(errno));
    }
    return *fd >= 0;
}

void pid_file_write(int fd)
{
    if (fd >= 0 && ftruncate(fd, 0) == 0) {
        dprintf(fd, "%d\n", (int)getpid());
    }
}

void pid_file_remove(const char *path, int fd)
{
    if (fd < 0) {
        return;
    }
    if (unlink(path) < 0) {
        (void)!ftruncate(fd, 0);
    }
    close(fd);
}
