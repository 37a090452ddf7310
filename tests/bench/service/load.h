/* SPDX-License-Identifier: BSD-2-Clause */
/* Many connections at once, a thread each, every one sending post after post. */
#ifndef KUSTODE_BENCH_LOAD_H
#define KUSTODE_BENCH_LOAD_H

#include "client.h"

typedef struct Load {
    const char *socket;
    unsigned connections;
    const GPtrArray *posts; /* WirePost, sent in turn */
    unsigned lists;         /* to list-0@ ... in turn */
    unsigned most;          /* then it ends; 0: when it is told to */
    /* Whether what was inserted is right; NULL: not looked at. Any thread. */
    bool (*is_right)(const char *inserted, void *user);
    void *user;
} Load;

typedef struct LoadResult {
    double seconds;
    GArray *microseconds; /* int64_t a post, ascending */
    unsigned lost;        /* not answered, or deferred */
    unsigned wrong;       /* by `is_right` */
} LoadResult;

typedef struct RunningLoad RunningLoad;

/* Ends the program when there is no connection to be had. */
RunningLoad *load_start(const Load *load);

/* Waits for `most`, or ends it; what came of it, the caller's. */
LoadResult *load_finish(RunningLoad *running);
void load_result_free(LoadResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoadResult, load_result_free)

/* So many seconds of it. */
LoadResult *load_run(const Load *load, double seconds);

/* The time that so large a share of the posts did not exceed, in milliseconds. */
double load_milliseconds(const LoadResult *result, double share);

#endif
