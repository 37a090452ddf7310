/* SPDX-License-Identifier: BSD-2-Clause */
#include "program.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"

enum { WAIT_SECONDS = 20, POLL_MICROSECONDS = 10 * 1000 };

G_NORETURN static void become(const char *path, const char *word, const Site *site)
{
    g_autofree char *socket = g_strconcat("local:", site->socket, NULL);
    int log = open(site->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    execl(path, path, "-f", "-c", site->config, "-p", socket, word, (char *)NULL);
    _exit(127);
}

static bool answers(const Program *program)
{
    g_autoptr(Client) client = client_new(program->site->socket);
    return client != NULL;
}

G_NORETURN static void give_up(const char *path, const Site *site)
{
    g_autofree char *log = NULL;
    g_file_get_contents(site->log, &log, NULL, NULL);
    fprintf(stderr, "bench: %s does not serve:\n%s", path, log == NULL ? "" : log);
    exit(EXIT_FAILURE);
}

Program *program_start(const char *path, const char *word, Site *site)
{
    int64_t deadline = g_get_monotonic_time() + WAIT_SECONDS * G_TIME_SPAN_SECOND;
    Program *program = g_new(Program, 1);
    *program = (Program){ fork(), site };
    if (program->pid == 0) {
        become(path, word, site);
    }
    while (!answers(program)) {
        if (waitpid(program->pid, NULL, WNOHANG) != 0 || g_get_monotonic_time() > deadline) {
            give_up(path, site);
        }
        g_usleep(POLL_MICROSECONDS);
    }
    return program;
}

void program_stop(Program *program)
{
    if (program != NULL) {
        kill(program->pid, SIGTERM);
        waitpid(program->pid, NULL, 0);
        site_free(program->site);
        g_free(program);
    }
}

static char *read_of_process(pid_t pid, const char *name)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/%s", (int)pid, name);
    char *text = NULL;
    g_file_get_contents(path, &text, NULL, NULL);
    return text == NULL ? g_strdup("") : text;
}

/* pid_t: the process and all below it. A program has three levels, so the recursion has. */
static void collect(pid_t pid, GArray *pids)
{
    g_array_append_val(pids, pid);
    g_autofree char *name = g_strdup_printf("task/%d/children", (int)pid);
    g_autofree char *text = read_of_process(pid, name);
    g_auto(GStrv) children = g_strsplit(g_strchomp(text), " ", -1);
    for (char **child = children; *child != NULL; child++) {
        pid_t number = (pid_t)atoi(*child);
        if (number > 0) {
            collect(number, pids);
        }
    }
}

static GArray *processes_of(const Program *program)
{
    GArray *pids = g_array_new(FALSE, FALSE, sizeof(pid_t));
    collect(program->pid, pids);
    return pids;
}

double program_cpu_seconds(const Program *program)
{
    enum { FIRST = 11, LAST = 14 }; /* utime, stime and those of children, behind `) S` */
    double ticks = 0;
    g_autoptr(GArray) pids = processes_of(program);
    for (guint i = 0; i < pids->len; i++) {
        g_autofree char *text = read_of_process(g_array_index(pids, pid_t, i), "stat");
        const char *behind_name = strrchr(text, ')');
        g_auto(GStrv) fields = g_strsplit(behind_name == NULL ? "" : behind_name + 2, " ", -1);
        for (guint field = FIRST; g_strv_length(fields) > LAST && field <= LAST; field++) {
            ticks += g_ascii_strtod(fields[field], NULL);
        }
    }
    return ticks / (double)sysconf(_SC_CLK_TCK);
}

/* Of a row of smaps_rollup such as `Pss`, summed over all processes. */
static double sum_of_row(const Program *program, const char *row)
{
    double kib = 0;
    g_autofree char *label = g_strdup_printf("\n%s:", row);
    g_autoptr(GArray) pids = processes_of(program);
    for (guint i = 0; i < pids->len; i++) {
        g_autofree char *text = read_of_process(g_array_index(pids, pid_t, i), "smaps_rollup");
        const char *found = strstr(text, label);
        kib += found == NULL ? 0 : g_ascii_strtod(found + strlen(label), NULL);
    }
    return kib / 1024;
}

double program_pss_mib(const Program *program)
{
    return sum_of_row(program, "Pss");
}

double program_own_mib(const Program *program)
{
    return sum_of_row(program, "Pss_Anon") + sum_of_row(program, "Pss_Shmem");
}

pid_t program_process(const Program *program, const char *name)
{
    g_autoptr(GArray) pids = processes_of(program);
    for (guint i = 0; i < pids->len; i++) {
        pid_t pid = g_array_index(pids, pid_t, i);
        g_autofree char *comm = read_of_process(pid, "comm");
        if (strcmp(g_strchomp(comm), name) == 0) {
            return pid;
        }
    }
    return 0;
}
