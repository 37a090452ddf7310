/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Posts that wait for a moderator, as folders on disk: SPOOL/held/ID/ has the post as it came, the
 * copy that subscribers would get, and a text file of facts. The folder that ID stands in is its
 * state, so that each change of state is one rename(2). A post is there whole or not at all,
 * whatever ends the process or the machine.
 */
#ifndef KUSTODE_RECORDS_HELD_H
#define KUSTODE_RECORDS_HELD_H

#include "records/held_facts.h"
#include "text/span.h"

typedef enum HeldState {
    HELD_WAITING,   /* for a decision */
    HELD_RELEASING, /* on its way out; found so later: whether it went out is not known */
    HELD_RELEASED,
    HELD_DISCARDED,
    N_HELD_STATES
} HeldState;

/* "held", "releasing" ...: also the folder's name; static. */
const char *held_state_name(HeldState state);

/* What people write for an id: its beginning. */
enum { HELD_SHORT_ID = 12 };

/*
 * Whether `spool` can be one: a folder that nobody but its owner can enter, or not there yet, in a
 * folder that is. The error says what helps.
 */
bool held_spool_is_sound(const char *spool, GError **error);

/* Makes the folder and those in it where they are missing. False when it cannot be written. */
bool held_spool_open(const char *spool, GError **error);

/* A post to hold for one list. */
typedef struct HeldPost {
    const HeldFacts *facts; /* without id and decision */
    Span raw;               /* as it came */
    Span copy;              /* as it is to go out */
} HeldPost;

/*
 * On disk for good when it returns true; nothing of it is there when it returns false. The same
 * post for the same list (Message-ID, or else sender, and body) joins the one that is there,
 * decided or not: who was told 451 or nothing comes again. `id` is the caller's.
 */
bool held_store(const char *spool, const HeldPost *post, char **id, bool *is_new, GError **error);

typedef struct Held {
    char *id;
    HeldState state;
    char *folder; /* where it lies */
    HeldFacts *facts;
} Held;

void held_free(Held *held);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Held, held_free)

/*
 * Held, the oldest first, of all states; caller's, owns its elements. What is no post is passed to
 * `on_broken` (path, why) and left out. A spool that is not there has none.
 */
typedef void (*HeldBroken)(const char *path, const char *why, void *user);
GPtrArray *held_all(const char *spool, HeldBroken on_broken, void *user);

/* A file of it: HELD_POST or HELD_COPY. NULL with `error`. Caller's. */
#define HELD_POST "post"
#define HELD_COPY "copy"
GBytes *held_read(const Held *held, const char *name, GError **error);

/*
 * The post for this process alone, until it closes the descriptor or ends. -1 with `error`: another
 * one has it now.
 */
int held_lock(const Held *held, GError **error);

/*
 * Moves it to another state, for good when true; of two who try one succeeds. The decision in
 * `held->facts` is written down with it.
 */
bool held_move(const char *spool, Held *held, HeldState state, GError **error);

/*
 * Takes away what nobody needs: leftovers of a process that was killed while it wrote, and decided
 * posts after a week, by when no mail server tries again.
 */
void held_tidy(const char *spool, int64_t now_seconds);

#endif
