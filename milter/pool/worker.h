/* SPDX-License-Identifier: BSD-2-Clause */
/* A judging process: envelope and bytes in, judgement out, nothing else. */
#ifndef KUSTODE_POOL_WORKER_H
#define KUSTODE_POOL_WORKER_H

#include "pool/slot.h"
#include "pool/judging.h"

/* The one byte by which worker and asker wake each other; end of file is death. */
enum {
    WORKER_ASK = 'a',     /* the slot holds a request */
    WORKER_ANSWER = 'b',  /* the slot holds an answer */
    WORKER_LEAVING = 'c', /* so it does, and it was the last: give me up */
};

/* Judges what comes over `channel` until that ends; never returns. */
G_NORETURN void worker_run(int channel, Slot *slot, const Policies *policies);

#endif
