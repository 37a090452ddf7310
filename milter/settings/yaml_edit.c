/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/yaml_edit.h"

#include <gio/gio.h>

#include "settings/yaml.h"

/* What is replaced, and by what. */
typedef struct Splice {
    size_t start, end;
    char *text; /* owned */
} Splice;

static size_t line_start(Span text, unsigned line)
{
    size_t at = 0;
    for (unsigned i = 1; i < line && at < text.length; i++) {
        at = MIN(span_find(text, '\n', at) + 1, text.length);
    }
    return at;
}

/* Columns count characters. */
static size_t offset_of(Span text, Place place)
{
    size_t at = line_start(text, place.line);
    for (unsigned column = 1; column < place.column && at < text.length; column++) {
        at++;
        while (at < text.length && ((unsigned char)text.text[at] & 0xC0) == 0x80) {
            at++;
        }
    }
    return at;
}

/* Behind the quote that closes the one at `at`. */
static size_t end_of_quoted(Span text, size_t at)
{
    char quote = text.text[at++];
    for (; at < text.length; at++) {
        if (quote == '"' && text.text[at] == '\\') {
            at++;
        } else if (text.text[at] == quote) {
            if (quote != '\'' || at + 1 >= text.length || text.text[at + 1] != '\'') {
                return at + 1;
            }
            at++;
        }
    }
    return text.length;
}

static bool is_comment(Span text, size_t at)
{
    return text.text[at] == '#' && (at == 0 || g_ascii_isspace(text.text[at - 1]));
}

/* Behind the bracket that closes the one at `at`. */
static size_t end_of_flow(Span text, size_t at)
{
    size_t depth = 0;
    while (at < text.length) {
        char c = text.text[at];
        if (c == '"' || c == '\'') {
            at = end_of_quoted(text, at);
            continue;
        }
        if (is_comment(text, at)) {
            at = span_find(text, '\n', at);
            continue;
        }
        depth += c == '{' || c == '[';
        at++;
        if ((c == '}' || c == ']') && --depth == 0) {
            return at;
        }
    }
    return text.length;
}

static size_t end_of_plain(Span text, size_t at, bool in_flow)
{
    size_t end = at;
    while (end < text.length && text.text[end] != '\n' && !is_comment(text, end) &&
           !(in_flow && strchr(",}]", text.text[end]) != NULL)) {
        end++;
    }
    while (end > at && g_ascii_isspace(text.text[end - 1])) {
        end--;
    }
    return end;
}

static bool is_flow(Span text, const TreeNode *node)
{
    size_t at = offset_of(text, node->place);
    return node->kind != TREE_SCALAR && at < text.length && strchr("{[", text.text[at]) != NULL;
}

static bool is_empty_line(Span line)
{
    Span trimmed = span_trim(line);
    return trimmed.length == 0 || trimmed.text[0] == '#';
}

static size_t indent_of(Span line)
{
    size_t indent = 0;
    while (indent < line.length && line.text[indent] == ' ') {
        indent++;
    }
    return indent;
}

/* The items of a list may stand as far left as the key it belongs to. */
static bool is_item(Span line, size_t indent)
{
    return indent_of(line) == indent && line.length > indent && line.text[indent] == '-';
}

/* The end, behind its line end, of the last line from `at` on that is indented by `least` or more,
 * or is an item one to the left of that; `at` when there is none. Blank lines and comments count
 * only between such lines. */
static size_t end_of_block(Span text, size_t at, size_t least)
{
    size_t end = at;
    while (at < text.length) {
        size_t next = MIN(span_find(text, '\n', at) + 1, text.length);
        Span line = span_slice(text, at, next);
        if (!is_empty_line(line)) {
            if (indent_of(line) < least && !(least > 0 && is_item(line, least - 1))) {
                return end;
            }
            end = next;
        }
        at = next;
    }
    return end;
}

/* A key that is no plain word is quoted; addresses and names of rules hold no quotes. */
static char *key_text(const char *key)
{
    bool is_plain = g_ascii_isalpha(key[0]);
    for (const char *p = key; *p != '\0'; p++) {
        is_plain &= g_ascii_isalnum(*p) || strchr("@._+-", *p) != NULL;
    }
    return is_plain ? g_strdup(key) : g_strdup_printf("\"%s\"", key);
}

/* `a: { b: value }`. */
static char *flow_entry(const char *const *path, const char *value)
{
    g_autofree char *key = key_text(path[0]);
    if (path[1] == NULL) {
        return g_strdup_printf("%s: %s", key, value);
    }
    g_autofree char *inner = flow_entry(path + 1, value);
    return g_strdup_printf("%s: { %s }", key, inner);
}

/* The same as lines, indented from `indent` on. */
static char *block_entry(const char *const *path, const char *value, size_t indent)
{
    GString *lines = g_string_new(NULL);
    for (size_t i = 0; path[i] != NULL; i++) {
        g_autofree char *key = key_text(path[i]);
        g_string_append_printf(lines, "%*s%s:%s%s\n", (int)(indent + 2 * i), "", key,
                               path[i + 1] == NULL ? " " : "", path[i + 1] == NULL ? value : "");
    }
    return g_string_free(lines, FALSE);
}

static Splice add_to_flow(Span text, const TreeNode *map, const char *const *path,
                          const char *value)
{
    size_t start = offset_of(text, map->place), end = end_of_flow(text, start) - 1;
    size_t last = end;
    while (last > start + 1 && g_ascii_isspace(text.text[last - 1])) {
        last--;
    }
    g_autofree char *entry = flow_entry(path, value);
    bool has_comma = tree_count(map) == 0 || text.text[last - 1] == ',';
    return (Splice){ last, end, g_strdup_printf("%s %s ", has_comma ? "" : ",", entry) };
}

/* Lines put in at `at`, which is behind a line end or the end of a text without one. */
static Splice add_lines(Span text, size_t at, const char *const *path, const char *value,
                        size_t indent)
{
    g_autofree char *lines = block_entry(path, value, indent);
    bool is_open = at > 0 && text.text[at - 1] != '\n';
    return (Splice){ at, at, g_strconcat(is_open ? "\n" : "", lines, NULL) };
}

static Splice add_to_block(Span text, const TreeNode *map, const char *const *path,
                           const char *value)
{
    const TreeNode *first = tree_key_at(map, 0);
    size_t indent = first == NULL ? 0 : first->place.column - 1;
    size_t start = first == NULL ? 0 : line_start(text, first->place.line);
    size_t end = first == NULL ? text.length : end_of_block(text, start, indent);
    return add_lines(text, end, path, value, indent);
}

/* Where the value of `key` begins that is written behind its colon on the same line; the colon's
 * end when there is none. */
static size_t behind_colon(Span text, const TreeNode *key)
{
    size_t at = offset_of(text, key->place);
    at = key->quoted ? end_of_quoted(text, at) : at + strlen(key->scalar);
    return MIN(span_find(text, ':', at) + 1, text.length);
}

static bool is_same_place(Place a, Place b)
{
    return a.line == b.line && a.column == b.column;
}

/* `parent` is the map that has `key`. */
static Splice replace(Span text, const TreeNode *parent, const TreeNode *key, const TreeNode *value,
                      const char *new_value)
{
    size_t start = offset_of(text, value->place), end;
    bool in_flow = is_flow(text, parent);
    if (is_same_place(key->place, value->place)) {
        start = behind_colon(text, key);
        return (Splice){ start, start, g_strconcat(" ", new_value, NULL) };
    }
    if (is_flow(text, value)) {
        end = end_of_flow(text, start);
    } else if (value->kind != TREE_SCALAR) {
        end = end_of_block(text, line_start(text, key->place.line + 1), key->place.column);
        start = behind_colon(text, key);
        return (Splice){ start, end, g_strdup_printf(" %s\n", new_value) };
    } else if (value->quoted && strchr("'\"", text.text[start]) != NULL) {
        end = end_of_quoted(text, start);
    } else {
        end = end_of_plain(text, start, in_flow);
    }
    return (Splice){ start, end, g_strdup(new_value) };
}

static Splice find_splice(Span text, const TreeNode *root, const char *const *path,
                          const char *value)
{
    const TreeNode *map = root;
    for (size_t i = 0;; i++) {
        const TreeNode *key = tree_key(map, path[i]), *inner = tree_get(map, path[i]);
        if (inner == NULL) {
            return is_flow(text, map) ? add_to_flow(text, map, path + i, value)
                                      : add_to_block(text, map, path + i, value);
        }
        if (path[i + 1] == NULL) {
            return replace(text, map, key, inner, value);
        }
        if (inner->kind != TREE_MAP) {
            g_autofree char *entry = flow_entry(path + i + 1, value);
            g_autofree char *flow = g_strdup_printf("{ %s }", entry);
            return replace(text, map, key, inner, flow);
        }
        map = inner;
    }
}

/* Nodes nest at most as deep as yaml_parse lets them. */
static bool is_same(const TreeNode *a, const TreeNode *b)
{
    if (a->kind != b->kind || a->quoted != b->quoted || g_strcmp0(a->scalar, b->scalar) != 0 ||
        tree_count(a) != tree_count(b)) {
        return false;
    }
    for (size_t i = 0; i < tree_count(a); i++) {
        bool has_key = a->kind == TREE_MAP;
        if (has_key && strcmp(tree_key_at(a, i)->scalar, tree_key_at(b, i)->scalar) != 0) {
            return false;
        }
        if (!is_same(tree_item(a, i), tree_item(b, i))) {
            return false;
        }
    }
    return true;
}

/* Whether `after` is `before` (NULL: nothing was there) with `wanted` under `path`, and no more. */
static bool is_changed_alone(const TreeNode *before, const TreeNode *after, const char *const *path,
                             const TreeNode *wanted)
{
    if (path[0] == NULL) {
        return is_same(after, wanted);
    }
    bool was_map = before != NULL && before->kind == TREE_MAP;
    const TreeNode *inner = tree_get(after, path[0]);
    const TreeNode *former = was_map ? tree_get(before, path[0]) : NULL;
    size_t expected = (was_map ? tree_count(before) : 0) + (former == NULL);
    if (inner == NULL || tree_count(after) != expected) {
        return false;
    }
    for (size_t i = 0; was_map && i < tree_count(before); i++) {
        const char *key = tree_key_at(before, i)->scalar;
        const TreeNode *now = tree_get(after, key);
        if (strcmp(key, path[0]) != 0 && (now == NULL || !is_same(tree_item(before, i), now))) {
            return false;
        }
    }
    return is_changed_alone(former, inner, path + 1, wanted);
}

static bool is_sound(const TreeNode *before, const char *changed, const char *const *path,
                     const char *value)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autofree char *wanted_text = g_strdup_printf("wanted: %s\n", value);
    g_autoptr(TreeNode) after = yaml_parse(span_of(changed), "changed", diagnostics);
    g_autoptr(TreeNode) wanted = yaml_parse(span_of(wanted_text), "wanted", diagnostics);
    return after != NULL && wanted != NULL && diagnostics_error_count(diagnostics) == 0 &&
           is_changed_alone(before, after, path, tree_get(wanted, "wanted"));
}

char *yaml_set(Span text, const char *file, const char *const *path, const char *value,
               GError **error)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(TreeNode) root = yaml_parse(text, file, diagnostics);
    if (root == NULL || diagnostics_error_count(diagnostics) > 0) {
        const Diagnostic *first = diagnostics_at(diagnostics, 0);
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u:%u: %s", file,
                    first->place.line, first->place.column, first->message);
        return NULL;
    }
    Splice splice = find_splice(text, root, path, value);
    g_autofree char *front = span_copy(span_slice(text, 0, splice.start));
    g_autofree char *back = span_copy(span_slice(text, splice.end, text.length));
    g_autofree char *changed = g_strconcat(front, splice.text, back, NULL);
    g_free(splice.text);
    if (!is_sound(root, changed, path, value)) {
        g_autofree char *where = g_strjoinv(".", (char **)path);
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "%s is written in a way that is not edited: set `%s: %s` by hand", file, where,
                    value);
        return NULL;
    }
    return g_steal_pointer(&changed);
}
