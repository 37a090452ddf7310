/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/crew.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pool/record.h"
#include "pool/worker.h"
#include "pool/zygote.h"

enum {
    POST_MILLISECONDS = 2000, /* limits.time, the only clock: everything else is counted work */
    WAIT_SECONDS = 60,        /* for a free worker; then 451, a flood must not buy passage */
    /* One worker a time, as many at once as live: a flood of posts that kill theirs, or a zygote
     * whose children die at birth, has half a core to burn and no more. */
    HIRE_MICROSECONDS = 5 * 1000,
};

struct Crew {
    GMutex lock;
    GCond freed;
    GMutex zygote_lock; /* one order and its reply at a time */
    int control;
    unsigned most, alive;
    int64_t next_hire; /* when one more is within the rate */
    GPtrArray *idle;   /* Worker; the last one back goes first, its caches are warm */
};

const char *judging_failure_name(JudgingFailure failure)
{
    static const char *const names[N_JUDGING_FAILURES] = {
        [JUDGING_ANSWERED] = "answered", [JUDGING_BUSY] = "busy", [JUDGING_GONE] = "gone",
        [JUDGING_KILLED] = "killed",     [JUDGING_LATE] = "late", [JUDGING_LIED] = "lied",
    };
    return names[failure];
}

Crew *crew_new(int control, unsigned most)
{
    Crew *crew = g_new0(Crew, 1);
    g_mutex_init(&crew->lock);
    g_mutex_init(&crew->zygote_lock);
    g_cond_init(&crew->freed);
    crew->control = control;
    crew->most = most;
    crew->idle = g_ptr_array_new_with_free_func((GDestroyNotify)worker_free);
    return crew;
}

void crew_free(Crew *crew)
{
    if (crew == NULL) {
        return;
    }
    g_ptr_array_unref(crew->idle);
    close(crew->control);
    g_mutex_clear(&crew->lock);
    g_mutex_clear(&crew->zygote_lock);
    g_cond_clear(&crew->freed);
    g_free(crew);
}

static void wait_for_turn(Crew *crew)
{
    int64_t now = g_get_monotonic_time();
    g_mutex_lock(&crew->lock);
    int64_t turn = MAX(crew->next_hire, now - (int64_t)crew->most * HIRE_MICROSECONDS);
    crew->next_hire = turn + HIRE_MICROSECONDS;
    g_mutex_unlock(&crew->lock);
    if (turn > now) {
        g_usleep((gulong)(turn - now));
    }
}

static Worker *hire(Crew *crew, GError **error)
{
    wait_for_turn(crew);
    g_mutex_lock(&crew->zygote_lock);
    Worker *worker = zygote_fork_worker(crew->control, error);
    g_mutex_unlock(&crew->zygote_lock);
    if (worker != NULL) {
        struct timeval patience = { POST_MILLISECONDS / 1000, POST_MILLISECONDS % 1000 * 1000 };
        setsockopt(worker->channel, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    return worker;
}

/* An idle worker, or the right to hire one (NULL with true); false when neither came in time. */
static bool wait_for_place(Crew *crew, int64_t deadline, Worker **worker)
{
    g_mutex_lock(&crew->lock);
    bool has_place = true;
    while (has_place && crew->idle->len == 0 && crew->alive >= crew->most) {
        has_place = g_cond_wait_until(&crew->freed, &crew->lock, deadline);
    }
    *worker = NULL;
    if (has_place && crew->idle->len > 0) {
        *worker = g_ptr_array_steal_index_fast(crew->idle, crew->idle->len - 1);
    } else if (has_place) {
        crew->alive++;
    }
    g_mutex_unlock(&crew->lock);
    return has_place;
}

/* Back among the idle, or with NULL given up: another may be hired. */
static void return_worker(Crew *crew, Worker *worker)
{
    g_mutex_lock(&crew->lock);
    if (worker != NULL) {
        g_ptr_array_add(crew->idle, worker);
    } else {
        crew->alive--;
    }
    g_cond_signal(&crew->freed);
    g_mutex_unlock(&crew->lock);
}

/* It ends by itself. */
static void let_leave(Crew *crew, Worker *worker)
{
    zygote_forget_worker(crew->control, worker->pid);
    worker_free(worker);
}

/* Ends a worker for good and tells how it ended; NULL when nobody knows, since its zygote is gone.
 */
static char *dismiss(Crew *crew, Worker *worker)
{
    syscall(SYS_pidfd_send_signal, worker->pidfd, SIGKILL, NULL, 0);
    g_mutex_lock(&crew->zygote_lock);
    int status = zygote_worker_status(crew->control, worker->pid);
    g_mutex_unlock(&crew->zygote_lock);
    worker_free(worker);
    if (status < 0) {
        return NULL;
    }
    if (WIFSIGNALED(status)) {
        int signal_number = WTERMSIG(status);
        return g_strdup(signal_number == SIGSYS ? "forbidden system call"
                                                : strsignal(signal_number));
    }
    return g_strdup_printf("exit status %d", WEXITSTATUS(status));
}

static bool send_ask(const Worker *worker)
{
    char byte = WORKER_ASK;
    return send(worker->channel, &byte, 1, MSG_NOSIGNAL) == 1;
}

static JudgingFailure wait_for_answer(const Worker *worker, bool *is_leaving)
{
    char byte;
    ssize_t got;
    do {
        got = recv(worker->channel, &byte, 1, 0);
    } while (got < 0 && errno == EINTR);
    *is_leaving = got == 1 && byte == WORKER_LEAVING;
    if (got == 1) {
        return JUDGING_ANSWERED;
    }
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? JUDGING_LATE : JUDGING_KILLED;
}

/*
 * A worker that has been asked. One that was dead before it got the post is no fault of the post:
 * silently the next one. NULL, with `failure` and `cause`, when there is none to be had.
 */
static Worker *take_asked_worker(Crew *crew, Span packed, const JudgingRequest *request,
                                 JudgingFailure *failure, char **cause)
{
    unsigned patience = request->wait_seconds == 0 ? WAIT_SECONDS : request->wait_seconds;
    int64_t deadline = g_get_monotonic_time() + patience * G_TIME_SPAN_SECOND;
    Worker *worker;
    while (wait_for_place(crew, deadline, &worker)) {
        g_autoptr(GError) error = NULL;
        worker = worker != NULL ? worker : hire(crew, &error);
        if (worker == NULL) {
            return_worker(crew, NULL);
            *failure = JUDGING_GONE;
            *cause = g_strdup(error->message);
            return NULL;
        }
        if (slot_put_request(worker->slot, packed, request->raw) && send_ask(worker)) {
            return worker;
        }
        g_free(dismiss(crew, worker));
        return_worker(crew, NULL);
    }
    *failure = JUDGING_BUSY;
    *cause = g_strdup("all judging processes are busy");
    return NULL;
}

static bool contents_are_sound(const Judgement *judgement, Span raw)
{
    for (guint i = 0; i < judgement->outcomes->len; i++) {
        const Outcome *outcome = g_ptr_array_index(judgement->outcomes, i);
        if (outcome->content->len > 0 && !edits_are_sound(outcome->content, raw)) {
            return false;
        }
    }
    return true;
}

static Judgement *read_answer(Worker *worker, Span raw, JudgingFailure *failure)
{
    g_autoptr(GBytes) answer = slot_take_answer(worker->slot);
    gsize length = 0;
    const char *bytes = answer == NULL ? NULL : g_bytes_get_data(answer, &length);
    Judgement *judgement = bytes == NULL ? NULL : judgement_unpack(span_make(bytes, length));
    if (judgement != NULL && !contents_are_sound(judgement, raw)) {
        g_clear_pointer(&judgement, judgement_free);
    }
    *failure = judgement == NULL ? JUDGING_LIED : JUDGING_ANSWERED;
    slot_trim(worker->slot);
    return judgement;
}

/*
 * The worker's answer; then it goes back, or its place. JUDGING_GONE: it died before it began, or
 * with its zygote, which no post can reach: that is no fault of the post either.
 */
static Judgement *finish_with(Crew *crew, Worker *worker, Span raw, JudgingFailure *failure,
                              char **cause)
{
    bool is_leaving = false;
    *failure = wait_for_answer(worker, &is_leaving);
    Judgement *judgement = *failure == JUDGING_ANSWERED ? read_answer(worker, raw, failure) : NULL;
    if (*failure == JUDGING_KILLED && !slot_was_taken(worker->slot)) {
        *failure = JUDGING_GONE;
    }
    if (judgement == NULL) {
        *cause = dismiss(crew, worker);
        if (*cause == NULL) {
            *failure = *failure == JUDGING_KILLED ? JUDGING_GONE : *failure;
            *cause = g_strdup("its zygote is gone");
        }
    } else if (is_leaving) {
        let_leave(crew, worker);
    }
    return_worker(crew, judgement == NULL || is_leaving ? NULL : worker);
    return judgement;
}

Judgement *crew_judge(Crew *crew, const JudgingRequest *request, JudgingFailure *failure,
                      char **cause)
{
    g_autoptr(GByteArray) bytes = request_pack(request);
    const Span packed = span_make((const char *)bytes->data, bytes->len);
    *cause = NULL;
    /* Each idle one may have died while nobody looked, and one more that was just hired. */
    for (unsigned attempts = 0; attempts <= crew->most + 1; attempts++) {
        g_clear_pointer(cause, g_free);
        Worker *worker = take_asked_worker(crew, packed, request, failure, cause);
        if (worker == NULL) {
            return NULL;
        }
        Judgement *judgement = finish_with(crew, worker, request->raw, failure, cause);
        if (*failure != JUDGING_GONE) {
            return judgement;
        }
    }
    return NULL;
}

static bool claim_place(Crew *crew, unsigned count)
{
    g_mutex_lock(&crew->lock);
    bool is_free = crew->alive < MIN(count, crew->most);
    crew->alive += is_free;
    g_mutex_unlock(&crew->lock);
    return is_free;
}

void crew_hire(Crew *crew, unsigned count)
{
    bool goes_on = true;
    while (goes_on && claim_place(crew, count)) {
        Worker *worker = hire(crew, NULL);
        return_worker(crew, worker);
        goes_on = worker != NULL;
    }
}

unsigned crew_alive(Crew *crew)
{
    g_mutex_lock(&crew->lock);
    unsigned alive = crew->alive;
    g_mutex_unlock(&crew->lock);
    return alive;
}

unsigned crew_idle(Crew *crew)
{
    g_mutex_lock(&crew->lock);
    unsigned idle = crew->idle->len;
    g_mutex_unlock(&crew->lock);
    return idle;
}
