/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules, immutable once loaded: names, points, cues and conditions with file, line and column,
 * all patterns compiled into one set. Loaded from located trees; may be shared by threads.
 */
#ifndef KUSTODE_RULES_RULE_SET_H
#define KUSTODE_RULES_RULE_SET_H

#include "text/diagnostics.h"
#include "text/limits.h"
#include "text/tree.h"

typedef enum VerdictClass { CLASS_HOAX, CLASS_ADVISORY, N_CLASSES } VerdictClass;

/* "hoax", "advisory"; static. */
const char *verdict_class_name(VerdictClass verdict_class);

/* How the poster's own words stand to what he brings (interfaces.md). A rule with `stance:` says so
 * when it hits. */
typedef enum Stance {
    STANCE_NONE,
    STANCE_PASSES_ON,
    STANCE_ASKS,
    STANCE_DEBUNKS,
    STANCE_DISCUSSES
} Stance;

/* "passes-on" ...; NULL for STANCE_NONE; static. */
const char *stance_name(Stance stance);

typedef enum RuleMode { RULE_LIVE, RULE_SHADOW, RULE_OFF } RuleMode;

typedef struct Condition Condition; /* rules/ alone looks inside */

typedef struct Rule {
    unsigned number; /* its index in the set */
    char *name;      /* begins with `_`: a part for other rules, never a hit of its own */
    Place place;
    GHashTable *about;        /* language code -> what it looks for, in that language */
    GPtrArray *languages;     /* codes (`language: de`, `language: [de, en]`) it is written for, or
                                 NULL: any */
    double points[N_CLASSES]; /* 0: says nothing of that class */
    char *cue;                /* family of evidence, or NULL */
    bool is_decisive;         /* a dressed-up advisory: hoax when both classes count */
    Stance stance;            /* STANCE_NONE: says nothing of it */
    RuleMode mode;            /* as the rule file has it (`mode: shadow`), default live */
    Condition *condition;
    GPtrArray *hits,
        *misses; /* TreeNode scalars, borrowed from `trees`: the tests beside the rule */
} Rule;

typedef struct RuleSet RuleSet;

/*
 * Loads the rules of several files (roots as read, each a map with `rules:`). What is wrong is in
 * `diagnostics` and leaves that rule out; whether to go on is the caller's choice. Takes over
 * `trees`. Never NULL.
 */
RuleSet *rule_set_load(GPtrArray *trees, const Limits *limits, Diagnostics *diagnostics);
RuleSet *rule_set_ref(RuleSet *rules);
void rule_set_unref(RuleSet *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleSet, rule_set_unref)

size_t rule_set_count(const RuleSet *rules);
const Rule *rule_set_at(const RuleSet *rules, size_t number);
const Rule *rule_set_find(const RuleSet *rules, const char *name); /* or NULL */

/* Whether another rule's condition asks for it, so that switching it off would change that one. */
bool rule_set_is_referred_to(const RuleSet *rules, size_t number);

/* The names of all rules, NULL-terminated, for `did you mean`; borrowed. */
const char *const *rule_set_names(const RuleSet *rules);

/*
 * Runs the `hit` and `miss` tests beside the rules, each text judged as a plain post: a failed one
 * is an error at its place. Returns how many were run.
 */
size_t rule_set_test(const RuleSet *rules, Diagnostics *diagnostics);

#endif
