/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was seen in one post, by slot: the kinds of conditions write it, the evaluator reads it.
 * Sightings of a slot are a chain in one array, so that a post without hits costs no allocation a
 * rule.
 */
#ifndef KUSTODE_RULES_FINDINGS_H
#define KUSTODE_RULES_FINDINGS_H

#include "rules/compiled.h"
#include "rules/match.h"
#include "text/canonical.h"

enum { LAYER_NONE = -1 }; /* the post itself */

/* One layer (or field, or link) in which a slot saw something. */
typedef struct Sighting {
    unsigned next;     /* the slot's next one, counted from 1; 0: none */
    int layer;         /* id, or LAYER_NONE */
    size_t count;      /* hits there */
    size_t start, end; /* of the first: in the layer's text, or in its canonical form */
    bool is_canonical;
    const char *field; /* the header field it stands in, or NULL */
    char *excerpt;     /* where there is no range in a layer; owned by the findings */
} Sighting;

typedef struct IdentifierSighting {
    const IdentifierKind *kind;
    unsigned layer;
    size_t start, end; /* in the canonical text */
} IdentifierSighting;

struct Findings {
    const RuleSet *rules;
    const Envelope *envelope;
    const Message *message;
    const Layers *layers;

    unsigned *order; /* ids of the layers, alternatives last: their hits count only where the
                        primary has none */
    unsigned *kinds; /* one a layer: the bit of its kind as rules see it */
    int *voices;     /* one a layer */
    int n_voices;
    Canonical **canonical; /* one a layer; NULL: no rule looked at it */

    unsigned *first, *last; /* one a slot: its sightings, counted from 1; 0: none */
    GArray *sightings;      /* Sighting */
    unsigned char
        *is_open; /* one a slot: a pattern of it failed, "no hit" is no answer; NULL: none did */
    unsigned char *
        is_touched; /* one a rule: some condition of it, or of a rule it refers to, saw something */
    GArray *identifiers;   /* IdentifierSighting, by layer in `order`, then position */
    GPtrArray *references; /* Reference */
    LimitSet limits;

    Matchers *matchers; /* while finding */
};

/*
 * Adds what a slot saw, unless its layer is an alternative whose primary was seen to say the same.
 * Takes over `excerpt`. Returns how many hits that layer has now.
 */
size_t findings_add(Findings *findings, unsigned slot, Sighting sighting);

/* Nobody can say whether the slot's condition holds. */
void findings_leave_open(Findings *findings, unsigned slot);

static inline bool findings_is_open(const Findings *findings, unsigned slot)
{
    return findings->is_open != NULL && findings->is_open[slot] != 0;
}

/* The canonical text of a layer that has text; made when it is first asked for. */
const Canonical *findings_canonical(Findings *findings, const Layer *layer);

/* The sighting of a slot in a layer, or NULL. */
const Sighting *findings_in_layer(const Findings *findings, unsigned slot, int layer);

/* A short text beside the layers' own. */
typedef struct Value {
    Span text; /* valid UTF-8 */
    int layer; /* where it stands, or LAYER_NONE */
    const char
        *field; /* the header field it is; NULL: a link at [start, end) of the layer's text */
    size_t start, end;
    bool is_canonical; /* so are start and end */
} Value;

/* Runs the patterns of `scope` over a value, adding what they see to their slots. */
void findings_run_values(Findings *findings, const Scope *scope, const Value *value);

/* Whether a layer's text is that of an alternative part. */
static inline bool layer_is_alternative(const Layer *layer)
{
    return layer->text_part != NULL && layer->text_part->alternative_of != NULL;
}

static inline const Sighting *findings_sighting(const Findings *findings, unsigned number)
{
    return number == 0 ? NULL : &g_array_index(findings->sightings, Sighting, number - 1);
}

/* As a person would quote it: white space folded, at most 200 bytes. Caller's. */
char *excerpt_of(Span text);

/* References from the identifiers seen; see references.c. */
GPtrArray *references_collect(const Findings *findings);

#endif
