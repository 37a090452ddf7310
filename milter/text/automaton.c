/* SPDX-License-Identifier: BSD-2-Clause */
#include "automaton.h"

#include <stdint.h>

/*
 * States are numbered by their row in `next`: state times `n_columns`. Bytes that occur in no
 * literal share column 0, so that a few thousand literals take megabytes, not tens of them.
 */
typedef struct State {
    uint32_t fallback; /* the state of its longest proper suffix */
    uint32_t shorter;  /* the nearest state along the fallbacks where a literal ends; 0: none */
    int literal;       /* that ends here, or -1 */
} State;

enum { HAS_HIT = 1u << 31 };

struct Automaton {
    unsigned char columns[256];
    uint32_t n_columns;
    GArray *next;   /* uint32_t: row of the next state, HAS_HIT when a literal ends there */
    GArray *states; /* State, by number */
};

static State *state_at(const Automaton *automaton, uint32_t state)
{
    return &g_array_index(automaton->states, State, state);
}

static uint32_t *next_of(const Automaton *automaton, uint32_t state, unsigned char column)
{
    return &g_array_index(automaton->next, uint32_t, (size_t)state * automaton->n_columns + column);
}

static uint32_t add_state(Automaton *automaton)
{
    State state = { .literal = -1 };
    g_array_append_val(automaton->states, state);
    g_array_set_size(automaton->next, automaton->states->len * automaton->n_columns);
    return automaton->states->len - 1;
}

static void choose_columns(Automaton *automaton, const GPtrArray *literals)
{
    automaton->n_columns = 1;
    for (size_t i = 0; i < literals->len; i++) {
        for (const char *at = g_ptr_array_index(literals, i); *at != '\0'; at++) {
            unsigned char *column = &automaton->columns[(unsigned char)*at];
            if (*column == 0) {
                *column = (unsigned char)automaton->n_columns++;
            }
        }
    }
}

static void add_literal(Automaton *automaton, const char *literal, unsigned number)
{
    uint32_t state = 0;
    for (const char *at = literal; *at != '\0'; at++) {
        unsigned char column = automaton->columns[(unsigned char)*at];
        uint32_t next = *next_of(automaton, state, column);
        if (next == 0) {
            next = add_state(automaton);
            *next_of(automaton, state, column) = next;
        }
        state = next;
    }
    state_at(automaton, state)->literal = (int)number;
}

static bool has_hit(const Automaton *automaton, uint32_t state)
{
    const State *there = state_at(automaton, state);
    return there->literal >= 0 || there->shorter != 0;
}

/* A child's fallback is the parent's fallback gone one step further; where there is no child, go
 * there at once. */
static void complete_state(Automaton *automaton, uint32_t state, GArray *queue)
{
    uint32_t fallback = state_at(automaton, state)->fallback;
    for (uint32_t column = 0; column < automaton->n_columns; column++) {
        uint32_t *next = next_of(automaton, state, (unsigned char)column);
        uint32_t by_fallback =
            state == 0 ? 0 : *next_of(automaton, fallback, (unsigned char)column);
        if (*next == 0) {
            *next = by_fallback;
            continue;
        }
        State *child = state_at(automaton, *next);
        const State *suffix = state_at(automaton, by_fallback);
        child->fallback = by_fallback;
        child->shorter = suffix->literal >= 0 ? by_fallback : suffix->shorter;
        g_array_append_val(queue, *next);
    }
}

/* Breadth first, so that the row of a fallback, which is shorter, is complete before it is used. */
static void complete_rows(Automaton *automaton)
{
    g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    complete_state(automaton, 0, queue);
    for (size_t i = 0; i < queue->len; i++) {
        complete_state(automaton, g_array_index(queue, uint32_t, i), queue);
    }
}

static void number_by_rows(Automaton *automaton)
{
    for (size_t i = 0; i < automaton->next->len; i++) {
        uint32_t *next = &g_array_index(automaton->next, uint32_t, i);
        *next = *next * automaton->n_columns | (has_hit(automaton, *next) ? HAS_HIT : 0);
    }
}

Automaton *automaton_new(const GPtrArray *literals)
{
    Automaton *automaton = g_new0(Automaton, 1);
    automaton->next = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    automaton->states = g_array_new(FALSE, FALSE, sizeof(State));
    choose_columns(automaton, literals);
    add_state(automaton);
    for (unsigned i = 0; i < literals->len; i++) {
        add_literal(automaton, g_ptr_array_index(literals, i), i);
    }
    complete_rows(automaton);
    g_assert((size_t)automaton->next->len < HAS_HIT);
    number_by_rows(automaton);
    return automaton;
}

void automaton_free(Automaton *automaton)
{
    if (automaton == NULL) {
        return;
    }
    g_array_unref(automaton->next);
    g_array_unref(automaton->states);
    g_free(automaton);
}

static void report(const Automaton *automaton, uint32_t state, size_t end,
                   AutomatonHitFunction on_hit, void *user)
{
    const State *there = state_at(automaton, state);
    if (there->literal >= 0) {
        on_hit((unsigned)there->literal, end, user);
    }
    for (uint32_t shorter = there->shorter; shorter != 0;) {
        there = state_at(automaton, shorter);
        on_hit((unsigned)there->literal, end, user);
        shorter = there->shorter;
    }
}

void automaton_run(const Automaton *automaton, Span text, AutomatonHitFunction on_hit, void *user)
{
    const uint32_t *next = (const uint32_t *)(const void *)automaton->next->data;
    uint32_t row = 0;
    for (size_t i = 0; i < text.length; i++) {
        row = next[row + automaton->columns[(unsigned char)text.text[i]]];
        if (row & HAS_HIT) {
            row &= ~(uint32_t)HAS_HIT;
            report(automaton, row / automaton->n_columns, i + 1, on_hit, user);
        }
    }
}
