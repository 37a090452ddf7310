/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/first_look.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/start_error.h"
#include "pool/sandbox.h"
#include "records/log.h"

enum {
    NOBODY = 65534,                 /* of the kernel: who owns what no user here owns */
    REPORT_BYTES = 4 * 1024 * 1024, /* a line or two an error; the file has 16 MiB at most */
};

static bool become_nobody(void)
{
    return geteuid() != 0 || (setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
                              setresuid(NOBODY, NOBODY, NOBODY) == 0);
}

static void send_all(int channel, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(channel, bytes, length, MSG_NOSIGNAL);
        if (sent < 0) {
            _exit(EX_OSERR);
        }
        bytes += sent;
        length -= (size_t)sent;
    }
}

/* `files` has the main file, unless it is the default one and does not exist. */
G_NORETURN static void parse(const char *path, FileSet *files, int channel)
{
    if (!become_nobody() || !sandbox_enter(channel, sandbox_is_possible(NULL), NULL)) {
        _exit(EX_OSERR);
    }
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load_service(path, files, diagnostics);
    bool is_good = diagnostics_error_count(diagnostics) == 0;
    g_autoptr(GVariant) report = g_variant_ref_sink(report_pack(config, diagnostics, is_good));
    send_all(channel, g_variant_get_data(report), g_variant_get_size(report));
    _exit(EXIT_SUCCESS);
}

static Report *receive(int channel)
{
    GByteArray *bytes = g_byte_array_new();
    guint8 block[16 * 1024];
    ssize_t got;
    while (bytes->len < REPORT_BYTES && (got = recv(channel, block, sizeof block, 0)) > 0) {
        g_byte_array_append(bytes, block, (guint)got);
    }
    g_autoptr(GBytes) whole = g_byte_array_free_to_bytes(bytes);
    return g_bytes_get_size(whole) == 0 ? NULL : report_of_bytes(whole);
}

static Report *ask_nobody(const char *path, FileSet *files)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return NULL;
    }
    pid_t pid = fork();
    if (pid == 0) {
        parse(path, files, ends[1]);
    }
    close(ends[1]);
    Report *report = pid < 0 ? NULL : receive(ends[0]);
    close(ends[0]);
    if (pid > 0) {
        waitpid(pid, NULL, 0);
    }
    return report;
}

/* True also when there is no file and none need be. */
static bool read_main(FileSet *files, const char *path)
{
    Span bytes;
    const char *name = path == NULL ? CONFIG_DEFAULT_FILE : path;
    g_autoptr(GError) error = NULL;
    if (file_set_read(files, name, &bytes, &error) ||
        (path == NULL && g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))) {
        return true;
    }
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    diagnostics_error(diagnostics, (Place){ .file = g_intern_string(name) }, "%s", error->message);
    file_set_print_diagnostics(files, diagnostics, stderr, false);
    return false;
}

Report *first_look(const char *path, int *status)
{
    g_autoptr(FileSet) files = file_set_new(FILE_OWNERS_TRUSTED);
    if (!read_main(files, path)) {
        *status = EX_CONFIG;
        return NULL;
    }
    g_autoptr(Report) report = ask_nobody(path, files);
    if (report == NULL) {
        log_service(LOG_ERR, "the process that parses the configuration came to no end");
        *status = EX_SOFTWARE;
        return NULL;
    }
    if (!report->is_good) {
        fputs(report->text, stderr);
        *status = EX_CONFIG;
        return NULL;
    }
    return g_steal_pointer(&report);
}
