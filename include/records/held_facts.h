/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of a held post beside its bytes, as a text file: one `key: value` a line, several
 * lines of one key for several values. Whatever a sender wrote stays inside its line: controls and
 * backslashes are written \xHH.
 */
#ifndef KUSTODE_RECORDS_HELD_FACTS_H
#define KUSTODE_RECORDS_HELD_FACTS_H

#include "decision/outcome.h"

typedef struct HeldFacts {
    char *list, *sender;
    char **recipients; /* of that list, as the sender wrote them */
    char *queue_id, *message_id;
    int64_t received_seconds, size_bytes;
    char *verdict, *stance, *action, *score, *layer, *limits; /* as the log has them */
    char **rules, **reasons;
    char *gen;
    /* the decision, once there is one */
    char *decision, *decided_by, *answer;
    int64_t decided_seconds;
} HeldFacts;

/* Of a post for one list; the rest of it is for the caller to fill. Caller's. */
HeldFacts *held_facts_new(const Outcome *outcome);
void held_facts_free(HeldFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HeldFacts, held_facts_free)

/* As text; caller's. */
GString *held_facts_write(const HeldFacts *facts);

/* NULL with `error` when it is none: no list, no recipient, a line that is no fact. Caller's. */
HeldFacts *held_facts_read(Span text, GError **error);

/*
 * Calls `visit` for each fact that is known, in order; several values of a key one after the other.
 */
typedef void (*HeldFactVisit)(const char *key, const char *value, void *user);
void held_facts_visit(const HeldFacts *facts, HeldFactVisit visit, void *user);

#endif
