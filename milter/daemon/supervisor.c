/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <syslog.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "daemon/first_look.h"
#include "daemon/pid_file.h"
#include "daemon/start.h"
#include "daemon/start_error.h"
#include "daemon/status.h"
#include "daemon/succession.h"

enum { LEAVE_SECONDS = FRONT_LEAVE_SECONDS + 5 }; /* then the front is killed */

typedef struct Supervisor {
    int signal_fd;
    Started started;
    FrontProcess front;
    Succession succession;
    unsigned told;   /* the last reading whose end was told to whoever waits */
    gint64 kill_due; /* when the front has had its time to leave; 0: it need not leave */
    bool is_leaving;
    int status;
} Supervisor;

static void leave(Supervisor *supervisor, int status)
{
    supervisor->is_leaving = true;
    supervisor->status = status;
    supervisor->kill_due = g_get_monotonic_time() + LEAVE_SECONDS * G_TIME_SPAN_SECOND;
    front_process_leave(&supervisor->front);
}

static void on_leave(Supervisor *supervisor)
{
    sd_notify(0, "STOPPING=1");
    log_service(LOG_INFO, "leaving");
    leave(supervisor, EXIT_SUCCESS);
}

static void on_end_of_front(Supervisor *supervisor, int status)
{
    if (supervisor->is_leaving) {
        supervisor->front.pid = 0;
        return;
    }
    bool cannot_serve = WIFEXITED(status) && WEXITSTATUS(status) == EX_SOFTWARE;
    front_process_ended(&supervisor->front, status);
    succession_on_lost_front(&supervisor->succession);
    if (cannot_serve) {
        leave(supervisor, EX_SOFTWARE);
    }
}

static void on_ends(Supervisor *supervisor)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        if (pid == supervisor->front.pid) {
            on_end_of_front(supervisor, status);
        } else if (!supervisor->is_leaving) {
            succession_on_end(&supervisor->succession, pid, status);
        }
    }
}

static unsigned reload(Supervisor *supervisor)
{
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time());
    return succession_begin(&supervisor->succession, "reload");
}

static void on_signal(Supervisor *supervisor)
{
    struct signalfd_siginfo signal;
    if (read(supervisor->signal_fd, &signal, sizeof signal) != (ssize_t)sizeof signal) {
        return;
    }
    switch (signal.ssi_signo) {
    case SIGCHLD:
        on_ends(supervisor);
        break;
    case SIGHUP:
    case SIGUSR1:
        reload(supervisor);
        break;
    default:
        on_leave(supervisor);
    }
}

static void on_link(Supervisor *supervisor)
{
    char byte;
    FrontProcess *front = &supervisor->front;
    if (recv(front->link, &byte, 1, MSG_DONTWAIT) == 1) {
        succession_on_serving(&supervisor->succession);
    } else {
        close(front->link); /* it has ended; SIGCHLD tells the rest */
        front->link = -1;
    }
}

static void on_request(Supervisor *supervisor, ControlClient *client)
{
    ControlRequest request;
    const Succession *succession = &supervisor->succession;
    if (client->awaited != 0 || !control_read(client, &request)) {
        control_drop(client);
    } else if (succession->report == NULL) {
        control_answer(client, EX_TEMPFAIL,
                       "kustode: kustode-milter is starting; ask again in a moment\n");
    } else if (request == CONTROL_RELOAD) {
        client->awaited = reload(supervisor);
    } else {
        g_autofree char *text = request == CONTROL_STATUS
                                    ? status_text(succession, supervisor->front.counters)
                                    : status_json(succession, supervisor->front.counters);
        control_answer(client, EXIT_SUCCESS, text);
    }
}

static void answer_reload(const Succession *succession, ControlClient *client)
{
    const Report *report = succession->is_refused ? succession->refused : succession->report;
    g_autofree char *text =
        succession->is_refused
            ? g_strdup_printf("%skustode: %s, gen=%s stays in force\n",
                              report == NULL ? "" : report->text, succession_refusal(succession),
                              succession->report->generation)
            : g_strdup_printf("%sgen=%s files=%zu lists=%zu\n", report->text, report->generation,
                              report->files, report->lists);
    control_answer(client, succession->is_refused ? EX_CONFIG : EXIT_SUCCESS, text);
}

/* A reading may have come to its end with whatever happened last. */
static void on_end_of_reading(Supervisor *supervisor)
{
    Succession *succession = &supervisor->succession;
    if (succession->done == supervisor->told) {
        return;
    }
    supervisor->told = succession->done;
    if (succession->report == NULL) {
        leave(supervisor, EX_CONFIG);
        return;
    }
    sd_notify(0, "READY=1");
    start_tell_parent(&supervisor->started, EXIT_SUCCESS);
    for (int i = 0; i < CONTROL_CLIENTS; i++) {
        ControlClient *client = &supervisor->started.control.clients[i];
        if (client->fd >= 0 && client->awaited != 0 && succession->done >= client->awaited) {
            answer_reload(succession, client);
        }
    }
}

static void on_time(Supervisor *supervisor)
{
    gint64 now = g_get_monotonic_time();
    if (supervisor->kill_due != 0 && now >= supervisor->kill_due) {
        supervisor->kill_due = 0;
        if (supervisor->front.pid != 0) { /* 0 would be this whole process group */
            kill(supervisor->front.pid, SIGKILL);
        }
    }
    if (supervisor->is_leaving) {
        return;
    }
    if (supervisor->front.due != 0 && now >= supervisor->front.due) {
        front_process_start(&supervisor->front);
        succession_begin(&supervisor->succession, "restart");
    }
    if (supervisor->succession.due != 0 && now >= supervisor->succession.due) {
        succession_on_due(&supervisor->succession);
    }
}

/* Milliseconds to what is due first; -1: nothing is. */
static int time_left(const Supervisor *supervisor)
{
    const gint64 dues[] = { supervisor->kill_due,
                            supervisor->is_leaving ? 0 : supervisor->front.due,
                            supervisor->is_leaving ? 0 : supervisor->succession.due };
    gint64 first = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(dues); i++) {
        if (dues[i] != 0 && (first == 0 || dues[i] < first)) {
            first = dues[i];
        }
    }
    gint64 left = (first - g_get_monotonic_time()) / G_TIME_SPAN_MILLISECOND + 1;
    return first == 0 ? -1 : (int)MAX(left, 0);
}

enum { SIGNALS, LINK, REPORT, CALLERS, FIRST_CLIENT, N_POLLED = FIRST_CLIENT + CONTROL_CLIENTS };

static void handle_next(Supervisor *supervisor)
{
    Control *control = &supervisor->started.control;
    struct pollfd polled[N_POLLED] = {
        [SIGNALS] = { supervisor->signal_fd, POLLIN, 0 },
        [LINK] = { supervisor->front.link, POLLIN, 0 },
        [REPORT] = { supervisor->succession.control, POLLIN, 0 },
        [CALLERS] = { control->listener == NULL ? -1 : control->listener->fd, POLLIN, 0 },
    };
    for (int i = 0; i < CONTROL_CLIENTS; i++) {
        polled[FIRST_CLIENT + i] = (struct pollfd){ control->clients[i].fd, POLLIN, 0 };
    }
    if (poll(polled, N_POLLED, time_left(supervisor)) < 0) {
        return;
    }
    /* One at a time, since each may change what the others stand for. */
    int ready = 0;
    while (ready < N_POLLED && polled[ready].revents == 0) {
        ready++;
    }
    if (ready == SIGNALS) {
        on_signal(supervisor);
    } else if (ready == LINK) {
        on_link(supervisor);
    } else if (ready == REPORT) {
        succession_on_report(&supervisor->succession);
    } else if (ready == CALLERS) {
        control_accept(control);
    } else if (ready < N_POLLED) {
        on_request(supervisor, &control->clients[ready - FIRST_CLIENT]);
    }
    on_end_of_reading(supervisor);
    on_time(supervisor);
}

static void serve(Supervisor *supervisor)
{
    front_process_start(&supervisor->front);
    succession_begin(&supervisor->succession, "start");
    while (!supervisor->is_leaving || supervisor->front.pid != 0) {
        handle_next(supervisor);
    }
}

/* Handed over by signalfd(2); the children inherit the mask. */
static int take_signals(void)
{
    static const int wanted[] = { SIGCHLD, SIGHUP, SIGINT, SIGTERM, SIGUSR1 };
    sigset_t signals;
    sigemptyset(&signals);
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        sigaddset(&signals, wanted[i]);
    }
    sigprocmask(SIG_BLOCK, &signals, NULL);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool open_all(Supervisor *supervisor, const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Report) first = first_look(options->config, &supervisor->status);
    if (first == NULL ||
        !start_check(&supervisor->started, options, &first->service, &supervisor->status)) {
        return false;
    }
    supervisor->front.counters = counters_new();
    supervisor->signal_fd = take_signals();
    if (supervisor->front.counters == NULL || supervisor->signal_fd < 0) {
        log_service(LOG_ERR, "cannot start: %s", g_strerror(errno));
        supervisor->status = EX_OSERR;
        return false;
    }
    if (!start_open(&supervisor->started, options, &first->service, &error)) {
        log_service(LOG_ERR, "%s", error->message);
        supervisor->status = error->code;
        return false;
    }
    supervisor->front.listen_fd = supervisor->started.listener->fd;
    supervisor->front.lock_fd = supervisor->started.listener->lock_fd;
    return true;
}

int supervisor_run(const Options *options)
{
    Supervisor supervisor = { .front.link = -1, .started.pid_fd = -1 };
    if (!start_detached(&supervisor.started, options)) {
        log_service(LOG_ERR, "cannot go into the background: %s", g_strerror(errno));
        return EX_OSERR;
    }
    control_init(&supervisor.started.control);
    succession_init(&supervisor.succession, options->config, &supervisor.front);
    if (open_all(&supervisor, options)) {
        start_leave_terminal(&supervisor.started);
        log_open(PROGRAM_NAME, options->in_foreground, options->is_verbose);
        pid_file_write(supervisor.started.pid_fd);
        serve(&supervisor);
    }
    start_tell_parent(&supervisor.started, supervisor.status);
    succession_clear(&supervisor.succession);
    started_clear(&supervisor.started);
    return supervisor.status;
}
