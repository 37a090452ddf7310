/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/label_store.h"

#include <gio/gio.h>

static bool can_stand_in_a_line(const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        if (!g_ascii_isgraph(*p)) {
            return false;
        }
    }
    return text[0] == '<' && strlen(text) > 2 && g_str_has_suffix(text, ">");
}

/* `<id>`, or `FILE:N`; what sets it apart from the word, a tab where the file's name has blanks. */
static char *line_of(const JudgedPost *post, const char *word)
{
    if (post->message_id != NULL && can_stand_in_a_line(post->message_id)) {
        return g_strdup_printf("%s %s", post->message_id, word);
    }
    g_autofree char *place = judged_post_place(post);
    return g_strdup_printf("%s%s%s", place, strpbrk(place, " \t") == NULL ? " " : "\t", word);
}

/* The text without its last line end, or "" where there is no file yet. */
static char *read_text(const char *path, GError **error)
{
    g_autoptr(GError) failure = NULL;
    char *text = NULL;
    gsize length;
    if (!g_file_get_contents(path, &text, &length, &failure)) {
        if (!g_error_matches(failure, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return NULL;
        }
        return g_strdup("");
    }
    if (length > 0 && text[length - 1] == '\n') {
        text[length - 1] = '\0';
    }
    return text;
}

/* False with `error`: the file is none that a line could be added to. */
static bool read_labels(const char *path, Labels **labels, GError **error)
{
    g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    *labels = g_file_test(path, G_FILE_TEST_EXISTS) ? labels_read(path, errors, warnings) : NULL;
    if (errors->len > 0) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                            g_ptr_array_index(errors, 0));
        g_clear_pointer(labels, labels_free);
        return false;
    }
    if (*labels != NULL && labels_are_table(*labels)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "%s is a table; `kustode label` writes lines: name another file", path);
        g_clear_pointer(labels, labels_free);
        return false;
    }
    return true;
}

/* `line` 0 is a new one; `text` NULL takes the line out. Caller's. */
static char *with_line(const char *text, unsigned line, const char *replacement)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; lines[i] != NULL && text[0] != '\0'; i++) {
        const char *kept = i + 1 == line ? replacement : lines[i];
        if (kept != NULL) {
            g_string_append_printf(out, "%s\n", kept);
        }
    }
    if (line == 0 && replacement != NULL) {
        g_string_append_printf(out, "%s\n", replacement);
    }
    return g_string_free(out, FALSE);
}

bool label_store(const char *path, const JudgedPost *post, const char *word, char **before,
                 GError **error)
{
    g_autoptr(Labels) labels = NULL;
    g_autofree char *text = read_text(path, error);
    *before = NULL;
    if (text == NULL || !read_labels(path, &labels, error)) {
        return false;
    }
    const Label *label =
        labels == NULL ? NULL : labels_find(labels, post->source, post->number, post->message_id);
    g_autofree char *line = word == NULL ? NULL : line_of(post, word);
    g_autofree char *changed = with_line(text, label == NULL ? 0 : label->line, line);
    if (!g_file_set_contents_full(path, changed, -1,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0644, error)) {
        return false;
    }
    *before = label == NULL ? NULL : g_strdup(label->word);
    return true;
}
