/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stands before the product's own judging (ld --wrap) in a daemon of the bench: a post that asks
 * for it overflows the stack or hangs, all others are judged as ever.
 */
#include "pool/judge_post.h"

Judgement *__real_judge_post(const Policies *policies, const JudgingRequest *request);
Judgement *__wrap_judge_post(const Policies *policies, const JudgingRequest *request);

/* Deeper than any stack; not a tail call, and what it writes is read. */
static int overflow_stack(int depth)
{
    volatile char frame[4096];
    frame[0] = (char)depth;
    return depth > 0 ? overflow_stack(depth + 1) + frame[0] : 0;
}

static bool says(Span raw, const char *word)
{
    return memmem(raw.text, raw.length, word, strlen(word)) != NULL;
}

Judgement *__wrap_judge_post(const Policies *policies, const JudgingRequest *request)
{
    if (says(request->raw, "X-Bench: crash")) {
        overflow_stack(1);
    }
    if (says(request->raw, "X-Bench: hang")) {
        for (volatile int i = 0;; i++) {
        }
    }
    return __real_judge_post(policies, request);
}
