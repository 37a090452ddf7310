/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one table of options: what may stand in kustode.yaml, where, of which type, and what is built
 * in. Reading, `kustode check`, `kustode config`, the commented sample and kustode.yaml(5) come
 * from it or are tested against it.
 */
#ifndef KUSTODE_SETTINGS_OPTIONS_H
#define KUSTODE_SETTINGS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Where an option may stand; a set. */
typedef enum OptionPlace {
    IN_SERVICE = 1 << 0,   /* at the top level */
    IN_DEFAULTS = 1 << 1,  /* under `defaults` */
    IN_PROFILE = 1 << 2,   /* under one of `profiles` */
    IN_PATTERN = 1 << 3,   /* under a pattern in `lists` */
    IN_LIST = 1 << 4,      /* under an address in `lists` */
    IN_LIST_FILE = 1 << 5, /* in lists.d/NAME@DOMAIN.yaml */
} OptionPlace;

/* What the value is kept in. */
typedef enum OptionTarget {
    TARGET_NONE, /* the loader looks at the tree itself */
    TARGET_SERVICE,
    TARGET_LIMITS,
    TARGET_POLICY,
    TARGET_NAMING,
} OptionTarget;

typedef struct OptionType OptionType;

typedef struct Option {
    const char *key; /* with its groups: "hoax.verdict" */
    const OptionType *type;
    unsigned places; /* OptionPlace */
    OptionTarget target;
    size_t offset;            /* of the field in the target */
    const char *built_in;     /* as YAML has it; NULL: none, or computed (`help` says how) */
    const char *const *words; /* of a type that takes one of these; NULL-terminated */
    double least, most;       /* of a type that takes a number */
    const char *help;         /* one line */
} Option;

enum { MOST_OPTIONS = 64 };

/* In the order of the man page; NULL behind the last. */
const Option *option_at(size_t index);

size_t option_index(const Option *option);

/* The option `key` inside `group` ("" or "hoax."); or NULL. */
const Option *option_find(const char *group, const char *key);

/* Whether options stand below `key` inside `group`: "hoax" in "". */
bool option_is_group(const char *group, const char *key);

/* What such an option takes, for people: "a number", "yes or no"; static. */
const char *option_type_name(const OptionType *type);

#endif
