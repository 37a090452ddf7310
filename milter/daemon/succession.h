/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How one generation of configuration follows the other: a process reads the files; is the
 * configuration good, it becomes the zygote of the front. Is it wrong, the generation in force
 * stays. Dies the zygote in force, another takes its place, from the files of before when those on
 * disk are wrong.
 */
#ifndef KUSTODE_DAEMON_SUCCESSION_H
#define KUSTODE_DAEMON_SUCCESSION_H

#include "daemon/front_process.h"
#include "daemon/reading.h"

typedef struct Succession {
    const char *path; /* of the configuration; NULL: the default */
    FrontProcess *front;
    /* in force, or on its way to the front */
    Report *report;  /* NULL: none yet */
    pid_t zygote;    /* 0: dead */
    char *since;     /* ISO 8601 */
    bool is_awaited; /* the front has not said yet that it serves by it */
    /* being read */
    pid_t reader;   /* 0: nobody reads */
    int control;    /* to the reader */
    const char *by; /* why: "start", "reload", "restart"; static */
    bool is_from_former;
    bool is_wanted_again; /* asked for meanwhile: the files may have changed since */
    unsigned begun, done; /* readings; a reload is over when `done` reaches what `begun` was */
    bool is_refused;      /* the files on disk, when they were last read */
    Report *refused;      /* what is wrong with them; NULL: nothing, or the reader died */
    Backoff backoff;
    gint64 due; /* when to begin another; 0: none */
} Succession;

void succession_init(Succession *succession, const char *path, FrontProcess *front);
void succession_clear(Succession *succession);

/* Reads the files; the number of the reading that will have seen them as they are now. */
unsigned succession_begin(Succession *succession, const char *by);

/* Why the files on disk were refused when they were last read; static. */
const char *succession_refusal(const Succession *succession);

/* Something came over `control`. */
void succession_on_report(Succession *succession);

/* The front says that it serves. */
void succession_on_serving(Succession *succession);

/* A child has ended that is not the front. */
void succession_on_end(Succession *succession, pid_t pid, int status);

/* The front has gone, and with it what its zygote was for; the zygote ends by itself. */
void succession_on_lost_front(Succession *succession);

/* `due` has come. */
void succession_on_due(Succession *succession);

#endif
