/* SPDX-License-Identifier: BSD-2-Clause */
#include "records/held_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

const char *held_state_name(HeldState state)
{
    static const char *const names[] = {
        [HELD_WAITING] = "held",
        [HELD_RELEASING] = "releasing",
        [HELD_RELEASED] = "released",
        [HELD_DISCARDED] = "discarded",
    };
    return names[state];
}

char *held_state_folder(const char *spool, HeldState state)
{
    return g_build_filename(spool, held_state_name(state), NULL);
}

char *held_folder(const char *spool, HeldState state, const char *id)
{
    return g_build_filename(spool, held_state_name(state), id, NULL);
}

char *held_tmp_folder(const char *spool)
{
    return g_build_filename(spool, "tmp", NULL);
}

bool held_fail(GError **error, const char *what, const char *path)
{
    int reason = errno;
    const char *remedy = reason == ENOSPC || reason == EDQUOT ? "; make room there" : "";
    g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(reason), "%s %s: %s%s", what, path,
                g_strerror(reason), remedy);
    return false;
}

static bool write_all(int fd, Span bytes)
{
    while (bytes.length > 0) {
        ssize_t written = write(fd, bytes.text, bytes.length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes = span_slice(bytes, written < 0 ? 0 : (size_t)written, bytes.length);
    }
    return true;
}

bool held_write_new(const char *folder, const char *name, Span bytes, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return held_fail(error, "cannot create", path);
    }
    bool is_on_disk = write_all(fd, bytes) && fsync(fd) == 0;
    int reason = errno;
    /* NFS tells a full disk only here. */
    is_on_disk = close(fd) == 0 && is_on_disk;
    if (!is_on_disk) {
        errno = reason;
        return held_fail(error, "cannot write", path);
    }
    return true;
}

bool held_write_over(const char *folder, const char *name, Span bytes, GError **error)
{
    g_autofree char *new_name = g_strconcat(name, ".new", NULL);
    g_autofree char *new_path = g_build_filename(folder, new_name, NULL);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    unlink(new_path); /* of a process that was killed */
    if (!held_write_new(folder, new_name, bytes, error)) {
        return false;
    }
    if (rename(new_path, path) != 0) {
        return held_fail(error, "cannot rename to", path);
    }
    return held_sync_folder(folder, error);
}

bool held_sync_folder(const char *folder, GError **error)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return held_fail(error, "cannot open", folder);
    }
    bool is_on_disk = fsync(fd) == 0;
    int reason = errno;
    close(fd);
    errno = reason;
    return is_on_disk || held_fail(error, "cannot write", folder);
}

void held_remove(const char *folder)
{
    g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
    const char *name;
    while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        unlink(path);
    }
    rmdir(folder);
}
