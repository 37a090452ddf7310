/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names and addresses of people taken out of texts: every mail address, every telephone number, and
 * the names that stood in the From and To fields it was told of, wherever they are capitalised. A
 * name that is a word as well (Will, Once) is taken for a word where the texts mostly write it so,
 * but not in the posts that name a person of that name. Rather a word too many than a person too
 * few.
 */
#ifndef KUSTODE_CLI_ANONYMISE_H
#define KUSTODE_CLI_ANONYMISE_H

#include <stddef.h>

#include <glib.h>

typedef struct Anonymiser Anonymiser;

Anonymiser *anonymiser_new(void);
void anonymiser_free(Anonymiser *anonymiser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Anonymiser, anonymiser_free)

/* A field such as `Erika Muster <erika@example.org>`, decoded; NULL is nothing. */
void anonymiser_learn(Anonymiser *anonymiser, const char *mailboxes);

/* When all fields are learnt: a text, of which is remembered how it writes the names. */
void anonymiser_read(Anonymiser *anonymiser, const char *text);

/* Another post begins; then, what its fields say: these are no words in its texts. */
void anonymiser_next_post(Anonymiser *anonymiser);
void anonymiser_expect(Anonymiser *anonymiser, const char *mailboxes);

/* "Person 3", the same for the same address whenever it is asked. NULL for NULL. Caller's. */
char *anonymiser_person(Anonymiser *anonymiser, const char *mailbox);

/* The text without them; NULL for NULL. `places` (`size_t *`, NULL: none), offsets in characters of
 * `text`, are moved along. Caller's. */
char *anonymiser_text(const Anonymiser *anonymiser, const char *text, const GPtrArray *places);

#endif
