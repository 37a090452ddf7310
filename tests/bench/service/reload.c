/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "goals.h"
#include "load.h"
#include "measures.h"
#include "pool/control_call.h"
#include "program.h"

enum { RELOADS = 100, QUIET_RELOADS = 11, CONNECTIONS = 4 };

/* Which generation belongs to which made rule, as the reloads were answered. */
typedef struct Seen {
    GMutex lock;
    char generations[2][9];
} Seen;

/* From the request to the answer, which comes when posts are judged by the new files. */
static double reload_milliseconds(const Site *site, char generation[9])
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    int64_t start = g_get_monotonic_time();
    int status = control_call(site->control, CONTROL_RELOAD, &text, &error);
    double took = (double)(g_get_monotonic_time() - start) / 1e3;
    const char *gen = text == NULL ? NULL : strstr(text, "gen=");
    if (status != EXIT_SUCCESS || gen == NULL) {
        fprintf(stderr, "bench: the reload failed: %s\n", error == NULL ? text : error->message);
        exit(EXIT_FAILURE);
    }
    g_strlcpy(generation, gen + strlen("gen="), 9);
    return took;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quiet_reload(const char *path, unsigned rules, unsigned lists)
{
    g_autoptr(Program) program = program_start(path, NULL, site_new(rules, lists));
    double times[QUIET_RELOADS];
    for (int i = 0; i < QUIET_RELOADS; i++) {
        char generation[9];
        site_write_rules(program->site, i % 2 == 0 ? 'B' : 'A');
        times[i] = reload_milliseconds(program->site, generation);
    }
    qsort(times, QUIET_RELOADS, sizeof times[0], compare_doubles);
    return times[QUIET_RELOADS / 2];
}

/* The header names the generation and the rules: one made rule alone, and the one of that
 * generation. */
static bool is_of_one_generation(const char *inserted, void *user)
{
    Seen *seen = user;
    const char *gen = strstr(inserted, "gen=");
    bool has[2] = { strstr(inserted, "BENCH_MARK_A") != NULL,
                    strstr(inserted, "BENCH_MARK_B") != NULL };
    if (gen == NULL || has[0] == has[1]) {
        return false;
    }
    g_mutex_lock(&seen->lock);
    char *known = seen->generations[has[1]];
    if (known[0] == '\0') {
        g_strlcpy(known, gen + strlen("gen="), 9);
    }
    bool is_right = strncmp(known, gen + strlen("gen="), 8) == 0;
    g_mutex_unlock(&seen->lock);
    return is_right;
}

static void reload_under_load(const Bench *bench, const char *path)
{
    Seen seen = { 0 };
    double times[RELOADS];
    g_autoptr(Program) program = program_start(path, NULL, site_new(MANY_RULES, MANY_LISTS));
    const Load load = { .socket = program->site->socket,
                        .connections = CONNECTIONS,
                        .posts = bench->posts,
                        .lists = program->site->lists,
                        .is_right = is_of_one_generation,
                        .user = &seen };
    RunningLoad *running = load_start(&load);
    for (int i = 0; i < RELOADS; i++) {
        char generation[9];
        site_write_rules(program->site, i % 2 == 0 ? 'B' : 'A');
        times[i] = reload_milliseconds(program->site, generation);
    }
    g_autoptr(LoadResult) result = load_finish(running);
    qsort(times, RELOADS, sizeof times[0], compare_doubles);
    printf("%d reloads under load of %d connections, %u posts\n", RELOADS, CONNECTIONS,
           result->microseconds->len);
    figure_print("  reload, median", times[RELOADS / 2], "ms");
    goal_print("  posts lost", result->lost, AT_MOST, 0, "");
    goal_print("  posts judged by mixed rules", result->wrong, AT_MOST, 0, "");
    figure_print("  delay of a post, 99 %", load_milliseconds(result, 0.99), "ms");
    goal_print("  longest delay of a post", load_milliseconds(result, 1), AT_MOST, 50, "ms");
}

void measure_reload(const Bench *bench)
{
    g_autofree char *path = bench_program(bench, "kustode-milter");
    figure_print("reload to serving, 1,000 rules, 8 lists",
                 quiet_reload(path, MANY_RULES, FEW_LISTS), "ms");
    goal_print("reload to serving, 1,000 rules, 10,000 lists",
               quiet_reload(path, MANY_RULES, MANY_LISTS), AT_MOST, 200, "ms");
    reload_under_load(bench, path);
}
