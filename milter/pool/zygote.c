/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/zygote.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gio.h>

#include "pool/judge_post.h"
#include "pool/passing.h"
#include "pool/sandbox.h"
#include "pool/worker.h"

enum {
    /* For workers that are still busy when nobody asks any more: longer than a post may take. */
    LAST_MILLISECONDS = 3000,
    PAUSE_MICROSECONDS = 10 * 1000,
};

typedef struct Order {
    enum {
        ORDER_FORK,
        ORDER_STATUS,
        ORDER_FORGET, /* has no reply */
    } what;
    pid_t pid; /* of the two last */
} Order;

typedef struct ZygoteReply {
    int error; /* errno, 0: all is well */
    pid_t pid;
    int status; /* of waitpid(2) */
} ZygoteReply;

enum { SENT_SLOT, SENT_CHANNEL, SENT_PIDFD, N_SENT };
G_STATIC_ASSERT((int)N_SENT <= (int)PASSED_MOST);

void worker_free(Worker *worker)
{
    if (worker == NULL) {
        return;
    }
    slot_free(worker->slot);
    close(worker->channel);
    close(worker->pidfd);
    g_free(worker);
}

static void send_reply(int control, const ZygoteReply *reply, const int *descriptors, int count)
{
    pass_send(control, reply, sizeof *reply, descriptors, count);
}

/* Its own GLib messages would need system calls that the filter kills for. */
static GLogWriterOutput write_nothing(GLogLevelFlags level, const GLogField *fields, gsize count,
                                      void *user)
{
    (void)level;
    (void)fields;
    (void)count;
    (void)user;
    return G_LOG_WRITER_HANDLED;
}

static G_NORETURN void become_worker(int channel, Slot *slot, const Policies *policies,
                                     const ZygoteOptions *options)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "kustode-worker");
    signal(SIGTERM, SIG_IGN); /* the asker decides when a post is done */
    g_log_set_writer_func(write_nothing, NULL, NULL);
    g_autoptr(GError) error = NULL;
    if (!sandbox_enter(channel, options->has_filter, &error)) {
        _exit(2);
    }
    worker_run(channel, slot, policies);
}

static void close_all(const int *descriptors, int count)
{
    for (int i = 0; i < count; i++) {
        if (descriptors[i] >= 0) {
            close(descriptors[i]);
        }
    }
}

static void fork_worker(int control, const Policies *policies, const ZygoteOptions *options)
{
    int channel[2];
    g_autoptr(Slot) slot = slot_new(NULL);
    if (slot == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel) != 0) {
        send_reply(control, &(ZygoteReply){ .error = errno }, NULL, 0);
        return;
    }
    pid_t pid = fork();
    if (pid == 0) {
        become_worker(channel[0], slot, policies, options);
    }
    int pidfd = pid < 0 ? -1 : (int)syscall(SYS_pidfd_open, pid, 0);
    ZygoteReply reply = { .error = pidfd < 0 ? errno : 0, .pid = pid };
    int sent[N_SENT] = { slot_fd(slot), channel[1], pidfd };
    /* Before anybody knows of the worker: as long as this end is open, its death would not be seen.
     */
    close(channel[0]);
    send_reply(control, &reply, sent, pidfd < 0 ? 0 : N_SENT);
    close_all(&sent[SENT_CHANNEL], N_SENT - SENT_CHANNEL);
    if (pid > 0 && pidfd < 0) {
        waitpid(pid, NULL, 0); /* it ends, nobody has its channel */
    }
}

/* Its death would be that of its workers; they end when their channels do, all but one that hangs.
 */
static void wait_for_workers(void)
{
    int64_t end = g_get_monotonic_time() + LAST_MILLISECONDS * G_TIME_SPAN_MILLISECOND;
    while (waitpid(-1, NULL, WNOHANG) >= 0 && g_get_monotonic_time() < end) {
        g_usleep(PAUSE_MICROSECONDS);
    }
}

static void tell_status(int control, pid_t pid)
{
    ZygoteReply reply = { .pid = pid };
    if (waitpid(pid, &reply.status, 0) != pid) {
        reply.error = errno;
    }
    send_reply(control, &reply, NULL, 0);
}

void zygote_warm_up(const Policies *policies)
{
    static const char post[] =
        "From: a@b.example\nTo: c@d.example\nSubject: =?iso-8859-1?Q?w=E4rmer?=\nMIME-Version: "
        "1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
        "Content-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n"
        "PHA+0NLJ18XUPC9wPg==\n--x\nContent-Type: message/rfc822\n\nFrom: "
        "e@f.example\n\ntext\n--x--\n";
    JudgingRequest request = {
        .raw = span_make(post, sizeof post - 1),
        .presentation = { .kind = PRESENT_SCAN_JSON, .source = "" },
    };
    judgement_free(judge_post(policies, &request));
}

void zygote_run(int control, const Policies *policies, const ZygoteOptions *options)
{
    Order order;
    while (recv(control, &order, sizeof order, 0) == (ssize_t)sizeof order) {
        if (order.what == ORDER_FORK) {
            fork_worker(control, policies, options);
        } else if (order.what == ORDER_STATUS) {
            tell_status(control, order.pid);
        } else {
            waitpid(order.pid, NULL, 0);
        }
    }
    wait_for_workers();
    _exit(0);
}

static bool ask(int control, const Order *order, ZygoteReply *reply, int descriptors[N_SENT])
{
    return send(control, order, sizeof *order, MSG_NOSIGNAL) == (ssize_t)sizeof *order &&
           pass_receive(control, reply, sizeof *reply, descriptors, N_SENT);
}

Worker *zygote_fork_worker(int control, GError **error)
{
    ZygoteReply reply = { 0 };
    int sent[N_SENT] = { -1, -1, -1 };
    if (!ask(control, &(Order){ .what = ORDER_FORK }, &reply, sent)) {
        reply.error = ESRCH;
    }
    Slot *slot =
        reply.error == 0 && sent[SENT_SLOT] >= 0 ? slot_from_fd(sent[SENT_SLOT], error) : NULL;
    if (slot == NULL) {
        close_all(&sent[SENT_CHANNEL], N_SENT - SENT_CHANNEL);
        if (error != NULL && *error == NULL) {
            g_set_error(error, G_IO_ERROR, g_io_error_from_errno(reply.error),
                        "cannot get a judging process: %s", g_strerror(reply.error));
        }
        return NULL;
    }
    Worker *worker = g_new(Worker, 1);
    *worker = (Worker){ reply.pid, sent[SENT_PIDFD], sent[SENT_CHANNEL], slot };
    return worker;
}

void zygote_forget_worker(int control, pid_t pid)
{
    const Order order = { ORDER_FORGET, pid };
    send(control, &order, sizeof order, MSG_NOSIGNAL);
}

int zygote_worker_status(int control, pid_t pid)
{
    ZygoteReply reply = { 0 };
    int none[N_SENT] = { -1, -1, -1 };
    Order order = { ORDER_STATUS, pid };
    return ask(control, &order, &reply, none) && reply.error == 0 ? reply.status : -1;
}
