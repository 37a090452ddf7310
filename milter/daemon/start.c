/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/start.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/pid_file.h"
#include "daemon/reading.h"
#include "daemon/start_error.h"
#include "records/held.h"
#include "records/log.h"
#include "settings/socket.h"

G_NORETURN static void wait_as_parent(int pipe_end)
{
    unsigned char status;
    bool is_told = read(pipe_end, &status, 1) == 1;
    _exit(is_told ? status : EX_SOFTWARE);
}

bool start_detached(Started *started, const Options *options)
{
    int ends[2];
    started->parent = -1;
    if (options->in_foreground) {
        return true;
    }
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    pid_t pid = fork();
    if (pid > 0) {
        close(ends[1]);
        wait_as_parent(ends[0]);
    }
    close(ends[0]);
    started->parent = ends[1];
    return pid == 0 && setsid() >= 0 && chdir("/") == 0;
}

void start_leave_terminal(const Started *started)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; started->parent >= 0 && fd <= STDERR_FILENO; fd++) {
        dup2(null, fd);
    }
    close(null);
}

void start_tell_parent(Started *started, int status)
{
    const unsigned char byte = (unsigned char)status;
    if (started->parent >= 0) {
        if (write(started->parent, &byte, 1) < 0) {
            log_service(LOG_DEBUG, "nobody waits for the start");
        }
        close(started->parent);
        started->parent = -1;
    }
}

static bool find_identity(const Options *options, const Service *service, Identity *identity,
                          GError **error)
{
    return identity_find(identity, options->user != NULL ? options->user : service->user, error);
}

bool start_check(Started *started, const Options *options, const Service *service, int *status)
{
    g_auto(Identity) identity = { 0 };
    g_autoptr(GError) error = NULL;
    if (!find_identity(options, service, &identity, &error)) {
        log_service(LOG_ERR, "%s", error->message);
        *status = error->code;
        return false;
    }
    const ReadingOrder order = { .path = options->config,
                                 .only_report = true,
                                 .identity = &identity };
    int control, roster;
    pid_t pid = reading_start(&order, &control);
    if (pid < 0) {
        log_service(LOG_ERR, "cannot start a process: %s", g_strerror(errno));
        *status = EX_OSERR;
        return false;
    }
    g_autoptr(Report) report = reading_receive(control, &roster);
    close(control);
    if (roster >= 0) {
        close(roster);
    }
    waitpid(pid, NULL, 0);
    if (report != NULL) {
        fputs(report->text, stderr);
        started->uses_spool = report->uses_spool;
    }
    *status = report == NULL ? EX_SOFTWARE : report->is_good ? EXIT_SUCCESS : EX_CONFIG;
    return *status == EXIT_SUCCESS;
}

static Listener *open_listener(const char *text, const Service *service, const Identity *identity,
                               GError **error)
{
    SocketRights rights = { .mode = service->socket_mode };
    g_autofree char *address = NULL;
    g_autoptr(GError) refusal = NULL;
    if (!socket_parse(text, &address, &refusal)) {
        g_set_error(error, START_ERROR, EX_USAGE, "socket \"%s\": %s", text, refusal->message);
        return NULL;
    }
    if (!user_find(service->socket_owner, &rights.owner, error) ||
        !group_find(service->socket_group, &rights.group, error)) {
        return NULL;
    }
    if (service->socket_owner == NULL) {
        rights.owner = identity->uid;
    }
    return listener_open(address, &rights, error);
}

/* Only root can where it belongs by default; whose it is then only that user can use. */
static bool make_spool(const char *spool, const Identity *identity, GError **error)
{
    if (mkdir(spool, 0700) != 0) {
        return true; /* it is there, or open_spool tells */
    }
    if (chown(spool, identity->uid, identity->gid) != 0) {
        g_set_error(error, START_ERROR, EX_CANTCREAT, "cannot give the spool %s away: %s", spool,
                    g_strerror(errno));
        return false;
    }
    return true;
}

static bool open_spool(const char *spool, GError **error)
{
    g_autoptr(GError) reason = NULL;
    if (held_spool_open(spool, &reason)) {
        return true;
    }
    bool is_forbidden = g_error_matches(reason, G_FILE_ERROR, G_FILE_ERROR_ACCES);
    g_set_error(error, START_ERROR, is_forbidden ? EX_NOPERM : EX_CANTCREAT, "%s%s",
                reason->message,
                is_forbidden ? "; start as root with `user:` set, or give the daemon's user a "
                               "folder of its own with `spool:`"
                             : "");
    return false;
}

bool start_open(Started *started, const Options *options, const Service *service, GError **error)
{
    const char *socket = options->socket != NULL ? options->socket : service->socket;
    g_auto(Identity) identity = { 0 };
    started->pid_path = g_strdup(options->pid_file != NULL ? options->pid_file : service->pid_file);
    if (!find_identity(options, service, &identity, error)) {
        return false;
    }
    started->listener = open_listener(socket, service, &identity, error);
    if (started->listener == NULL || !pid_file_open(started->pid_path, &started->pid_fd, error)) {
        return false;
    }
    control_open(&started->control, service->control_socket, &identity);
    if (started->uses_spool && !make_spool(service->spool, &identity, error)) {
        return false;
    }
    if (!identity_take_on(&identity, error) ||
        (started->uses_spool && !open_spool(service->spool, error))) {
        return false;
    }
    if (geteuid() == 0) {
        log_service(LOG_WARNING, "runs as root; set `user:` or -u");
    }
    return true;
}

void started_clear(Started *started)
{
    pid_file_remove(started->pid_path, started->pid_fd);
    listener_close(started->listener);
    control_close(&started->control);
    g_free(started->pid_path);
}
