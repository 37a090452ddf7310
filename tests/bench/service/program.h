/* SPDX-License-Identifier: BSD-2-Clause */
/* A milter as it runs: the process that was started and all that came of it. */
#ifndef KUSTODE_BENCH_PROGRAM_H
#define KUSTODE_BENCH_PROGRAM_H

#include <sys/types.h>

#include "site.h"

typedef struct Program {
    pid_t pid;
    Site *site;
} Program;

/* Starts `path` in the foreground with `word` (may be NULL), configuration and socket of `site`,
 * which is taken over, and waits until it serves. Ends the bench when it does not. */
Program *program_start(const char *path, const char *word, Site *site);

/* Tells it to leave, and waits; NULL is nothing. */
void program_stop(Program *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Program, program_stop)

/* Of all its processes, those that have ended included. */
double program_cpu_seconds(const Program *program);

/* Proportional set size of all its processes; and what of it is no file, which other programs may
 * have in memory too, now or a minute later. */
double program_pss_mib(const Program *program);
double program_own_mib(const Program *program);

/* The process of that name, such as kustode-front; 0: none. */
pid_t program_process(const Program *program, const char *name);

#endif
