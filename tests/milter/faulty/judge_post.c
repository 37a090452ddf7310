/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes the place of judging in both programs of the tests: the post's text says what is to
 * happen to the process that judges it.
 */
#include "pool/judge_post.h"

#include <sys/socket.h>
#include <unistd.h>

/* Deeper than any stack; not a tail call, and what it writes is read. */
static int overflow_stack(int depth)
{
    volatile char frame[4096];
    frame[0] = (char)depth;
    return depth > 0 ? overflow_stack(depth + 1) + frame[0] : 0;
}

/* As a hang, but leaves the processor to others. */
static void wait_for_nothing(void)
{
    GMutex mutex;
    GCond never;
    g_mutex_init(&mutex);
    g_cond_init(&never);
    g_mutex_lock(&mutex);
    for (;;) {
        g_cond_wait(&never, &mutex);
    }
}

static bool says(Span raw, const char *word)
{
    return memmem(raw.text, raw.length, word, strlen(word)) != NULL;
}

static void act(Span raw)
{
    if (says(raw, "please crash")) {
        overflow_stack(1);
    } else if (says(raw, "please hang")) {
        for (volatile int i = 0;; i++) {
        }
    } else if (says(raw, "please wait")) {
        wait_for_nothing();
    } else if (says(raw, "please fill memory")) {
        for (;;) {
            memset(g_malloc(1024 * 1024), 1, 1024 * 1024);
        }
    } else if (says(raw, "please call")) {
        socket(AF_INET, SOCK_STREAM, 0);
    }
}

Judgement *judge_post(const Policies *policies, const JudgingRequest *request)
{
    act(request->raw);
    Judgement *judgement = judgement_new();
    Outcome *outcome = outcome_new();
    outcome->list = g_strdup(request->n_lists > 0 ? request->lists[0].address : NULL);
    outcome->mode = LIST_LIVE;
    outcome->verdict = says(request->raw, "please lie") ? 17 : VERDICT_NONE;
    outcome->gen = g_strdup(policies->generation);
    g_ptr_array_add(judgement->outcomes, outcome);
    if (request->presentation.kind != PRESENT_NOTHING) {
        judgement->rendered = present_failure(outcome, &request->presentation);
    }
    return judgement;
}
