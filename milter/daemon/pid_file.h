/* SPDX-License-Identifier: BSD-2-Clause */
/* The file that tells init scripts our process id. */
#ifndef KUSTODE_DAEMON_PID_FILE_H
#define KUSTODE_DAEMON_PID_FILE_H

#include <stdbool.h>

#include <glib.h>

/* Opens it, while we are root still; -1 in `fd` where `path` is NULL. False with `error`
 * (START_ERROR). */
bool pid_file_open(const char *path, int *fd, GError **error);

/* Writes the id of this process. */
void pid_file_write(int fd);

/* Removes the file, or empties it where the folder belongs to root. */
void pid_file_remove(const char *path, int fd);

#endif
