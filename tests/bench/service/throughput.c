/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "goals.h"
#include "load.h"
#include "measures.h"
#include "program.h"

enum { ROUNDS = 7, WARM_UP_POSTS = 400 };
static const double round_seconds = 0.7;
static const unsigned connections[] = { 4, 16 };
enum { N_CONNECTIONS = G_N_ELEMENTS(connections) };

enum { NOTHING, PARSE, IN_PROCESS, WORKERS, SOME, SHIPPED, MANY, N_WAYS };
static const struct {
    const char *name, *program, *word;
    unsigned rules, lists;
} ways[N_WAYS] = {
    [NOTHING] = { "does nothing", "bench/plain", "nothing", 0, FEW_LISTS },
    [PARSE] = { "parses only", "bench/plain", "parse", 0, FEW_LISTS },
    [IN_PROCESS] = { "in-process, 1,000 rules", "bench/in_process", NULL, MANY_RULES, FEW_LISTS },
    [WORKERS] = { "kustode-milter, 1,000 rules", "kustode-milter", NULL, MANY_RULES, FEW_LISTS },
    [SOME] = { "kustode-milter, 200 rules", "kustode-milter", NULL, SOME_RULES, FEW_LISTS },
    [SHIPPED] = { "kustode-milter, shipped rules", "kustode-milter", NULL, 0, FEW_LISTS },
    [MANY] = { "kustode-milter, 1,000 rules, 10,000 lists", "kustode-milter", NULL, MANY_RULES,
               MANY_LISTS },
};

typedef struct Figures {
    double posts[ROUNDS]; /* a second */
    double cpu[ROUNDS];   /* microseconds a post */
} Figures;

static void measure_once(const Bench *bench, const Program *program, unsigned n_connections,
                         double *posts, double *cpu)
{
    const Load load = { .socket = program->site->socket,
                        .connections = n_connections,
                        .posts = bench->posts,
                        .lists = program->site->lists };
    double before = program_cpu_seconds(program);
    g_autoptr(LoadResult) result = load_run(&load, round_seconds);
    double used = program_cpu_seconds(program) - before;
    *posts = result->microseconds->len / result->seconds;
    *cpu = used * 1e6 / result->microseconds->len;
}

static void warm_up(const Bench *bench, const Program *program)
{
    const Load load = { .socket = program->site->socket,
                        .connections = connections[N_CONNECTIONS - 1],
                        .posts = bench->posts,
                        .lists = program->site->lists,
                        .most = WARM_UP_POSTS };
    load_result_free(load_finish(load_start(&load)));
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median of one by the other, round by round, since the machine changes between rounds. */
static double ratio_of(const double one[ROUNDS], const double other[ROUNDS])
{
    double ratios[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        ratios[i] = one[i] / other[i];
    }
    qsort(ratios, ROUNDS, sizeof ratios[0], compare_doubles);
    return ratios[ROUNDS / 2];
}

static double median_of(const double values[ROUNDS])
{
    static const double ones[ROUNDS] = { [0 ... ROUNDS - 1] = 1 };
    return ratio_of(values, ones);
}

static void print_table(Figures figures[N_WAYS][N_CONNECTIONS])
{
    for (int c = 0; c < N_CONNECTIONS; c++) {
        printf("%-2u connections %31s %10s %12s\n", connections[c], "posts/s", "CPU us",
               "/parses only");
        for (int way = 0; way < N_WAYS; way++) {
            const Figures *of_way = &figures[way][c];
            printf("  %-42s %8.0f %10.0f %12.2f\n", ways[way].name, median_of(of_way->posts),
                   median_of(of_way->cpu), ratio_of(of_way->posts, figures[PARSE][c].posts));
        }
    }
}

static void print_goals(Figures figures[N_WAYS][N_CONNECTIONS])
{
    for (int c = 0; c < N_CONNECTIONS; c++) {
        g_autofree char *name =
            g_strdup_printf("throughput / in-process, %u connections", connections[c]);
        g_autofree char *cpu_name =
            g_strdup_printf("CPU a post / in-process, %u connections", connections[c]);
        goal_print(name, ratio_of(figures[WORKERS][c].posts, figures[IN_PROCESS][c].posts),
                   AT_LEAST, 0.85, "");
        goal_print(cpu_name, ratio_of(figures[WORKERS][c].cpu, figures[IN_PROCESS][c].cpu), AT_MOST,
                   1.10, "");
    }
    const Figures *parse = &figures[PARSE][0];
    goal_print("throughput / parse-only, 200 rules", ratio_of(figures[SOME][0].posts, parse->posts),
               AT_LEAST, 0.75, "");
    goal_print("throughput / parse-only, 1,000 rules",
               ratio_of(figures[WORKERS][0].posts, parse->posts), AT_LEAST, 0.65, "");
    goal_print("CPU a post, 1,000 rules / shipped rules",
               ratio_of(figures[WORKERS][0].cpu, figures[SHIPPED][0].cpu), AT_MOST, 1.3, "");
    figure_print("throughput, 10,000 lists / 8 lists",
                 ratio_of(figures[MANY][0].posts, figures[WORKERS][0].posts), "");
}

void measure_throughput(const Bench *bench)
{
    Program *programs[N_WAYS];
    static Figures figures[N_WAYS][N_CONNECTIONS];
    for (int way = 0; way < N_WAYS; way++) {
        g_autofree char *path = bench_program(bench, ways[way].program);
        programs[way] =
            program_start(path, ways[way].word, site_new(ways[way].rules, ways[way].lists));
        warm_up(bench, programs[way]);
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (int c = 0; c < N_CONNECTIONS; c++) {
            for (int way = 0; way < N_WAYS; way++) {
                Figures *of_way = &figures[way][c];
                measure_once(bench, programs[way], connections[c], &of_way->posts[round],
                             &of_way->cpu[round]);
            }
        }
    }
    for (int way = 0; way < N_WAYS; way++) {
        program_stop(programs[way]);
    }
    printf("%d rounds of %.1f s in turn, medians\n", ROUNDS, round_seconds);
    print_table(figures);
    print_goals(figures);
}
