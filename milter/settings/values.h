/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The types that an option can have: each reads a node of a located tree into a field, or says at
 * its place what it would have taken. A reader frees what the field held before.
 */
#ifndef KUSTODE_SETTINGS_VALUES_H
#define KUSTODE_SETTINGS_VALUES_H

#include "settings/options.h"
#include "text/diagnostics.h"

struct OptionType {
    const char *name;
    bool (*read)(const Option *option, const TreeNode *node, void *field, Diagnostics *diagnostics);
};

/* Field types in brackets. */
extern const OptionType type_boolean;   /* bool */
extern const OptionType type_word;      /* an enum: the word's index */
extern const OptionType type_word_text; /* char *: the word itself */
extern const OptionType type_failure;   /* Failure */
extern const OptionType type_points;    /* double */
extern const OptionType type_count;     /* size_t */
extern const OptionType type_bytes;     /* size_t */
extern const OptionType type_name;      /* char * */
extern const OptionType type_tag;       /* char * */
extern const OptionType type_languages; /* char **, NULL: all */
extern const OptionType type_address;   /* char * */
extern const OptionType type_addresses; /* char **, lower case */
extern const OptionType type_socket;    /* char * */
extern const OptionType type_user;      /* char * */
extern const OptionType type_path;      /* char * */
extern const OptionType type_reinject;  /* char * */
extern const OptionType type_mode;      /* unsigned */
extern const OptionType type_actions;   /* ClassPolicy: asks */
extern const OptionType type_steps;     /* ClassPolicy: steps */
extern const OptionType type_list;      /* the loader reads it: checks the kind alone */
extern const OptionType type_map;       /* likewise */

/*
 * "`key` takes <what>", and the word of the node with the one that was probably meant. Always
 * false, so that a reader can return it. `candidates` may be NULL.
 */
bool value_is_wrong(const Option *option, const TreeNode *node, const char *what,
                    const char *const *candidates, Diagnostics *diagnostics);

/* "off, shadow or live"; the caller's. */
char *words_joined(const char *const *words);

/* Whether it can stand for a list or a person: one @, no blanks. `*` only where `may_be_pattern`.
 */
bool address_is_sound(const char *address, bool may_be_pattern);

#endif
