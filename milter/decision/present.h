/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the presentations share: the post with the hits of its first list.
 */
#ifndef KUSTODE_DECISION_PRESENT_H
#define KUSTODE_DECISION_PRESENT_H

#include "decision/presentation.h"
#include "text/printable.h"

typedef struct Shown {
    const Examination *examination;
    const GPtrArray *outcomes;
    const Outcome *outcome; /* the first */
    const Policy *policy;   /* its list's */
    const GPtrArray *hits;  /* RuleHit, under that policy */
    const Presentation *as;
} Shown;

char *present_json(const Shown *shown);
char *present_failure_json(const Outcome *outcome, const Presentation *as);
char *present_line(const Shown *shown);
char *present_layers(const Shown *shown);
char *present_explanation(const Shown *shown);

/* Colours, "" where the terminal wants none. */
typedef enum Ink {
    INK_NONE,
    INK_STRONG,
    INK_FAINT,
    INK_RED,
    INK_GREEN,
    INK_YELLOW,
    INK_BLUE,
    INK_MAGENTA,
    INK_CYAN
} Ink;
const char *ink(const Shown *shown, Ink colour);

/* "forwarded:marked", "own". Caller's. */
char *layer_title(const Layer *layer);

/* Line and column, 1-based, of a hit in its part; false for hits that are in no text. */
bool hit_place(const RuleHit *hit, size_t *line, size_t *column);

#endif
