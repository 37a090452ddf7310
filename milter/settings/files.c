/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/files.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "settings/file_lines.h"
#include "settings/file_set.h"

/* 10,000 lists in one file are 1 MiB, the shipped rules a tenth of that. */
enum { MOST_FILE_BYTES = 16 * 1024 * 1024 };

static void read_file_free(gpointer element)
{
    ReadFile *file = element;
    g_string_free(file->bytes, TRUE);
    if (file->former != NULL) {
        g_string_free(file->former, TRUE);
    }
    g_free(file->distrust);
    g_clear_pointer(&file->line_starts, g_array_unref);
    g_free(file);
}

FileSet *file_set_new(FileOwners owners)
{
    FileSet *files = g_new0(FileSet, 1);
    files->owners = owners;
    files->files = g_ptr_array_new_with_free_func(read_file_free);
    files->by_path = g_hash_table_new(g_str_hash, g_str_equal);
    return files;
}

void file_set_free(FileSet *files)
{
    if (files == NULL) {
        return;
    }
    g_hash_table_unref(files->by_path);
    g_ptr_array_unref(files->files);
    g_free(files);
}

ReadFile *file_set_find(const FileSet *files, const char *path)
{
    return path == NULL ? NULL : g_hash_table_lookup(files->by_path, path);
}

static void set_open_error(GError **error, int code)
{
    const char *text = code == ENOENT   ? "there is no such file"
                       : code == ELOOP  ? "it is a symbolic link: name the file it leads to"
                       : code == EACCES ? "permission denied: let the user who runs kustode read it"
                                        : g_strerror(code);
    g_set_error_literal(error, G_FILE_ERROR, (gint)g_file_error_from_errno(code), text);
}

/* Why somebody else than root and the running user could change the file; NULL when nobody can. */
static char *find_distrust(const char *path, const struct stat *status)
{
    if (status->st_uid != 0 && status->st_uid != geteuid()) {
        const struct passwd *owner = getpwuid(status->st_uid);
        return g_strdup_printf("it belongs to %s (uid %u), who could change it: chown root %s",
                               owner == NULL ? "an unknown user" : owner->pw_name,
                               (unsigned)status->st_uid, path);
    }
    if ((status->st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return g_strdup_printf("%s may write to it: chmod go-w %s",
                               (status->st_mode & S_IWOTH) != 0 ? "everybody" : "its group", path);
    }
    return NULL;
}

static bool check_status(const struct stat *status, GError **error)
{
    if (!S_ISREG(status->st_mode)) {
        g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                            S_ISDIR(status->st_mode) ? "it is a folder: name a file"
                                                     : "it is no regular file");
        return false;
    }
    if (status->st_size > MOST_FILE_BYTES) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it is longer than %d MiB: split it",
                    MOST_FILE_BYTES / (1024 * 1024));
        return false;
    }
    return true;
}

/* At most as much as check_status allows, though the file grows meanwhile. */
static GString *read_all(int descriptor, size_t expected, GError **error)
{
    g_autoptr(GString) bytes = g_string_sized_new(expected + 1);
    char block[64 * 1024];
    while (bytes->len <= MOST_FILE_BYTES) {
        ssize_t length = read(descriptor, block, sizeof block);
        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length < 0) {
            set_open_error(error, errno);
            return NULL;
        }
        if (length == 0) {
            break;
        }
        g_string_append_len(bytes, block, length);
    }
    return g_steal_pointer(&bytes);
}

static ReadFile *read_open_file(const FileSet *files, const char *path, int descriptor,
                                GError **error)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        set_open_error(error, errno);
        return NULL;
    }
    if (!check_status(&status, error)) {
        return NULL;
    }
    g_autofree char *distrust = find_distrust(path, &status);
    if (distrust != NULL && files->owners == FILE_OWNERS_TRUSTED) {
        g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_PERM, distrust);
        return NULL;
    }
    GString *bytes = read_all(descriptor, (size_t)status.st_size, error);
    if (bytes == NULL) {
        return NULL;
    }
    ReadFile *file = g_new0(ReadFile, 1);
    file->path = g_intern_string(path);
    file->bytes = bytes;
    file->distrust = g_steal_pointer(&distrust);
    return file;
}

void file_set_add(FileSet *files, ReadFile *file)
{
    g_ptr_array_add(files->files, file);
    g_hash_table_insert(files->by_path, (gpointer)file->path, file);
}

static ReadFile *read_from_disk(const FileSet *files, const char *path, GError **error)
{
    /* O_NONBLOCK: a FIFO in the place of a file must not keep us waiting. */
    int descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) {
        set_open_error(error, errno);
        return NULL;
    }
    ReadFile *file = read_open_file(files, path, descriptor, error);
    close(descriptor);
    return file;
}

bool file_set_read(FileSet *files, const char *path, Span *bytes, GError **error)
{
    ReadFile *file = file_set_find(files, path);
    if (file == NULL && files->is_packed) {
        set_open_error(error, ENOENT);
        return false;
    }
    if (file == NULL) {
        file = read_from_disk(files, path, error);
        if (file == NULL) {
            return false;
        }
        file_set_add(files, file);
    }
    file->is_asked_for = true;
    *bytes = span_make(file->bytes->str, file->bytes->len);
    return true;
}

bool file_set_has(const FileSet *files, const char *path)
{
    const ReadFile *file = file_set_find(files, path);
    return file != NULL && file->is_asked_for;
}

size_t file_set_count(const FileSet *files)
{
    return files->files->len;
}

static char **glob_packed(const FileSet *files, const char *pattern)
{
    g_autoptr(GStrvBuilder) found = g_strv_builder_new();
    for (guint i = 0; i < files->files->len; i++) {
        const ReadFile *file = g_ptr_array_index(files->files, i);
        if (fnmatch(pattern, file->path, FNM_PATHNAME | FNM_PERIOD) == 0) {
            g_strv_builder_add(found, file->path);
        }
    }
    return g_strv_builder_end(found);
}

char **file_set_glob(const FileSet *files, const char *pattern)
{
    if (files->is_packed) {
        return glob_packed(files, pattern);
    }
    glob_t found = { 0 };
    char **paths =
        glob(pattern, 0, NULL, &found) == 0 ? g_strdupv(found.gl_pathv) : g_new0(char *, 1);
    globfree(&found);
    return paths;
}

bool file_set_exists(const FileSet *files, const char *path)
{
    return file_set_find(files, path) != NULL ||
           (!files->is_packed && g_file_test(path, G_FILE_TEST_EXISTS));
}

void file_set_warn_of_owners(const FileSet *files, Diagnostics *diagnostics)
{
    for (guint i = 0; i < files->files->len; i++) {
        const ReadFile *file = g_ptr_array_index(files->files, i);
        if (file->distrust != NULL) {
            diagnostics_warning(diagnostics, (Place){ .file = file->path },
                                "kustode-milter will refuse this file: %s", file->distrust);
        }
    }
}

static GArray *find_line_starts(const GString *bytes)
{
    GArray *starts = g_array_new(FALSE, FALSE, sizeof(size_t));
    size_t start = 0;
    while (start < bytes->len) {
        g_array_append_val(starts, start);
        start = span_find(span_make(bytes->str, bytes->len), '\n', start) + 1;
    }
    return starts;
}

bool file_set_line(const FileSet *files, Place place, Span *line)
{
    ReadFile *file = file_set_find(files, place.file);
    if (file == NULL || place.line == 0) {
        return false;
    }
    if (file->line_starts == NULL) {
        file->line_starts = find_line_starts(file->bytes);
    }
    if (place.line > file->line_starts->len) {
        return false;
    }
    Span all = span_make(file->bytes->str, file->bytes->len);
    size_t start = g_array_index(file->line_starts, size_t, place.line - 1);
    size_t end = span_find(all, '\n', start);
    while (end > start && all.text[end - 1] == '\r') {
        end--;
    }
    *line = span_slice(all, start, end);
    return true;
}
