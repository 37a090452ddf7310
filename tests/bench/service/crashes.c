/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "goals.h"
#include "load.h"
#include "measures.h"
#include "program.h"

enum { CRASHES = 100, HANGS = 3, CONNECTIONS = 4, LIMIT_MILLISECONDS = 2000 };

static double slowest(const Program *program, const char *text, unsigned count, unsigned *lost)
{
    g_autoptr(WirePost) post = post_of_text("made", span_of(text));
    g_autoptr(Client) client = client_new(program->site->socket);
    char list[ADDRESS_BYTES];
    int64_t longest = 0;
    site_address(list, 0);
    for (unsigned i = 0; i < count; i++) {
        int64_t start = g_get_monotonic_time();
        char answer = client == NULL ? '\0' : client_post(client, list, post, NULL);
        longest = MAX(longest, g_get_monotonic_time() - start);
        *lost += answer != 'c';
    }
    return (double)longest / 1e3;
}

void measure_crashes(const Bench *bench)
{
    g_autofree char *path = bench_program(bench, "bench/kustode-milter-crashing");
    g_autoptr(Program) program = program_start(path, NULL, site_new(MANY_RULES, FEW_LISTS));
    const Load load = { .socket = program->site->socket,
                        .connections = CONNECTIONS,
                        .posts = bench->posts,
                        .lists = program->site->lists };
    unsigned lost = 0;
    pid_t front = program_process(program, "kustode-front");
    load_result_free(load_run(&load, 0.3));
    g_autoptr(LoadResult) without = load_run(&load, 1);

    RunningLoad *running = load_start(&load);
    double crash = slowest(program, "From: a@b.example\nX-Bench: crash\n\ntext\n", CRASHES, &lost);
    g_autoptr(LoadResult) result = load_finish(running);
    printf("%d posts that overflow the stack, one after the other, beside %d connections\n",
           CRASHES, CONNECTIONS);
    goal_print("  slowest answer to one", crash, AT_MOST, 50, "ms");
    figure_print("  others' p99 without them", load_milliseconds(without, 0.99), "ms");
    goal_print("  others' p99 meanwhile", load_milliseconds(result, 0.99), AT_MOST, 20, "ms");
    goal_print("  not delivered, of both", lost + result->lost, AT_MOST, 0, "");

    double hang = slowest(program, "From: a@b.example\nX-Bench: hang\n\ntext\n", HANGS, &lost);
    goal_print("answer to one that hangs, beyond the limit of 2 s", hang - LIMIT_MILLISECONDS,
               AT_MOST, 50, "ms");
    goal_print("fronts that had to be started anew",
               program_process(program, "kustode-front") != front, AT_MOST, 0, "");
}
