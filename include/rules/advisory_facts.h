/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an advisory says of itself, as far as it can be read: who may see it, its date, how grave it
 * is, and whether its signature is whole. Nothing is verified.
 */
#ifndef KUSTODE_RULES_ADVISORY_FACTS_H
#define KUSTODE_RULES_ADVISORY_FACTS_H

#include "mail/layers.h"

typedef struct AdvisoryFacts {
    char *tlp;      /* Traffic Light Protocol: "red", "amber", "amber+strict" ...; or NULL */
    char *date;     /* as written; of the original's header where the text has none; or NULL */
    char *severity; /* the word, lower case, as written: "critical", "hoch"; or NULL */
    const char *signature; /* of a clear-signed text: "complete", "cut"; or NULL. Static */
} AdvisoryFacts;

/* From the text of a layer; strings are the caller's. Linear. */
void advisory_facts_read(AdvisoryFacts *facts, const Layer *layer);
void advisory_facts_clear(AdvisoryFacts *facts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AdvisoryFacts, advisory_facts_clear)

#endif
