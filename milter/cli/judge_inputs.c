/* SPDX-License-Identifier: BSD-2-Clause */
/* From INPUT... to one judged message after the other. */
#include "cli/cli.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli/progress.h"

typedef struct Walk {
    Cli *cli;
    Presentation as; /* what is the same for all messages */
    JudgedFunction on_judged;
    void *user;
    Progress *progress;
    size_t messages;
    bool is_over; /* the subcommand wants no more */
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

static void judge_message(Walk *walk, const MailboxMessage *message)
{
    Cli *cli = walk->cli;
    JudgingRequest request = {
        .raw = message->raw,
        .envelope = { .received_seconds = time(NULL) },
        .lists = cli->post_list.number >= 0 ? &cli->post_list : NULL,
        .n_lists = cli->post_list.number >= 0 ? 1 : 0,
        .presentation = walk->as,
    };
    request.presentation.source = message->source;
    request.presentation.message = message->number;
    request.presentation.offset = message->offset;
    g_autoptr(Judgement) judgement = judging_judge(cli->judging, &request);
    if (isatty(STDOUT_FILENO)) {
        progress_hide(walk->progress);
    }
    walk->is_over = !walk->on_judged(cli, message, judgement, walk->user);
    walk->messages++;
}

static void judge_mailbox(Walk *walk, Mailbox *mailbox, const char *input)
{
    size_t before = walk->messages;
    bool was_broken = false;
    while (!walk->is_over) {
        MailboxMessage message;
        g_autoptr(GError) error = NULL;
        if (mailbox_next(mailbox, &message, &error)) {
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
    if (walk->messages == before && !was_broken && !walk->cli->quiet) {
        fprintf(stderr, "kustode: %s holds no message\n", input);
    }
}

/* A terminal's width; 0, no limit, for anything else. */
static unsigned output_width(void)
{
    struct winsize size;
    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
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
        .progress = progress_new(),
    };
    for (size_t i = 0; cli->inputs[i] != NULL && !walk.is_over; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Mailbox) mailbox = mailbox_open(cli->inputs[i], &error);
        if (mailbox == NULL) {
            progress_hide(walk.progress);
            cli_fail(cli, status_of(error), "%s", error->message);
        } else {
            judge_mailbox(&walk, mailbox, cli->inputs[i]);
        }
    }
    progress_free(walk.progress);
}

bool cli_print_rendered(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                        void *user)
{
    (void)message;
    (void)user;
    if (fputs(judgement->rendered, stdout) == EOF) {
        cli_fail(cli, EX_IOERR, "cannot write to standard output: %s", g_strerror(errno));
        return false;
    }
    return true;
}
