/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the service costs: real daemons in folders of their own, driven over their milter sockets.
 * Figures with the goals they are held against. Usage: service BUILD MEASURE[,MEASURE...]|all
 * LONG-RUN INPUT...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "goals.h"
#include "mail/message.h"
#include "measures.h"
#include "posts.h"

static const struct {
    const char *name;
    void (*measure)(const Bench *bench);
} measures[] = {
    { "verdicts", measure_verdicts }, /* forks, so before any thread */
    { "throughput", measure_throughput }, { "memory", measure_memory },
    { "reload", measure_reload },         { "crashes", measure_crashes },
};

char *bench_program(const Bench *bench, const char *name)
{
    return g_build_filename(bench->build, name, NULL);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fputs("usage: service BUILD MEASURE[,MEASURE...]|all LONG-RUN INPUT...\n", stderr);
        return EXIT_FAILURE;
    }
    message_library_start();
    g_auto(GStrv) wanted = g_strsplit(argv[2], ",", -1);
    const Bench bench = { argv[1], posts_read(argv + 4), (unsigned)atoi(argv[3]) };
    size_t bytes = 0;
    for (guint i = 0; i < bench.posts->len; i++) {
        bytes += g_bytes_get_size(((WirePost *)g_ptr_array_index(bench.posts, i))->raw);
    }
    printf("%u posts, %zu bytes on average\n", bench.posts->len, bytes / bench.posts->len);
    for (size_t i = 0; i < G_N_ELEMENTS(measures); i++) {
        if (strcmp(argv[2], "all") == 0 ||
            g_strv_contains((const char *const *)wanted, measures[i].name)) {
            measures[i].measure(&bench);
        }
    }
    if (goals_missed() > 0) {
        printf("%u goals not met\n", goals_missed());
    }
    g_ptr_array_unref(bench.posts);
    return EXIT_SUCCESS;
}
