/* SPDX-License-Identifier: BSD-2-Clause */
#include "goals.h"
#include "load.h"
#include "measures.h"
#include "program.h"

enum { FIRST_POSTS = 1000, CONNECTIONS = 4 };

static double pss_after(const Bench *bench, const Program *program, unsigned posts)
{
    const Load load = { .socket = program->site->socket,
                        .connections = CONNECTIONS,
                        .posts = bench->posts,
                        .lists = program->site->lists,
                        .most = posts };
    load_result_free(load_finish(load_start(&load)));
    return program_pss_mib(program);
}

void measure_memory(const Bench *bench)
{
    g_autofree char *path = bench_program(bench, "kustode-milter");
    g_autoptr(Program) few = program_start(path, NULL, site_new(MANY_RULES, FEW_LISTS));
    goal_print("PSS of all processes, 1,000 rules", pss_after(bench, few, FIRST_POSTS), AT_MOST, 40,
               "MiB");
    g_autoptr(Program) many = program_start(path, NULL, site_new(MANY_RULES, MANY_LISTS));
    double first = pss_after(bench, many, FIRST_POSTS);
    goal_print("PSS of all processes, 1,000 rules and 10,000 lists", first, AT_MOST, 40, "MiB");
    g_autofree char *name =
        g_strdup_printf("PSS after %u posts / after %d", bench->long_run, FIRST_POSTS);
    goal_print(name, pss_after(bench, many, bench->long_run) / first, AT_MOST, 1.1, "");
}
