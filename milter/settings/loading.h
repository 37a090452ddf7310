/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the steps of loading a configuration share: config.c reads the main file, rule_files.c the
 * rules, notice_files.c the texts of notices, list_sections.c the lists of both kinds of files,
 * list_policies.c makes the policies of them.
 */
#ifndef KUSTODE_SETTINGS_LOADING_H
#define KUSTODE_SETTINGS_LOADING_H

#include "settings/config.h"
#include "settings/origins.h"

/* One list or pattern, in the order of its number in Policies. */
typedef struct ListEntry {
    char *address;          /* lower case */
    Place place;            /* of its key; of a list with its own file that, in line 0 */
    const Section *section; /* `in_shadow`: its file is wrong */
} ListEntry;

typedef struct Loading {
    Config *config;
    Diagnostics *diagnostics;
    const FileSet *former; /* files of the generation before, or NULL */
    char *folder;          /* of the main file */
    bool is_main_broken;   /* no YAML: what it may have defined is not missed elsewhere */
    Section *top;          /* the main file's own keys */
    RuleSet *rules;
    GHashTable *written_rules;  /* names of all rules written, those left out as wrong too; a set */
    bool has_all_rules;         /* no rule file is missing or unreadable */
    GHashTable *rule_languages; /* codes that rules are written for, borrowed, a set */
    GHashTable *profiles;       /* name -> Section, borrowed */
    Section *defaults, *built_in;
    Section *in_shadow;    /* says `mode: shadow` and nothing else; for lists whose file is wrong */
    GPtrArray *lists;      /* ListEntry */
    GHashTable *addresses; /* lower case -> ListEntry, of lists and of `also` */
    GHashTable *list_files; /* paths of lists.d, interned, as a set: errors there cost one list */
} Loading;

/*
 * A file's tree, the caller's; NULL with an error. `place`: where the file is named, for the error
 * that it cannot be read.
 */
TreeNode *loading_read_tree(Loading *loading, const char *path, Place place);

/* Checks a section of list options, and the rules, the profile and the languages it names; kept in
 * `origins`. */
Section *loading_read_section(Loading *loading, OptionPlace where, const char *name,
                              const TreeNode *map);

/* Paths that match `pattern`, relative to the folder of the main file; sorted, NULL-terminated, the
 * caller's. */
char **loading_paths(const Loading *loading, const char *pattern);

/* `name` in that folder; the caller's. */
char *loading_path(const Loading *loading, const char *name);

/* rule_files.c: reads what `rule-files` names into `rules`. */
void loading_read_rules(Loading *loading);

/* notice_files.c: reads what `notice-files` names into the policies' `notices`. */
void loading_read_notices(Loading *loading);

/* list_sections.c: fills `lists` from the main file and from lists.d. */
void loading_read_lists(Loading *loading);

/* list_policies.c: the policies of all lists into `config`. */
void loading_make_policies(Loading *loading);

#endif
