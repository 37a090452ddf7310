/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/values.h"

#include <math.h>

#include "decision/policy.h"
#include "settings/socket.h"

char *words_joined(const char *const *words)
{
    GString *joined = g_string_new(NULL);
    for (size_t i = 0; words[i] != NULL; i++) {
        const char *link = i == 0 ? "" : words[i + 1] == NULL ? " or " : ", ";
        g_string_append_printf(joined, "%s%s", link, words[i]);
    }
    return g_string_free(joined, FALSE);
}

static const char *kind_of(const TreeNode *node)
{
    static const char *const kinds[] = {
        [TREE_SCALAR] = "a word",
        [TREE_LIST] = "a list",
        [TREE_MAP] = "a map",
    };
    return kinds[node->kind];
}

bool value_is_wrong(const Option *option, const TreeNode *node, const char *what,
                    const char *const *candidates, Diagnostics *diagnostics)
{
    const char *meant = NULL;
    if (node->kind != TREE_SCALAR) {
        diagnostics_error(diagnostics, node->place, "`%s` takes %s, but this is %s", option->key,
                          what, kind_of(node));
        return false;
    }
    if (tree_is_null(node)) {
        diagnostics_error(diagnostics, node->place,
                          "`%s` has no value: it takes %s; without the line it keeps its default",
                          option->key, what);
        return false;
    }
    meant = candidates == NULL ? NULL : nearest_word(node->scalar, candidates);
    if (meant != NULL) {
        diagnostics_error(diagnostics, node->place, "`%s` takes %s, not `%s` (did you mean `%s`?)",
                          option->key, what, node->scalar, meant);
    } else {
        diagnostics_error(diagnostics, node->place, "`%s` takes %s, not `%s`", option->key, what,
                          node->scalar);
    }
    return false;
}

static bool is_text(const TreeNode *node)
{
    return node->kind == TREE_SCALAR && !tree_is_null(node);
}

static bool read_boolean(const Option *option, const TreeNode *node, void *field,
                         Diagnostics *diagnostics)
{
    bool value;
    if (!tree_is_boolean(node, &value)) {
        return value_is_wrong(option, node, "yes or no", NULL, diagnostics);
    }
    *(bool *)field = value;
    return true;
}

/* Promised for a later version (of `held-by`): no slip of the pen. */
static const char *const later_words[] = { "moderators", "approve-form", NULL };

/* The index of the node's word among the option's, or -1 and an error. */
static int find_word(const Option *option, const TreeNode *node, Diagnostics *diagnostics)
{
    for (int i = 0; is_text(node) && option->words[i] != NULL; i++) {
        if (strcmp(option->words[i], node->scalar) == 0) {
            return i;
        }
    }
    g_autofree char *what = words_joined(option->words);
    if (is_text(node) && g_strv_contains(later_words, node->scalar)) {
        diagnostics_error(diagnostics, node->place,
                          "`%s` is not available in this version: `%s` takes %s", node->scalar,
                          option->key, what);
    } else {
        value_is_wrong(option, node, what, option->words, diagnostics);
    }
    return -1;
}

static bool read_word(const Option *option, const TreeNode *node, void *field,
                      Diagnostics *diagnostics)
{
    int index = find_word(option, node, diagnostics);
    if (index >= 0) {
        *(unsigned *)field = (unsigned)index;
    }
    return index >= 0;
}

static void replace_text(void *field, const char *text)
{
    char **owned = field;
    g_free(*owned);
    *owned = g_strdup(text);
}

static bool read_word_text(const Option *option, const TreeNode *node, void *field,
                           Diagnostics *diagnostics)
{
    int index = find_word(option, node, diagnostics);
    if (index >= 0) {
        replace_text(field, option->words[index]);
    }
    return index >= 0;
}

static bool read_failure(const Option *option, const TreeNode *node, void *field,
                         Diagnostics *diagnostics)
{
    static const struct {
        const char *word;
        Failure failure;
    } failures[] = {
        { "deliver", FAILURE_DELIVER },
        { "notice", FAILURE_NOTICE },
        { "hold", FAILURE_HOLD },
        { "tempfail", FAILURE_TEMPFAIL },
    };
    int index = find_word(option, node, diagnostics);
    for (size_t i = 0; index >= 0 && i < G_N_ELEMENTS(failures); i++) {
        if (strcmp(option->words[index], failures[i].word) == 0) {
            *(Failure *)field = failures[i].failure;
        }
    }
    return index >= 0;
}

static bool is_within(const Option *option, double number)
{
    return number >= option->least && number <= option->most;
}

static bool read_points(const Option *option, const TreeNode *node, void *field,
                        Diagnostics *diagnostics)
{
    double number;
    if (!tree_is_number(node, &number) || !is_within(option, number)) {
        g_autofree char *what =
            g_strdup_printf("a number from %g to %g", option->least, option->most);
        return value_is_wrong(option, node, what, NULL, diagnostics);
    }
    *(double *)field = number;
    return true;
}

static bool read_count(const Option *option, const TreeNode *node, void *field,
                       Diagnostics *diagnostics)
{
    double number;
    if (!tree_is_number(node, &number) || !is_within(option, number) || number != floor(number)) {
        g_autofree char *what =
            g_strdup_printf("a whole number from %.0f to %.0f", option->least, option->most);
        return value_is_wrong(option, node, what, NULL, diagnostics);
    }
    *(size_t *)field = (size_t)number;
    return true;
}

/* `262144`, `256 KiB`, `4MiB`; false when it is none of these. */
static bool parse_bytes(const char *text, double *bytes)
{
    char *end;
    guint64 number = g_ascii_strtoull(text, &end, 10);
    double unit = 1;
    if (!g_ascii_isdigit(text[0])) {
        return false;
    }
    end += strspn(end, " ");
    if (strcmp(end, "KiB") == 0) {
        unit = 1024;
    } else if (strcmp(end, "MiB") == 0) {
        unit = 1024 * 1024;
    } else if (*end != '\0') {
        return false;
    }
    *bytes = (double)number * unit;
    return true;
}

static char *shown_bytes(double bytes)
{
    bool is_mebibytes = bytes >= 1024 * 1024;
    return g_strdup_printf("%g %s", bytes / (is_mebibytes ? 1024 * 1024 : 1024),
                           is_mebibytes ? "MiB" : "KiB");
}

static bool read_bytes(const Option *option, const TreeNode *node, void *field,
                       Diagnostics *diagnostics)
{
    double bytes;
    if (!is_text(node) || !parse_bytes(node->scalar, &bytes) || !is_within(option, bytes)) {
        g_autofree char *least = shown_bytes(option->least), *most = shown_bytes(option->most);
        g_autofree char *what = g_strdup_printf("a size from %s to %s", least, most);
        return value_is_wrong(option, node, what, NULL, diagnostics);
    }
    *(size_t *)field = (size_t)bytes;
    return true;
}

/* Names of users, groups and profiles. */
static bool is_name(const char *text)
{
    return text[0] != '\0' && text[0] != '-' &&
           strspn(text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-") == strlen(text);
}

static bool read_name(const Option *option, const TreeNode *node, void *field,
                      Diagnostics *diagnostics)
{
    if (!is_text(node) || !is_name(node->scalar)) {
        return value_is_wrong(option, node, "a name of letters, digits, `.`, `_` and `-`", NULL,
                              diagnostics);
    }
    replace_text(field, node->scalar);
    return true;
}

static bool read_user(const Option *option, const TreeNode *node, void *field,
                      Diagnostics *diagnostics)
{
    g_auto(GStrv) names = is_text(node) ? g_strsplit(node->scalar, ":", 2) : NULL;
    if (names == NULL || !is_name(names[0]) || (names[1] != NULL && !is_name(names[1]))) {
        return value_is_wrong(option, node, "USER or USER:GROUP", NULL, diagnostics);
    }
    replace_text(field, node->scalar);
    return true;
}

static bool read_path(const Option *option, const TreeNode *node, void *field,
                      Diagnostics *diagnostics)
{
    if (!is_text(node) || node->scalar[0] != '/') {
        return value_is_wrong(option, node, "a path that begins with /", NULL, diagnostics);
    }
    replace_text(field, node->scalar);
    return true;
}

static bool read_reinject(const Option *option, const TreeNode *node, void *field,
                          Diagnostics *diagnostics)
{
    g_autofree char *host = NULL;
    unsigned port;
    if (!is_text(node) || !reinject_parse(node->scalar, &host, &port)) {
        return value_is_wrong(option, node, "smtp:HOST:PORT", NULL, diagnostics);
    }
    replace_text(field, node->scalar);
    return true;
}

/* Octal, as chmod takes it; YAML's own idea of `0660` is 660. */
static bool read_mode(const Option *option, const TreeNode *node, void *field,
                      Diagnostics *diagnostics)
{
    guint64 mode;
    if (!is_text(node) || !g_ascii_string_to_unsigned(node->scalar, 8, 0, 0777, &mode, NULL)) {
        return value_is_wrong(option, node, "a mode as chmod takes it, at most 0777", NULL,
                              diagnostics);
    }
    *(unsigned *)field = (unsigned)mode;
    return true;
}

static bool read_socket(const Option *option, const TreeNode *node, void *field,
                        Diagnostics *diagnostics)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *normal = NULL;
    if (!is_text(node)) {
        return value_is_wrong(option, node, "a socket: local:/PATH or inet:PORT@HOST", NULL,
                              diagnostics);
    }
    if (!socket_parse(node->scalar, &normal, &error)) {
        diagnostics_error(diagnostics, node->place, "%s", error->message);
        return false;
    }
    if (socket_is_open_to_all(normal)) {
        diagnostics_warning(diagnostics, node->place,
                            "this socket is open to every host that reaches this one: if the mail "
                            "server runs here, write %s@%s",
                            normal, normal[4] == '6' ? "[::1]" : "127.0.0.1");
    }
    replace_text(field, normal);
    return true;
}

const OptionType type_boolean = { "yes or no", read_boolean };
const OptionType type_word = { "one of the words", read_word };
const OptionType type_word_text = { "one of the words", read_word_text };
const OptionType type_failure = { "one of the words", read_failure };
const OptionType type_points = { "a number", read_points };
const OptionType type_count = { "a whole number", read_count };
const OptionType type_bytes = { "a size", read_bytes };
const OptionType type_name = { "a name", read_name };
const OptionType type_socket = { "a socket", read_socket };
const OptionType type_user = { "USER or USER:GROUP", read_user };
const OptionType type_path = { "a path", read_path };
const OptionType type_reinject = { "a mail server", read_reinject };
const OptionType type_mode = { "a file mode", read_mode };
