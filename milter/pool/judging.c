/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/judging.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gio/gio.h>

#include "pool/crew.h"
#include "pool/judge_post.h"
#include "pool/sandbox.h"
#include "pool/zygote.h"

struct Judging {
    gatomicrefcount references;
    Policies *policies;
    Crew *crew; /* NULL: judged by this process */
};

static Judging *judging_new(Policies *policies, Crew *crew)
{
    Judging *judging = g_new0(Judging, 1);
    g_atomic_ref_count_init(&judging->references);
    judging->policies = policies;
    judging->crew = crew;
    return judging;
}

Judging *judging_new_in_process(Policies *policies)
{
    return judging_new(policies, NULL);
}

unsigned judging_default_workers(void)
{
    return MAX(2 * g_get_num_processors(), 4);
}

Judging *judging_new_with_workers(Policies *policies, unsigned workers, bool has_filter,
                                  GError **error)
{
    int control[2];
    if (has_filter && !sandbox_is_possible(error)) {
        return NULL;
    }
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) != 0) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno), "cannot make a socket: %s",
                    g_strerror(errno));
        return NULL;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(control[1]);
        zygote_warm_up(policies);
        signal(SIGINT, SIG_IGN); /* Ctrl-C is for the tool, which lets go of the channel */
        zygote_run(control[0], policies, &(ZygoteOptions){ .has_filter = has_filter });
    }
    close(control[0]);
    if (pid < 0) {
        close(control[1]);
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
                    "cannot start judging processes: %s", g_strerror(errno));
        return NULL;
    }
    return judging_new(policies, crew_new(control[1], workers));
}

Judging *judging_new_from_zygote(int control, Policies *roster, unsigned workers)
{
    return judging_new(roster, crew_new(control, workers));
}

void judging_hire(Judging *judging, unsigned workers)
{
    if (judging->crew != NULL) {
        crew_hire(judging->crew, workers);
    }
}

unsigned judging_workers(const Judging *judging)
{
    return judging->crew == NULL ? 0 : crew_alive(judging->crew);
}

unsigned judging_idle_workers(const Judging *judging)
{
    return judging->crew == NULL ? 0 : crew_idle(judging->crew);
}

Judging *judging_ref(Judging *judging)
{
    g_atomic_ref_count_inc(&judging->references);
    return judging;
}

void judging_unref(Judging *judging)
{
    if (judging != NULL && g_atomic_ref_count_dec(&judging->references)) {
        crew_free(judging->crew);
        policies_free(judging->policies);
        g_free(judging);
    }
}

const ListIndex *judging_lists(const Judging *judging)
{
    return judging->policies->index;
}

static const Policy *policy_of(const Judging *judging, int list)
{
    return list < 0 ? judging->policies->defaults
                    : g_ptr_array_index(judging->policies->lists, list);
}

ListMode judging_list_mode(const Judging *judging, int list)
{
    return policy_of(judging, list)->mode;
}

const char *judging_list_address(const Judging *judging, int list)
{
    return policy_of(judging, list)->address;
}

const Limits *judging_limits(const Judging *judging)
{
    return &judging->policies->limits;
}

bool judging_uses_spool(const Judging *judging)
{
    return policies_use_spool(judging->policies);
}

const RuleSet *judging_rules(const Judging *judging)
{
    return judging->policies->rules;
}

const char *judging_generation(const Judging *judging)
{
    return judging->policies->generation;
}

/* What is left to say when judging itself failed: the lists' `on-error`; or 451 when no
 * process ever had it. */
static Judgement *judge_failed(const Judging *judging, const JudgingRequest *request,
                               JudgingFailure failure)
{
    Judgement *judgement = judgement_new();
    for (size_t i = 0; i < request->n_lists; i++) {
        const Policy *policy = policy_of(judging, request->lists[i].number);
        g_ptr_array_add(judgement->outcomes, outcome_of_failure(policy, request->lists[i].address,
                                                                judging->policies->generation));
    }
    if (judgement->outcomes->len == 0) {
        g_ptr_array_add(judgement->outcomes, outcome_of_failure(judging->policies->defaults, NULL,
                                                                judging->policies->generation));
    }
    bool was_asked = failure != JUDGING_BUSY && failure != JUDGING_GONE;
    judgement->reply = was_asked ? plan_reply(judgement->outcomes) : REPLY_TEMPFAIL;
    judgement->failed_by = failure;
    judgement->date_seconds = -1;
    judgement->rendered =
        present_failure(g_ptr_array_index(judgement->outcomes, 0), &request->presentation);
    return judgement;
}

static Judgement *ask_crew(Judging *judging, const JudgingRequest *request)
{
    int64_t start = g_get_monotonic_time();
    JudgingFailure failure;
    char *cause;
    Judgement *judgement = crew_judge(judging->crew, request, &failure, &cause);
    if (judgement == NULL) {
        judgement = judge_failed(judging, request, failure);
        judgement->failure = g_strdup_printf("%s: %s", judging_failure_name(failure), cause);
        judgement->microseconds = g_get_monotonic_time() - start;
    }
    g_free(cause);
    return judgement;
}

Judgement *judging_judge(Judging *judging, const JudgingRequest *request)
{
    Judgement *judgement =
        judging->crew != NULL ? ask_crew(judging, request) : judge_post(judging->policies, request);
    judgement->edits = request->undo ? plan_undo(judgement->outcomes, request->raw)
                                     : plan_edits(judgement->outcomes, request->raw);
    return judgement;
}
