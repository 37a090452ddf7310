/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The process that holds one generation of rules, compiled and warm, and forks the workers that
 * judge by it. One thread, so that forking is safe; it ends when whoever asks it lets go of the
 * channel.
 */
#ifndef KUSTODE_POOL_ZYGOTE_H
#define KUSTODE_POOL_ZYGOTE_H

#include <sys/types.h>

#include "decision/policy.h"
#include "pool/slot.h"

/* How a worker may be born. */
typedef struct ZygoteOptions {
    bool has_filter; /* seccomp; off for sanitizers only */
} ZygoteOptions;

/* A worker as the asking side holds it. */
typedef struct Worker {
    pid_t pid;
    int pidfd;   /* to end it without hitting another process of the same number */
    int channel; /* a byte each way; end of file: it died */
    Slot *slot;
} Worker;

void worker_free(Worker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Worker, worker_free)

/*
 * To be done before the first order: judges a post, so that tables, caches and charsets are there
 * for all workers.
 */
void zygote_warm_up(const Policies *policies);

/* Serves orders on `control` until that ends; never returns. */
G_NORETURN void zygote_run(int control, const Policies *policies, const ZygoteOptions *options);

/* The asking side: a new worker, or NULL with `error` when the zygote is gone or cannot fork. */
Worker *zygote_fork_worker(int control, GError **error);

/* How a dead worker ended, as of waitpid(2); -1 when the zygote does not know. Waits for its end.
 */
int zygote_worker_status(int control, pid_t pid);

/* A worker is leaving, and nobody need know how it ends. */
void zygote_forget_worker(int control, pid_t pid);

#endif
