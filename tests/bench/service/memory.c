/* SPDX-License-Identifier: BSD-2-Clause */
#include "goals.h"
#include "load.h"
#include "measures.h"
#include "program.h"

enum {
    FIRST_POSTS = 1000,
    CONNECTIONS = 4,
    SETTLE_MICROSECONDS = 300 * 1000, /* workers that have done their part may still be leaving */
};

static void send_posts(const Bench *bench, const Program *program, unsigned posts)
{
    const Load load = { .socket = program->site->socket,
                        .connections = CONNECTIONS,
                        .posts = bench->posts,
                        .lists = program->site->lists,
                        .most = posts };
    load_result_free(load_finish(load_start(&load)));
    g_usleep(SETTLE_MICROSECONDS);
}

void measure_memory(const Bench *bench)
{
    g_autofree char *path = bench_program(bench, "kustode-milter");
    g_autoptr(Program) few = program_start(path, NULL, site_new(MANY_RULES, FEW_LISTS));
    send_posts(bench, few, FIRST_POSTS);
    goal_print("PSS of all processes, 1,000 rules", program_pss_mib(few), AT_MOST, 40, "MiB");
    g_clear_pointer(&few, program_stop);

    g_autoptr(Program) many = program_start(path, NULL, site_new(MANY_RULES, MANY_LISTS));
    send_posts(bench, many, FIRST_POSTS);
    double first = program_own_mib(many);
    goal_print("PSS of all processes, 1,000 rules and 10,000 lists", program_pss_mib(many), AT_MOST,
               40, "MiB");
    g_autofree char *name =
        g_strdup_printf("PSS of their own after %u posts / after %d", bench->long_run, FIRST_POSTS);
    send_posts(bench, many, bench->long_run);
    goal_print(name, program_own_mib(many) / first, AT_MOST, 1.1, "");
}
