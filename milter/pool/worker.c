/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/worker.h"

#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pool/judge_post.h"
#include "pool/record.h"

enum {
    POSTS_MOST = 1000,                   /* then a fresh one: no leak lives longer */
    HEAP_GROWTH_BYTES = 32 * 1024 * 1024 /* what one post may leave behind in this process */
};

/* False when there is no answer to give: the asker then sees this process end. */
static bool answer_request(Slot *slot, const Policies *policies)
{
    JudgingRequest request;
    if (!request_unpack(slot_take_request(slot), &request)) {
        return false;
    }
    request.raw = slot_raw(slot);
    g_autoptr(Judgement) judgement = judge_post(policies, &request);
    g_autoptr(GByteArray) answer = judgement_pack(judgement);
    request_clear(&request);
    return slot_put_answer(slot, span_make((const char *)answer->data, answer->len));
}

/*
 * Where the heap ends. mallinfo2 would tell as much, but walks every free block to do so, and what
 * 10,000 lists leave behind when they are read is more blocks than a post takes time.
 */
static uintptr_t heap_end(void)
{
    return (uintptr_t)sbrk(0);
}

void worker_run(int channel, Slot *slot, const Policies *policies)
{
    const uintptr_t heap_at_start = heap_end();
    char byte;
    for (int posts = 1; recv(channel, &byte, 1, 0) == 1; posts++) {
        if (!answer_request(slot, policies)) {
            _exit(1);
        }
        bool is_worn = posts >= POSTS_MOST || heap_end() > heap_at_start + HEAP_GROWTH_BYTES;
        byte = is_worn ? WORKER_LEAVING : WORKER_ANSWER;
        if (send(channel, &byte, 1, MSG_NOSIGNAL) != 1 || is_worn) {
            break;
        }
    }
    _exit(0);
}
