/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A rule set against a taken-apart post. Two steps: what every leaf condition finds, once a post,
 * whatever number of lists; then, per list, which rules hit under that list's modes and points.
 */
#ifndef KUSTODE_RULES_MATCH_H
#define KUSTODE_RULES_MATCH_H

#include "mail/envelope.h"
#include "mail/layers.h"
#include "rules/identifiers.h"
#include "rules/rule_set.h"

typedef struct Findings Findings;

/* All arguments must outlive the findings. */
Findings *match_find(const RuleSet *rules, const Envelope *envelope, const Message *message,
                     const Layers *layers);
void findings_free(Findings *findings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Findings, findings_free)

/* The same, without the prefilter: for the test that the answers never differ. */
Findings *match_find_slowly(const RuleSet *rules, const Envelope *envelope, const Message *message,
                            const Layers *layers);

LimitSet findings_limits(const Findings *findings);

/* Reference, each id once, in the order of the post; borrowed. */
const GPtrArray *findings_references(const Findings *findings);

/* What a list makes of one rule. */
typedef struct RuleOverride {
    unsigned rule; /* its number */
    RuleMode mode;
    double points[N_CLASSES];
} RuleOverride;

/* Ascending by rule: of a thousand rules a list overrides a few, and lists may be thousands. */
typedef struct RuleOverrides {
    size_t count;
    RuleOverride items[];
} RuleOverrides;

/* NULL when there is none; `overrides` may be NULL. */
const RuleOverride *rule_overrides_find(const RuleOverrides *overrides, const Rule *rule);

typedef struct ListRules {
    const char *address;            /* for the condition `list`; NULL: no configured list */
    const char *const *languages;   /* rules for others are off; NULL: all */
    const RuleOverrides *overrides; /* or NULL */
} ListRules;

typedef struct RuleHit {
    const Rule *rule;
    double points[N_CLASSES]; /* under this list; 0 when in shadow */
    bool is_shadow;
    int layer;            /* id, or -1: the post itself (header, attachment, list ...) */
    const TextPart *part; /* of a hit in text, else NULL */
    size_t start, end;    /* in part->text */
    const char *field;    /* of a header hit its name, else NULL; borrowed */
    char *excerpt;        /* what matched, as written, white space folded, at most 200 bytes */
    char *condition;      /* the leaf that matched, as text: `text: '...'` */
    Place place;          /* of that leaf */
    size_t also;          /* further hits of the rule's leaves */
    unsigned kinds;       /* bits of LayerKind, as rules see it, in which they stand */
} RuleHit;

/* RuleHit, in the order of the rules; caller's, owns its elements. */
GPtrArray *match_hits(const Findings *findings, const ListRules *list);

typedef struct NearMiss {
    const Rule *rule;
    char *condition; /* the one that was not met, as text */
    Place place;
} NearMiss;

/* NearMiss: rules with several conditions that missed by one; caller's, owns its elements. */
GPtrArray *match_near(const Findings *findings, const ListRules *list);

#endif
