/* SPDX-License-Identifier: BSD-2-Clause */
/* A character class of a regular expression, `[...]`, that is to be folded. */
#ifndef KUSTODE_CLI_IMPORT_CLASS_H
#define KUSTODE_CLI_IMPORT_CLASS_H

#include <glib.h>

#include "cli/import_regex.h"

typedef struct ImportClass {
    bool is_negated, names_case; /* [:upper:] or [:lower:] */
    unsigned small, capital;     /* bits of a-z and A-Z */
    GString *others;             /* what is no letter of ASCII, as written */
    char *written;               /* all of it */
} ImportClass;

/* Reads on from `*at`, which is at the bracket. What is wrong with it, or NULL. */
const char *import_class_read(const char **at, ImportClass *class);
void import_class_write(const ImportClass *class, RegexForm form, GString *out);
void import_class_clear(ImportClass *class);

#endif
