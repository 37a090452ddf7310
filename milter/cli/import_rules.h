/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rules of SpamAssassin: read from its files, turned into ours, written as YAML. What cannot be
 * turned is an error at its place, what is turned into something wider a warning.
 */
#ifndef KUSTODE_CLI_IMPORT_RULES_H
#define KUSTODE_CLI_IMPORT_RULES_H

#include <glib.h>

#include "text/diagnostics.h"

typedef struct ImportRule {
    char *name; /* as SpamAssassin has it */
    char *kind; /* "body"; NULL: only named by score, describe or tflags so far */
    char *text; /* what follows the name */
    Place place;
    GHashTable *about; /* language -> text */
    double score;
    bool has_score, is_nice, is_counted, spares_subject;
    /* what became of it */
    enum { IMPORT_UNTRIED, IMPORT_TRYING, IMPORT_TURNED, IMPORT_LEFT_OUT } state;
    char *condition; /* keys and values of a YAML map in flow style */
    char *pattern;   /* of a body rule over canonical text, quoted */
    unsigned depth;  /* of rules that it refers to */
    bool is_of_text; /* it looks at the layers */
} ImportRule;

typedef struct Import {
    GPtrArray *rules;     /* ImportRule, in their order */
    GHashTable *by_name;  /* name -> ImportRule */
    GHashTable *tags;     /* replace_tag */
    GHashTable *replaced; /* names of rules in which tags are replaced */
    Diagnostics *diagnostics;
    unsigned nesting; /* rules being turned for each other's sake */
} Import;

Import *import_new(void);
void import_free(Import *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Import, import_free)

void import_read(Import *import, const char *path, const char *text);

/* Turns a rule, and those that it refers to. */
void import_turn(Import *import, ImportRule *rule);

/* The condition of a meta rule; NULL and `problem`, when it has none of ours. Both the caller's. */
char *import_meta(Import *import, ImportRule *rule, char **problem);

/* The name that the rule has with us. Caller's. */
char *import_rule_name(const ImportRule *rule);

/* All rules that were turned, as a file of rules; how many they are. */
size_t import_write(Import *import, GString *yaml);

#endif
