/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Aho-Corasick (Communications of the ACM 18, 1975): where any of many literals stands in a text,
 * in one walk, one table look-up a byte.
 */
#ifndef KUSTODE_TEXT_AUTOMATON_H
#define KUSTODE_TEXT_AUTOMATON_H

#include "text/span.h"

typedef struct Automaton Automaton;

/* `literals`: char *, all different, none empty; may be an empty array. Not needed afterwards. */
Automaton *automaton_new(const GPtrArray *literals);
void automaton_free(Automaton *automaton);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Automaton, automaton_free)

/* Literal number `literal` of the array ends at `end`. */
typedef void (*AutomatonHitFunction)(unsigned literal, size_t end, void *user);

/* All hits, ascending by their ends; longer ones before shorter ones. */
void automaton_run(const Automaton *automaton, Span text, AutomatonHitFunction on_hit, void *user);

#endif
