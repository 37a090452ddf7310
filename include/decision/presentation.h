/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A judged post for people and programs: the JSON object of interfaces.md, a line of a table, the
 * explanation, the layers in colour. Everything printed is valid UTF-8 without control characters,
 * whatever was posted.
 */
#ifndef KUSTODE_DECISION_PRESENTATION_H
#define KUSTODE_DECISION_PRESENTATION_H

#include "decision/judge.h"

typedef enum PresentationKind {
    PRESENT_NOTHING,
    PRESENT_SCAN_JSON,
    PRESENT_SCAN_LINE,
    PRESENT_LAYERS_JSON,
    PRESENT_LAYERS_TEXT,
    PRESENT_EXPLAIN_JSON,
    PRESENT_EXPLAIN_TEXT,
    PRESENT_POST_JSON, /* the explanation with subject, author, date and the layers' texts */
    N_PRESENTATIONS
} PresentationKind;

typedef struct Presentation {
    PresentationKind kind;
    const char *source; /* as given by the user */
    size_t message;     /* number in the source, from 0 */
    size_t offset;      /* of the message in the source */
    bool in_colour, is_verbose, with_near;
    unsigned width;       /* columns of the terminal; 0: no limit */
    int64_t microseconds; /* what judging took, shown when verbose; -1: unknown */
} Presentation;

/*
 * `lists` (PostList) and `outcomes` (Outcome) side by side, at least one; the first is the object's
 * own. Caller's.
 */
char *present(const Examination *examination, const GArray *lists, const GPtrArray *outcomes,
              const Presentation *presentation);

/*
 * The same for a post that could not be judged, of which nothing is known but where it stands: a
 * line, or an object, with verdict `error`. NULL for PRESENT_NOTHING. Caller's.
 */
char *present_failure(const Outcome *outcome, const Presentation *presentation);

#endif
