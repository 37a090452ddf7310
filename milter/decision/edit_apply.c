/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/edit.h"
#include "decision/field_ranges.h"
#include "text/splices.h"

/* NULL for edits to the body. */
static const FieldRange *find_field(const GArray *fields, GHashTable *by_name, const Edit *edit)
{
    g_autofree char *key = edit->name == NULL ? NULL : g_ascii_strdown(edit->name, -1);
    const GArray *indexes = key == NULL ? NULL : g_hash_table_lookup(by_name, key);
    if (indexes == NULL || edit->occurrence == 0 || edit->occurrence > indexes->len) {
        return NULL;
    }
    return &g_array_index(fields, FieldRange, g_array_index(indexes, guint, edit->occurrence - 1));
}

typedef struct Mark {
    guint field; /* index */
    unsigned occurrence;
} Mark;

static int compare_marks(const void *a, const void *b)
{
    guint x = ((const Mark *)a)->field, y = ((const Mark *)b)->field;
    return (x < y) - (x > y);
}

static GArray *find_marks(GHashTable *by_name)
{
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    GHashTableIter iter;
    gpointer name, indexes;
    g_hash_table_iter_init(&iter, by_name);
    while (g_hash_table_iter_next(&iter, &name, &indexes)) {
        const GArray *of_name = indexes;
        for (guint i = 0; i < of_name->len && field_is_mark(span_of(name)); i++) {
            Mark mark = { g_array_index(of_name, guint, i), i + 1 };
            g_array_append_val(marks, mark);
        }
    }
    g_array_sort(marks, compare_marks);
    return marks;
}

void edits_remove_marks(GPtrArray *edits, Span raw)
{
    g_autoptr(GArray) fields = field_ranges(raw);
    g_autoptr(GHashTable) by_name = field_ranges_by_name(fields);
    g_autoptr(GArray) marks = find_marks(by_name);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        g_autofree char *name = span_copy(g_array_index(fields, FieldRange, mark->field).name);
        g_ptr_array_add(edits, edit_new(EDIT_DELETE_FIELD, name, mark->occurrence, NULL));
    }
}

static void append_with_line_ends(GString *out, Span text, const char *line_end)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] == '\n') {
            g_string_append(out, line_end);
        } else {
            g_string_append_c(out, text.text[i]);
        }
    }
}

static void append_field(GString *out, const Edit *edit, const char *line_end)
{
    g_string_append_printf(out, "%s: ", edit->name);
    append_with_line_ends(out, span_make(edit->value, edit->length), line_end);
    g_string_append(out, line_end);
}

/* `field`: the one that is deleted or changed. */
static void add_splice(Splices *splices, const Edit *edit, const FieldRange *field,
                       const char *line_end)
{
    g_autoptr(GString) text = g_string_new(NULL);
    bool is_of_body = edit->kind == EDIT_REPLACE_BYTES;
    if (edit->kind == EDIT_CHANGE_FIELD) {
        append_field(text, edit, line_end);
    } else if (is_of_body) {
        append_with_line_ends(text, span_make(edit->value, edit->length), line_end);
    }
    splices_add(splices, is_of_body ? edit->start : field->start,
                is_of_body ? edit->end : field->end, span_make(text->str, text->len));
}

GString *edits_apply(Span raw, const GPtrArray *edits)
{
    size_t first_end = span_find(raw, '\n', 0);
    bool is_crlf = first_end > 0 && first_end < raw.length && raw.text[first_end - 1] == '\r';
    const char *line_end = is_crlf ? "\r\n" : "\n";
    g_autoptr(GArray) fields = field_ranges(raw);
    g_autoptr(GHashTable) by_name = field_ranges_by_name(fields);
    g_autoptr(Splices) splices = splices_new();
    GString *out = g_string_new(NULL);
    for (guint i = edits->len; i-- > 0;) {
        const Edit *edit = g_ptr_array_index(edits, i);
        if (edit->kind == EDIT_INSERT_FIELD) {
            append_field(out, edit, line_end);
        }
    }
    /* What has no header, not even a blank line for one, must not be read as ours going on. */
    if (out->len > 0 && fields->len == 0 && field_ranges_body_start(raw, fields) == 0) {
        g_string_append(out, line_end);
    }
    for (guint i = 0; i < edits->len; i++) {
        const Edit *edit = g_ptr_array_index(edits, i);
        const FieldRange *field = find_field(fields, by_name, edit);
        if (edit->kind == EDIT_REPLACE_BYTES ||
            (edit->kind != EDIT_INSERT_FIELD && field != NULL)) {
            add_splice(splices, edit, field, line_end);
        }
    }
    g_autoptr(GString) rest = splices_apply(splices, raw);
    return g_string_append_len(out, rest->str, (gssize)rest->len);
}

GString *edits_apply_to_body(Span raw, const GPtrArray *edits)
{
    g_autoptr(GPtrArray) of_body = g_ptr_array_new();
    for (guint i = 0; i < edits->len; i++) {
        Edit *edit = g_ptr_array_index(edits, i);
        if (edit->kind == EDIT_REPLACE_BYTES) {
            g_ptr_array_add(of_body, edit);
        }
    }
    if (of_body->len == 0) {
        return NULL;
    }
    g_autoptr(GArray) fields = field_ranges(raw);
    GString *mail = edits_apply(raw, of_body);
    g_string_erase(mail, 0, (gssize)field_ranges_body_start(raw, fields));
    return mail;
}
