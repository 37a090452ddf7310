/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Located trees: scalars, lists and maps with the file, line and column they were written at. What
 * configuration and rules are loaded from; knows no file format and no library.
 */
#ifndef KUSTODE_TEXT_TREE_H
#define KUSTODE_TEXT_TREE_H

#include <stdbool.h>

#include <glib.h>

#include "text/span.h"

typedef struct Place {
    const char *file; /* lives as long as the process (g_intern_string) */
    unsigned line;    /* from 1; 0: nowhere, built in */
    unsigned column;  /* from 1, in characters */
} Place;

typedef enum TreeKind { TREE_SCALAR, TREE_LIST, TREE_MAP } TreeKind;

typedef struct TreeNode TreeNode;
struct TreeNode {
    TreeKind kind;
    Place place;
    char *scalar;     /* a scalar's text; NULL else */
    bool quoted;      /* a quoted scalar is text, never null, number or boolean */
    GPtrArray *keys;  /* a map's keys: scalars, in the order written; NULL else */
    GPtrArray *items; /* a list's items, or a map's values in the order of its keys */
};

TreeNode *tree_new_scalar(const char *text, bool quoted, Place place);
TreeNode *tree_new_scalar_of(Span text, bool quoted, Place place);
TreeNode *tree_new_list(Place place);
TreeNode *tree_new_map(Place place);
void tree_free(TreeNode *node); /* with everything below it */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TreeNode, tree_free)

/* `list` and `map` take over what is given. A map does not look for duplicate keys. */
void tree_append(TreeNode *list, TreeNode *item);
void tree_put(TreeNode *map, TreeNode *key, TreeNode *value);

/* The value under `key`, or NULL; NULL as well where `map` is NULL or no map. */
const TreeNode *tree_get(const TreeNode *map, const char *key);

/* The node of the key itself, for errors about it; NULL as above. */
const TreeNode *tree_key(const TreeNode *map, const char *key);

size_t tree_count(const TreeNode *node); /* items of a list or map, 0 of a scalar or NULL */
const TreeNode *tree_item(const TreeNode *node, size_t index);
const TreeNode *tree_key_at(const TreeNode *map, size_t index);

/* Whether it is a plain scalar that YAML 1.2's core schema reads as null, a boolean or a number;
 * the value goes to `value`. */
bool tree_is_null(const TreeNode *node);
bool tree_is_boolean(const TreeNode *node, bool *value); /* true, false, yes, no, on, off */
bool tree_is_number(const TreeNode *node, double *value);

#endif
