/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration in force. A transaction takes a reference when it begins and keeps it to its
 * end; a reload puts another in its place; the last reference frees the old one.
 */
#ifndef KUSTODE_DAEMON_GENERATION_H
#define KUSTODE_DAEMON_GENERATION_H

#include "pool/judging.h"
#include "records/log.h"

typedef struct Generation Generation;
struct Generation {
    gatomicrefcount references;
    Judging *judging;
    LogFrom log_from;
    char *spool; /* folder of held posts */
};

/* Takes over `judging`. */
Generation *generation_new(Judging *judging, LogFrom log_from, const char *spool);
void generation_unref(Generation *generation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Generation, generation_unref)

/* The one in force becomes `generation`, which is taken over. Any thread. */
void generation_announce(Generation *generation);

/* Whether one is in force yet. Any thread. */
bool generation_is_there(void);

/* Waits until another one than `generation` is in force; false when none came in time. Any thread.
 */
bool generation_wait_for_another(const Generation *generation, unsigned seconds);

/* A reference to the one in force; the caller's. Any thread. */
Generation *generation_in_force(void);

#endif
