/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conditions of a rule: leaves, each of one kind, and combinations of them. A kind is one row:
 * how it is loaded from a tree, and what it finds in a post or makes of a list. The evaluator asks
 * the row and knows no kind by name.
 */
#ifndef KUSTODE_RULES_CONDITION_H
#define KUSTODE_RULES_CONDITION_H

#include "mail/layers.h"
#include "rules/compiled.h"

/* Nesting of `all`, `any`, `not` in a rule, and of rules that refer to rules: more cannot be read
 * either. */
enum { DEEPEST_NESTING = 16 };

/* What is known of a condition: a pattern that met its limits leaves it open. */
typedef enum Truth { TRUTH_NO, TRUTH_OPEN, TRUTH_YES } Truth;

typedef struct ConditionLoader ConditionLoader;
typedef struct ConditionKind ConditionKind;

struct Condition {
    const ConditionKind *kind;   /* NULL: a combination of `parts` */
    const TreeNode *key, *value; /* as written; key NULL: a map of several conditions */
    GPtrArray *parts;            /* Condition */
    size_t at_least;             /* how many parts must hold */
    bool is_negated;             /* holds when they do not */
    unsigned rule;               /* number of the rule it belongs to */
    unsigned slot;               /* of a leaf: where its sightings are kept */
    unsigned layers;   /* of a leaf: bits of LayerKind in which it is tested; LAYER_OWN is the post
                          itself as well */
    gpointer argument; /* the kind's own, freed by it */
};

/* An evaluation asks this for conditions that depend on the list; see evaluate.h. */
typedef struct Evaluation Evaluation;

struct ConditionKind {
    const char *name;
    unsigned default_layers; /* without `in` */

    /* Reads `condition->value`. False when it is wrong, which has been reported. */
    bool (*load)(ConditionLoader *loader, Condition *condition);

    /* When all rules are loaded. NULL: nothing is left to do. */
    bool (*resolve)(RuleSet *rules, Condition *condition, Diagnostics *diagnostics);

    /* What all leaves of the kind (Condition) find in a post, once a post. NULL: the hits of its
     * patterns are all. */
    void (*find)(Findings *findings, const GPtrArray *leaves);

    /* Whether it holds for a list, or in one voice. NULL: it holds where it found something. */
    Truth (*holds)(const Condition *condition, Evaluation *evaluation, int voice);

    /* NULL: `argument` is not owned. */
    void (*free_argument)(gpointer argument);

    /* `argument` is the Rule that this condition refers to; NULL where the reference is dead. */
    bool refers_to_rule;
};

extern const ConditionKind condition_text, condition_phrase, condition_header, condition_link,
    condition_identifier, condition_attachment, condition_language, condition_count, condition_list,
    condition_rule, condition_raw, condition_ratio, condition_age, condition_signed, condition_size;

/* All of them, NULL-terminated. */
extern const ConditionKind *const condition_kinds[];

/* The position of a kind in that table. */
size_t condition_kind_index(const ConditionKind *kind);

struct ConditionLoader {
    RuleSet *rules;
    Diagnostics *diagnostics;
    Rule *rule;
    RuleParts *parts;
    const char *const *rule_keys; /* what stands beside `rule:` and is no condition */
    unsigned depth;
};

/*
 * The condition in a rule's map: of its keys those that are not the rule's own, all of which must
 * hold. NULL when something is wrong, which has been reported. Caller's.
 */
Condition *condition_load(ConditionLoader *loader, const TreeNode *map);
void condition_free(Condition *condition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Condition, condition_free)

/* As in the rule file, on one line: `text: '...'`. Caller's. */
char *condition_describe(const Condition *condition);

/* ---- for the kinds ---- */

/* A further place for sightings, of hits that are not yet the condition's own. */
unsigned condition_new_slot(ConditionLoader *loader, const Condition *condition);

/* All hits in a layer are wanted, up to `enough` of them. */
void condition_count_hits(ConditionLoader *loader, unsigned slot, size_t enough);

/* A pattern, or each of a list of patterns, over the texts of the layers; hits go to `slot`. */
bool condition_add_texts(ConditionLoader *loader, unsigned slot, PatternKind kind,
                         const TreeNode *patterns);

/* The same over short texts beside the layers: of all values that are looked at under the name
 * `scope`. */
bool condition_add_values(ConditionLoader *loader, unsigned slot, PatternKind kind,
                          const TreeNode *patterns, const char *scope);

/* The place of a byte inside a scalar, as well as it can be told. */
Place condition_place_in(const TreeNode *scalar, size_t offset);

/* Whether it is a scalar, or a list of at least one, none of them empty; else an error that says
 * `what` is expected. */
bool condition_expect_words(ConditionLoader *loader, const TreeNode *node, const char *what);

/* How many words that is, and the one at `index`. */
size_t condition_word_count(const TreeNode *words);
const TreeNode *condition_word(const TreeNode *words, size_t index);

/* Whether one of them is `word`. */
bool condition_words_name(const TreeNode *words, const char *word);

/* Bits of the layers in which any of the leaves (Condition) is tested. */
unsigned conditions_layers(const GPtrArray *leaves);

/* Whether all keys of a map are among `known` (NULL-terminated); errors say which are not. */
bool condition_expect_keys(ConditionLoader *loader, const TreeNode *map, const char *const *known);

#endif
