/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a rule set is made of. All patterns stand in two sets, one run over the texts of layers, one
 * over short values (header fields, links); a pattern leads to a slot, and a slot belongs to a leaf
 * condition of a rule.
 */
#ifndef KUSTODE_RULES_COMPILED_H
#define KUSTODE_RULES_COMPILED_H

#include "mail/layers.h"
#include "rules/rule_set.h"
#include "text/pattern.h"

typedef struct Findings Findings;

/* What the evaluator needs of a rule and nobody else. */
typedef struct RuleParts {
    unsigned layers;       /* bits of LayerKind named by `in`; 0: not named */
    LayerKind first_layer; /* the first one named; LAYER_OWN when none is */
    bool is_together;
    bool is_referred_to;
    GPtrArray *references; /* Condition: those that refer to rules; borrowed */
    unsigned height;       /* of the rules below it */
} RuleParts;

typedef struct Slot {
    unsigned rule;   /* its number */
    unsigned layers; /* bits of LayerKind */
    size_t enough;   /* hits in one layer after which it is content */
    bool is_counted; /* all hits are wanted, so the whole text is walked in any case */
} Slot;

/* A name under which values are looked at: a header field's, or LINK_SCOPE. */
typedef struct Scope {
    char *name;
    unsigned char *wanted; /* one a pattern of `values` */
} Scope;

typedef struct Matchers {
    PatternMatcher *texts, *values;
} Matchers;

/* Matchers that nobody uses: a JIT stack is dear to make for each post. */
typedef struct Lender Lender;

struct RuleSet {
    Limits limits;
    GPtrArray *trees;
    GPtrArray *rules;     /* Rule */
    GArray *parts;        /* RuleParts, one a rule */
    GHashTable *by_name;  /* name -> Rule; borrowed */
    GHashTable *declared; /* name -> TreeNode: where it first stands, also of rules left out */
    GPtrArray *names;     /* borrowed, NULL-terminated */
    GArray *slots;        /* Slot */
    GPtrArray **leaves;   /* one a kind: Condition, borrowed */
    GPtrArray *referrers; /* Rule: those with references, referred ones first */
    unsigned char *may_hold_unseen; /* one a rule: it may hold though no leaf saw anything */

    PatternSet *texts;                          /* the identifiers' patterns first */
    GArray *text_slots;                         /* unsigned, one a pattern */
    GPtrArray *text_nodes;                      /* TreeNode, one a pattern; NULL: an identifier's */
    unsigned char *texts_wanted[N_LAYER_KINDS]; /* one a pattern; NULL: none in such layers */

    PatternSet *values;
    GArray *value_slots;  /* unsigned, one a pattern */
    GArray *value_scopes; /* unsigned, one a pattern */
    GPtrArray *scopes;    /* Scope */

    Lender *lender;
};

/* The identifiers' patterns, before any other. */
void rule_set_add_identifiers(RuleSet *rules);

/* When all rules are there: makes both sets of patterns fit for matching. */
void rule_set_compile(RuleSet *rules);

/* Matchers of one's own until they are given back, whatever other threads do with the set. */
Matchers *rule_set_take_matchers(const RuleSet *rules);
void rule_set_give_back(const RuleSet *rules, Matchers *matchers);
Lender *lender_new(void);
void lender_free(Lender *lender);

#define LINK_SCOPE ":link" /* no header field can be called so */

static inline RuleParts *rule_set_parts(const RuleSet *rules, size_t number)
{
    return &g_array_index(rules->parts, RuleParts, number);
}

/* The scope of that name (without case), or NULL when no pattern asks for it. */
const Scope *rule_set_scope(const RuleSet *rules, const char *name);

#endif
