/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <syslog.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "daemon/front.h"
#include "daemon/identity.h"
#include "daemon/listener.h"
#include "daemon/pid_file.h"
#include "daemon/start_error.h"
#include "records/log.h"
#include "settings/socket.h"

enum {
    LEAVE_SECONDS = FRONT_LEAVE_SECONDS + 5, /* then the front is killed */
    FIRST_PAUSE_SECONDS = 1, /* before a dead front is started again; doubled each time */
    LONGEST_PAUSE_SECONDS = 30,
    STEADY_SECONDS = 60, /* a front that lived so long did not die of its start */
};

typedef struct Supervisor {
    const char *config_path; /* NULL: the default */
    Config *config;          /* what the next front begins with */
    Listener *listener;
    const char *pid_path;
    int pid_fd;
    sigset_t signals;
    pid_t front; /* 0: none */
    gint64 front_since;
    gint64 due; /* when it is time to start or to kill the front; 0: never */
    unsigned pause_seconds;
    bool is_leaving;
    int status;
} Supervisor;

static gint64 in_seconds(unsigned seconds)
{
    return g_get_monotonic_time() + (gint64)seconds * G_TIME_SPAN_SECOND;
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

/* What only root may do comes first, then root is given up. */
static bool prepare(Supervisor *supervisor, const Options *options, GError **error)
{
    const Service *service = &supervisor->config->service;
    const char *socket = options->socket != NULL ? options->socket : service->socket;
    const char *user = options->user != NULL ? options->user : service->user;
    g_auto(Identity) identity = { 0 };
    if (!identity_find(&identity, user, error)) {
        return false;
    }
    supervisor->listener = open_listener(socket, service, &identity, error);
    if (supervisor->listener == NULL ||
        !pid_file_open(supervisor->pid_path, &supervisor->pid_fd, error) ||
        !identity_take_on(&identity, error)) {
        return false;
    }
    if (geteuid() == 0) {
        log_service(LOG_WARNING, "runs as root; set `user:` or -u");
    }
    return true;
}

/* The socket listens already, so whoever waits for the parent to return may connect. */
static bool detach(void)
{
    pid_t pid = fork();
    if (pid > 0) {
        _exit(EXIT_SUCCESS);
    }
    int null = open("/dev/null", O_RDWR);
    return pid == 0 && setsid() >= 0 && chdir("/") == 0 && dup2(null, STDIN_FILENO) >= 0 &&
           dup2(null, STDOUT_FILENO) >= 0 && dup2(null, STDERR_FILENO) >= 0;
}

static void start_front(Supervisor *supervisor)
{
    pid_t supervisor_pid = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        /* A group of its own, since the terminal's Ctrl-C is for the supervisor. */
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != supervisor_pid) {
            _exit(EXIT_FAILURE);
        }
        front_run(supervisor->listener->fd, supervisor->config_path, supervisor->config);
    }
    if (pid < 0) {
        log_service(LOG_ERR, "cannot start the front: %s", g_strerror(errno));
        supervisor->due = in_seconds(LONGEST_PAUSE_SECONDS);
        return;
    }
    supervisor->front = pid;
    supervisor->front_since = g_get_monotonic_time();
    supervisor->due = 0;
}

/* The configuration may have changed since the start; when it is wrong now, the last good one
 * serves on. */
static void refresh_config(Supervisor *supervisor)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    Config *config = config_load_for_service(supervisor->config_path, NULL, diagnostics);
    Config *worse = config->policies != NULL ? supervisor->config : config;
    supervisor->config = config->policies != NULL ? config : supervisor->config;
    config_free(worse);
}

static void log_end_of_front(int status)
{
    if (WIFSIGNALED(status)) {
        log_service(LOG_CRIT, "the front died of signal %d (%s)", WTERMSIG(status),
                    strsignal(WTERMSIG(status)));
    } else {
        log_service(LOG_CRIT, "the front ended with status %d", WEXITSTATUS(status));
    }
}

static void on_end_of_front(Supervisor *supervisor)
{
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid <= 0 || pid != supervisor->front) {
        return;
    }
    supervisor->front = 0;
    if (supervisor->is_leaving) {
        return;
    }
    log_end_of_front(status);
    if (WIFEXITED(status) && WEXITSTATUS(status) == EX_SOFTWARE) {
        supervisor->is_leaving = true; /* it cannot serve here at all */
        supervisor->status = EX_SOFTWARE;
        return;
    }
    bool was_steady =
        g_get_monotonic_time() - supervisor->front_since > STEADY_SECONDS * G_TIME_SPAN_SECOND;
    supervisor->pause_seconds = was_steady || supervisor->pause_seconds == 0
                                    ? FIRST_PAUSE_SECONDS
                                    : MIN(2 * supervisor->pause_seconds, LONGEST_PAUSE_SECONDS);
    supervisor->due = in_seconds(supervisor->pause_seconds);
}

static void on_due(Supervisor *supervisor)
{
    supervisor->due = 0;
    if (supervisor->is_leaving) {
        kill(supervisor->front, SIGKILL);
        return;
    }
    refresh_config(supervisor);
    start_front(supervisor);
}

static void tell_front(const Supervisor *supervisor, int signal)
{
    if (supervisor->front > 0) {
        kill(supervisor->front, signal);
    }
}

static void on_leave(Supervisor *supervisor)
{
    sd_notify(0, "STOPPING=1");
    log_service(LOG_INFO, "leaving");
    supervisor->is_leaving = true;
    supervisor->due = in_seconds(LEAVE_SECONDS);
    tell_front(supervisor, FRONT_LEAVE);
}

/* The next signal, or 0 when something is due. */
static int next_signal(const Supervisor *supervisor)
{
    gint64 left = MAX(supervisor->due - g_get_monotonic_time(), 0);
    const struct timespec wait = { left / G_USEC_PER_SEC, left % G_USEC_PER_SEC * 1000 };
    int signal = sigtimedwait(&supervisor->signals, NULL, supervisor->due == 0 ? NULL : &wait);
    return MAX(signal, 0);
}

static void serve(Supervisor *supervisor)
{
    start_front(supervisor);
    sd_notify(0, "READY=1");
    while (!supervisor->is_leaving || supervisor->front != 0) {
        switch (next_signal(supervisor)) {
        case SIGCHLD:
            on_end_of_front(supervisor);
            break;
        case SIGHUP:
        case SIGUSR1:
            tell_front(supervisor, FRONT_RELOAD);
            break;
        case SIGTERM:
        case SIGINT:
            on_leave(supervisor);
            break;
        default:
            if (supervisor->due != 0 && g_get_monotonic_time() >= supervisor->due) {
                on_due(supervisor);
            }
        }
    }
}

/* Taken one by one with sigtimedwait here and sigwait in the front, who inherits the mask. */
static void block_signals(sigset_t *signals)
{
    static const int wanted[] = { SIGCHLD, SIGHUP, SIGINT, SIGTERM, SIGUSR1, FRONT_LEAVE };
    sigemptyset(signals);
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        sigaddset(signals, wanted[i]);
    }
    sigprocmask(SIG_BLOCK, signals, NULL);
}

int supervisor_run(const Options *options, Config *config)
{
    Supervisor supervisor = {
        .config_path = options->config,
        .config = config,
        .pid_path = options->pid_file != NULL ? options->pid_file : config->service.pid_file,
        .pid_fd = -1,
    };
    g_autoptr(GError) error = NULL;
    block_signals(&supervisor.signals);
    if (!prepare(&supervisor, options, &error)) {
        log_service(LOG_ERR, "%s", error->message);
        supervisor.status = error->code;
    } else if (!options->in_foreground && !detach()) {
        log_service(LOG_ERR, "cannot go into the background: %s", g_strerror(errno));
        supervisor.status = EX_OSERR;
    } else {
        log_open(PROGRAM_NAME, options->in_foreground, options->is_verbose);
        pid_file_write(supervisor.pid_fd);
        serve(&supervisor);
    }
    pid_file_remove(supervisor.pid_path, supervisor.pid_fd);
    listener_close(supervisor.listener);
    config_free(supervisor.config);
    return supervisor.status;
}
