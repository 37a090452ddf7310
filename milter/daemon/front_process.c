/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/front_process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/descriptors.h"
#include "pool/passing.h"

void front_process_start(FrontProcess *front)
{
    int ends[2] = { -1, -1 };
    front->due = 0;
    backoff_note_start(&front->backoff);
    pid_t pid =
        socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0 ? fork() : (pid_t)-1;
    if (pid == 0) {
        prctl(PR_SET_NAME, "kustode-front");
        /* A group of its own, since the terminal's Ctrl-C is for the supervisor. */
        setpgid(0, 0);
        /* With the lock: as long as it serves the socket a second instance is refused. */
        int kept[] = { front->listen_fd, front->lock_fd, ends[1] };
        descriptors_keep(kept, G_N_ELEMENTS(kept));
        front_run(front->listen_fd, ends[1], front->counters);
    }
    if (ends[1] >= 0) {
        close(ends[1]);
    }
    if (pid < 0) {
        log_service(LOG_ERR, "cannot start the front: %s", g_strerror(errno));
        if (ends[0] >= 0) {
            close(ends[0]);
        }
        front->due = backoff_next_start(&front->backoff);
        return;
    }
    front->pid = pid;
    front->link = ends[0];
}

static LogFrom log_from_of(const Service *service)
{
    static const char *const names[] = {
        [LOG_FROM_FULL] = "full", [LOG_FROM_DOMAIN] = "domain", [LOG_FROM_NONE] = "none"
    };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_strcmp0(service->log_from, names[i]) == 0) {
            return i;
        }
    }
    return LOG_FROM_FULL;
}

bool front_process_serve(FrontProcess *front, const Report *report, int control, int roster)
{
    FrontOrder order = { .what = FRONT_SERVE,
                         .workers = report_workers(report),
                         .log_from = log_from_of(&report->service) };
    g_strlcpy(order.spool, report->service.spool, sizeof order.spool);
    int descriptors[N_ORDER_DESCRIPTORS] = { [ORDER_CONTROL] = control, [ORDER_ROSTER] = roster };
    bool is_sent = front->link >= 0 &&
                   pass_send(front->link, &order, sizeof order, descriptors, N_ORDER_DESCRIPTORS);
    close(control);
    close(roster);
    return is_sent;
}

void front_process_leave(FrontProcess *front)
{
    const FrontOrder order = { .what = FRONT_LEAVE };
    front->due = 0;
    if (front->link >= 0) {
        pass_send(front->link, &order, sizeof order, NULL, 0);
    }
}

void front_process_ended(FrontProcess *front, int status)
{
    front->pid = 0;
    close(front->link);
    front->link = -1;
    if (WIFSIGNALED(status)) {
        log_service(LOG_CRIT, "the front died of signal %d (%s)", WTERMSIG(status),
                    strsignal(WTERMSIG(status)));
    } else {
        log_service(LOG_CRIT, "the front ended with status %d", WEXITSTATUS(status));
    }
    front->due = backoff_next_start(&front->backoff);
}
