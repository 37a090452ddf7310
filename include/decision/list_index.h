/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which configured list an address belongs to, exact addresses and `also` before patterns, the most
 * specific pattern first; and which addresses around a list take no posts (-request, -owner,
 * owner-, +anything ...). One table, shared by both shells.
 */
#ifndef KUSTODE_DECISION_LIST_INDEX_H
#define KUSTODE_DECISION_LIST_INDEX_H

#include <stdbool.h>

#include <glib.h>

#include "mail/message.h"

typedef struct ListIndex ListIndex;

ListIndex *list_index_new(void);
void list_index_free(ListIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ListIndex, list_index_free)

/*
 * `address` may be a pattern with `*`, which stands for any characters but @; `list` is the number
 * it stands for. `is_posting_address`: take it for a list though its name says otherwise. False,
 * and nothing added, when it is already there or, for a pattern, as specific (as many characters
 * besides `*`) as another one that can match the same address.
 */
bool list_index_add(ListIndex *index, const char *address, unsigned list, bool is_posting_address);

/*
 * The list of an address (with or without <>, any case), or -1. Addresses that take no posts have
 * none. A dictionary look-up, then one comparison a pattern.
 */
int list_index_find(const ListIndex *index, const char *address);

/* The list of the most specific pattern that matches, whatever the address is called; or -1. */
int list_index_find_pattern(const ListIndex *index, const char *address);

/*
 * The list of a message whose envelope is unknown: Delivered-To, X-Original-To, List-Post, List-Id,
 * To, Cc, first hit, and in `address` (the caller's) the address that led to it; or -1.
 */
int list_index_find_in_message(const ListIndex *index, const Message *message, char **address);

/* Calls `visit` for every address and pattern, in no order, as list_index_add would take them. */
typedef void (*ListIndexVisit)(const char *address, unsigned list, bool is_posting_address,
                               void *user);
void list_index_visit(const ListIndex *index, ListIndexVisit visit, void *user);

/* Whether mail to this address is for the software or the owner of a list, not a post. */
bool address_takes_no_posts(const char *address);

#endif
