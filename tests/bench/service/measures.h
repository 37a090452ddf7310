/* SPDX-License-Identifier: BSD-2-Clause */
/* What is measured: each starts the programs it needs, and prints its figures. */
#ifndef KUSTODE_BENCH_MEASURES_H
#define KUSTODE_BENCH_MEASURES_H

#include <glib.h>

typedef struct Bench {
    const char *build; /* folder of the programs */
    GPtrArray *posts;  /* WirePost */
    unsigned long_run; /* posts after which memory is looked at again */
} Bench;

enum { MANY_RULES = 1000, SOME_RULES = 200, MANY_LISTS = 10000, FEW_LISTS = 8 };

/* The product beside its own judging without processes, a parser and a milter that does nothing. */
void measure_throughput(const Bench *bench);
/* What is held with many rules and lists, at once and in the long run. */
void measure_memory(const Bench *bench);
/* A hundred reloads under load, and some without. */
void measure_reload(const Bench *bench);
/* Posts that kill their process, one after the other, and one that hangs. */
void measure_crashes(const Bench *bench);
/* All posts by processes under the filter and without. */
void measure_verdicts(const Bench *bench);

/* A program of the build; the caller's. */
char *bench_program(const Bench *bench, const char *name);

#endif
