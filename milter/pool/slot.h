/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory that one worker shares with the process that asks it: a memfd, sealed so that neither
 * side can shrink it under the other. Request | post | answer, each in a place of fixed size; pages
 * that were never touched cost nothing.
 */
#ifndef KUSTODE_POOL_SLOT_H
#define KUSTODE_POOL_SLOT_H

#include <stdbool.h>

#include "text/span.h"

typedef struct Slot Slot;

/* A new one; NULL with `error` when the system has none to give. */
Slot *slot_new(GError **error);
/* The one behind a descriptor that another process sent; takes over `fd`. */
Slot *slot_from_fd(int fd, GError **error);
void slot_free(Slot *slot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Slot, slot_free)

int slot_fd(const Slot *slot);

/* The asking side. False when it does not fit. */
bool slot_put_request(Slot *slot, Span request, Span raw);
/* What the worker wrote last, copied out, since it may go on writing; caller's. NULL when its
 * length is a lie. */
GBytes *slot_take_answer(Slot *slot);

/* Whether the worker has begun with the request; one that died before is no fault of the post. */
bool slot_was_taken(const Slot *slot);

/* The judging side. */
Span slot_take_request(Slot *slot);
Span slot_raw(const Slot *slot);
bool slot_put_answer(Slot *slot, Span answer);

/* Gives pages back to the system that a large post touched; a usual one costs nothing. */
void slot_trim(Slot *slot);

#endif
