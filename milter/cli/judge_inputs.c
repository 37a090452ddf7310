/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From INPUT... to one judged message after the other: read by this thread, judged by as many
 * workers as there are, delivered in the order read. What is read and not yet delivered is bounded,
 * so that an archive of any size passes in constant memory.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli/progress.h"

enum {
    TASKS_MOST = 64, /* read ahead: enough for every worker to find work */
    READ_AHEAD_BYTES = 64 * 1024 * 1024
};

/* One message on its way. */
typedef struct Task {
    char *raw, *source; /* owned */
    MailboxMessage message;
    Judgement *judgement; /* NULL until judged */
    Judgement *other;     /* by the other configuration; set before `judgement` */
} Task;

typedef struct Walk {
    Cli *cli;
    Presentation as; /* what is the same for all messages */
    JudgedFunction on_judged;
    Cli *other; /* the configuration to judge by as well, or NULL; then `on_pair` is called */
    PairFunction on_pair;
    void *user;
    Progress *progress;
    size_t messages;
    bool is_over;         /* the subcommand wants no more */
    GThreadPool *threads; /* NULL: judged by this thread */
    GMutex lock;          /* of the tasks' judgements */
    GCond judged;
    GQueue tasks; /* Task, in the order read */
    size_t bytes; /* of their messages */
} Walk;

static int status_of(const GError *error)
{
    static const int statuses[] = {
        [MAILBOX_ERROR_NO_INPUT] = EX_NOINPUT,
        [MAILBOX_ERROR_PERMISSION] = EX_NOPERM,
        [MAILBOX_ERROR_BROKEN] = EX_DATAERR,
        [MAILBOX_ERROR_READ] = EX_IOERR,
    };
    return error->domain == MAILBOX_ERROR ? statuses[error->code] : EX_SOFTWARE;
}

static Judgement *judge(const Cli *cli, const MailboxMessage *message, const Presentation *as)
{
    JudgingRequest request = {
        .raw = message->raw,
        .lists = cli->post_list.number >= 0 ? &cli->post_list : NULL,
        .n_lists = cli->post_list.number >= 0 ? 1 : 0,
        .presentation = *as,
        .undo = cli->undo,
    };
    request.presentation.source = message->source;
    request.presentation.message = message->number;
    request.presentation.offset = message->offset;
    return judging_judge(cli->judging, &request);
}

static void report_failure(Walk *walk, const MailboxMessage *message, const Judgement *judgement)
{
    if (judgement != NULL && judgement->failure != NULL) {
        cli_fail(walk->cli, EX_SOFTWARE, "%s:%zu could not be judged (%s)", message->source,
                 message->number, judgement->failure);
    }
}

static void deliver(Walk *walk, const Task *task)
{
    if (walk->is_over) {
        return;
    }
    if (isatty(STDOUT_FILENO)) {
        progress_hide(walk->progress);
    }
    report_failure(walk, &task->message, task->judgement);
    report_failure(walk, &task->message, task->other);
    walk->is_over =
        walk->other == NULL
            ? !walk->on_judged(walk->cli, &task->message, task->judgement, walk->user)
            : !walk->on_pair(walk->cli, &task->message, task->judgement, task->other, walk->user);
    walk->messages++;
}

static Judgement *judge_by_other(const Walk *walk, const MailboxMessage *message)
{
    return walk->other == NULL ? NULL : judge(walk->other, message, &walk->as);
}

static Task *task_new(const MailboxMessage *message)
{
    Task *task = g_new0(Task, 1);
    task->raw = g_memdup2(message->raw.text, message->raw.length);
    task->source = g_strdup(message->source);
    task->message = *message;
    task->message.raw.text = task->raw;
    task->message.source = task->source;
    return task;
}

static void task_free(Task *task)
{
    judgement_free(task->judgement);
    judgement_free(task->other);
    g_free(task->raw);
    g_free(task->source);
    g_free(task);
}

/* In a thread of the pool. */
static void judge_task(void *data, void *user)
{
    Task *task = data;
    Walk *walk = user;
    task->other = judge_by_other(walk, &task->message);
    Judgement *judgement = judge(walk->cli, &task->message, &walk->as);
    g_mutex_lock(&walk->lock);
    task->judgement = judgement;
    g_cond_signal(&walk->judged);
    g_mutex_unlock(&walk->lock);
}

static bool is_judged(Walk *walk, const Task *task, bool waits)
{
    g_mutex_lock(&walk->lock);
    while (waits && task->judgement == NULL) {
        g_cond_wait(&walk->judged, &walk->lock);
    }
    bool is_done = task->judgement != NULL;
    g_mutex_unlock(&walk->lock);
    return is_done;
}

/* Delivers what is judged, in order; waits for the oldest while more than `most` are on their way.
 */
static void deliver_tasks(Walk *walk, size_t most)
{
    Task *task;
    while ((task = g_queue_peek_head(&walk->tasks)) != NULL) {
        bool waits = walk->tasks.length > most || walk->bytes > READ_AHEAD_BYTES;
        if (!is_judged(walk, task, waits)) {
            return;
        }
        g_queue_pop_head(&walk->tasks);
        walk->bytes -= task->message.raw.length;
        deliver(walk, task);
        task_free(task);
    }
}

static void judge_message(Walk *walk, const MailboxMessage *message)
{
    if (walk->threads == NULL) {
        g_autoptr(Judgement) other = judge_by_other(walk, message);
        g_autoptr(Judgement) judgement = judge(walk->cli, message, &walk->as);
        deliver(walk, &(Task){ .message = *message, .judgement = judgement, .other = other });
        return;
    }
    Task *task = task_new(message);
    g_queue_push_tail(&walk->tasks, task);
    walk->bytes += message->raw.length;
    g_thread_pool_push(walk->threads, task, NULL);
    deliver_tasks(walk, TASKS_MOST);
}

static void judge_mailbox(Walk *walk, Mailbox *mailbox, const char *input)
{
    size_t found = 0;
    bool was_broken = false;
    while (!walk->is_over) {
        MailboxMessage message;
        g_autoptr(GError) error = NULL;
        if (mailbox_next(mailbox, &message, &error)) {
            found++;
            judge_message(walk, &message);
            progress_show(walk->progress, mailbox_progress(mailbox), walk->messages);
        } else if (error != NULL) {
            progress_hide(walk->progress);
            cli_fail(walk->cli, status_of(error), "%s", error->message);
            was_broken = true;
        } else {
            break;
        }
    }
    deliver_tasks(walk, 0);
    if (found == 0 && !was_broken && !walk->cli->quiet) {
        fprintf(stderr, "kustode: %s holds no message\n", input);
    }
}

/* A terminal's width; 0, no limit, for anything else. */
static unsigned output_width(void)
{
    struct winsize size;
    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static void judge_input(Walk *walk, const char *input)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Mailbox) mailbox = mailbox_open(input, &error);
    if (mailbox != NULL) {
        judge_mailbox(walk, mailbox, input);
        return;
    }
    progress_hide(walk->progress);
    cli_fail(walk->cli, status_of(error), "%s", error->message);
}

static void walk_inputs(Walk *walk)
{
    walk->progress = progress_new();
    g_queue_init(&walk->tasks);
    g_mutex_init(&walk->lock);
    g_cond_init(&walk->judged);
    if (!walk->cli->in_process) {
        walk->threads =
            g_thread_pool_new(judge_task, walk, (int)judging_default_workers(), TRUE, NULL);
    }
    for (size_t i = 0; walk->cli->inputs[i] != NULL && !walk->is_over; i++) {
        judge_input(walk, walk->cli->inputs[i]);
    }
    if (walk->threads != NULL) {
        g_thread_pool_free(walk->threads, FALSE, TRUE);
    }
    progress_free(walk->progress);
    g_mutex_clear(&walk->lock);
    g_cond_clear(&walk->judged);
}

void cli_judge_inputs(Cli *cli, PresentationKind kind, bool with_near, JudgedFunction on_judged,
                      void *user)
{
    Walk walk = {
        .cli = cli,
        .as = { .kind = kind,
                .in_colour = cli_wants_colour(),
                .is_verbose = cli->verbose,
                .with_near = with_near,
                .width = output_width() },
        .on_judged = on_judged,
        .user = user,
    };
    walk_inputs(&walk);
}

void cli_judge_pairs(Cli *cli, Cli *other, PairFunction on_pair, void *user)
{
    Walk walk = { .cli = cli, .other = other, .on_pair = on_pair, .user = user };
    walk_inputs(&walk);
}

Judgement *cli_judge(const Cli *cli, const MailboxMessage *message, PresentationKind kind)
{
    return judge(cli, message, &(Presentation){ .kind = kind });
}

bool cli_print_rendered(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                        void *user)
{
    (void)message;
    (void)user;
    if (judgement->rendered == NULL || fputs(judgement->rendered, stdout) != EOF) {
        return true;
    }
    if (errno != EPIPE) { /* `| head` has seen enough: no error */
        cli_fail(cli, EX_IOERR, "cannot write to standard output: %s", g_strerror(errno));
    }
    return false;
}
