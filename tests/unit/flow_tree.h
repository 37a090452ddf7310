/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Located trees for tests, from a text in YAML's flow style: {key: value}, [item, item], 'quoted',
 * plain. A stranger to errors: what it cannot read ends the test.
 */
#ifndef KUSTODE_TESTS_FLOW_TREE_H
#define KUSTODE_TESTS_FLOW_TREE_H

#include "text/tree.h"

typedef struct FlowReader {
    const char *at;
    Place place;
} FlowReader;

static inline void flow_step(FlowReader *reader)
{
    bool is_line_end = *reader->at == '\n';
    bool is_continuation = (*reader->at & 0xC0) == 0x80;
    reader->place.line += is_line_end;
    reader->place.column = is_line_end ? 1 : reader->place.column + !is_continuation;
    reader->at++;
}

static inline void flow_skip(FlowReader *reader, const char *signs)
{
    while (*reader->at != '\0' && strchr(signs, *reader->at) != NULL) {
        flow_step(reader);
    }
}

static inline TreeNode *flow_read_quoted(FlowReader *reader)
{
    Place place = reader->place;
    g_autoptr(GString) text = g_string_new(NULL);
    flow_step(reader);
    while (*reader->at != '\'' || reader->at[1] == '\'') {
        g_assert(*reader->at != '\0');
        if (*reader->at == '\'') {
            flow_step(reader);
        }
        g_string_append_c(text, *reader->at);
        flow_step(reader);
    }
    flow_step(reader);
    return tree_new_scalar(text->str, true, place);
}

static inline TreeNode *flow_read_plain(FlowReader *reader)
{
    Place place = reader->place;
    const char *start = reader->at;
    while (strchr(",[]{}:\n", *reader->at) == NULL ||
           (*reader->at == ':' && strchr(" \n", reader->at[1]) == NULL)) {
        flow_step(reader);
    }
    g_autofree char *text = g_strndup(start, (gsize)(reader->at - start));
    return tree_new_scalar(text, false, place);
}

static inline TreeNode *flow_read(FlowReader *reader)
{
    flow_skip(reader, " \n");
    char first = *reader->at;
    if (first == '\'') {
        return flow_read_quoted(reader);
    }
    if (first != '{' && first != '[') {
        return flow_read_plain(reader);
    }
    TreeNode *node = first == '{' ? tree_new_map(reader->place) : tree_new_list(reader->place);
    flow_step(reader);
    for (flow_skip(reader, " \n,"); *reader->at != '}' && *reader->at != ']';
         flow_skip(reader, " \n,")) {
        TreeNode *item = flow_read(reader);
        if (first == '[') {
            tree_append(node, item);
            continue;
        }
        flow_skip(reader, ":");
        tree_put(node, item, flow_read(reader));
    }
    flow_step(reader);
    return node;
}

static inline TreeNode *flow_tree(const char *file, const char *text)
{
    FlowReader reader = { text, { g_intern_string(file), 1, 1 } };
    TreeNode *tree = flow_read(&reader);
    flow_skip(&reader, " \n");
    g_assert_cmpstr(reader.at, ==, "");
    return tree;
}

static inline void flow_tree_free(gpointer tree)
{
    tree_free(tree);
}

#endif
