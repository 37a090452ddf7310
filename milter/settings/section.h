/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A section: one map of options somewhere in the files (a list, a pattern, a profile, `defaults`),
 * checked key by key; and the chain of sections in which a list looks for a value, first hit.
 */
#ifndef KUSTODE_SETTINGS_SECTION_H
#define KUSTODE_SETTINGS_SECTION_H

#include "settings/config.h"
#include "settings/options.h"

/* What a list says of itself rather than of its posts. Read to be checked; the loader takes the
 * nodes. */
typedef struct ListNaming {
    char *like;
    char **also;
    bool is_posting_address;
} ListNaming;

void list_naming_clear(ListNaming *naming);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ListNaming, list_naming_clear)

/* What the values of options are read into; a part that no option of the section has may be NULL.
 */
typedef struct OptionTargets {
    Service *service;
    Limits *limits;
    Policy *policy;
    ListNaming *naming;
} OptionTargets;

typedef struct Section {
    OptionPlace where;                    /* 0: built in */
    char *name;                           /* of a list, pattern or profile; NULL else */
    const TreeNode *values[MOST_OPTIONS]; /* by option_index; those that are sound, borrowed */
} Section;

void section_free(Section *section);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Section, section_free)

/*
 * Checks `map` (borrowed; NULL is an empty one) against the table: unknown keys, keys in the wrong
 * place, wrong values. What is sound is in `values` and has been read into `targets`, the rest is
 * in `diagnostics`. Never NULL.
 */
Section *section_read(OptionPlace where, const char *name, const TreeNode *map,
                      const OptionTargets *targets, Diagnostics *diagnostics);

/* The section's own value of a key outside groups, or NULL. */
const TreeNode *section_value(const Section *section, const char *key);

bool section_is_posting_address(const Section *section);

/* The built-in values of the table; `trees` (TreeNode, owned) keeps what the section borrows. */
Section *section_built_in(GPtrArray *trees, Diagnostics *diagnostics);

/* Reads the section's value of an option, which it has, into its target. */
void section_apply(const Section *section, const Option *option, const OptionTargets *targets,
                   Diagnostics *diagnostics);

enum { MOST_LINKS = 5 };

/* List, pattern, profile, defaults, built in: as many as there are. */
typedef struct Chain {
    const Section *links[MOST_LINKS];
    size_t count;
} Chain;

void chain_add(Chain *chain, const Section *section); /* NULL adds nothing */

/* The first section that has a value for the option, or NULL. */
const Section *chain_find(const Chain *chain, const Option *option);

#endif
