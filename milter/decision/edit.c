/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/edit.h"

#include "decision/field_ranges.h"
#include "text/limits.h"

#define MARK_PREFIX "X-Kustode-"

enum {
    LINE_BYTES = 998,               /* RFC 5322 2.1.1 */
    INSERTED_BYTES_MOST = 64 * 1024 /* a notice has a tenth of that, twice in HTML */
};

Edit *edit_new(EditKind kind, const char *name, unsigned occurrence, const char *value)
{
    Edit *edit = g_new0(Edit, 1);
    edit->kind = kind;
    edit->name = g_strdup(name);
    edit->occurrence = occurrence;
    edit->value = g_strdup(value);
    edit->length = value == NULL ? 0 : strlen(value);
    return edit;
}

Edit *edit_copy(const Edit *edit)
{
    Edit *copy = edit_new(edit->kind, edit->name, edit->occurrence, NULL);
    copy->value = g_memdup2(edit->value, edit->length + 1);
    copy->length = edit->length;
    copy->start = edit->start;
    copy->end = edit->end;
    return copy;
}

static bool edit_equals(const Edit *a, const Edit *b)
{
    return a->kind == b->kind && a->occurrence == b->occurrence && a->start == b->start &&
           a->end == b->end && g_strcmp0(a->name, b->name) == 0 && a->length == b->length &&
           (a->length == 0 || memcmp(a->value, b->value, a->length) == 0);
}

bool edits_equal(const GPtrArray *a, const GPtrArray *b)
{
    bool equal = a->len == b->len;
    for (guint i = 0; equal && i < a->len; i++) {
        equal = edit_equals(g_ptr_array_index(a, i), g_ptr_array_index(b, i));
    }
    return equal;
}

void edit_free(Edit *edit)
{
    if (edit == NULL) {
        return;
    }
    g_free(edit->name);
    g_free(edit->value);
    g_free(edit);
}

bool field_is_mark(Span name)
{
    return span_starts_with_ascii_caseless(name, MARK_PREFIX);
}

bool field_value_is_sound(const char *value)
{
    size_t column = 0;
    for (const char *p = value; *p != '\0'; p++) {
        bool is_fold = *p == '\n' && (p[1] == ' ' || p[1] == '\t');
        if (!is_fold && *p != '\t' && (*p < ' ' || *p > '~')) {
            return false;
        }
        column = is_fold ? 0 : column + 1;
        if (column > LINE_BYTES) {
            return false;
        }
    }
    return true;
}

bool field_is_editable(Span name)
{
    static const char *const names[] = {
        "Subject",      "Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
        "MIME-Version", "Lines"
    };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (span_equals_ascii_caseless(name, names[i])) {
            return true;
        }
    }
    return field_is_mark(name);
}

/* Only behind a blank line is a body: what is put where none stands would be read as a field. */
static bool follows_blank_line(Span raw, const GArray *fields)
{
    size_t end = field_ranges_end(fields), start = field_ranges_body_start(raw, fields);
    return start > end && raw.text[start - 1] == '\n';
}

static bool edit_is_sound(const Edit *edit, size_t done, Span raw)
{
    if (edit->kind == EDIT_REPLACE_BYTES) {
        return done <= edit->start && edit->start <= edit->end && edit->end <= raw.length;
    }
    return field_is_editable(span_of(edit->name)) &&
           (edit->kind == EDIT_DELETE_FIELD || field_value_is_sound(edit->value));
}

bool edits_are_sound(const GPtrArray *edits, Span raw)
{
    g_autoptr(GArray) fields = field_ranges(raw);
    size_t done = follows_blank_line(raw, fields) ? field_ranges_body_start(raw, fields) : SIZE_MAX;
    size_t inserted = 0;
    for (guint i = 0; i < edits->len; i++) {
        const Edit *edit = g_ptr_array_index(edits, i);
        inserted += edit->length;
        if (!edit_is_sound(edit, done, raw) || inserted > INSERTED_BYTES_MOST) {
            return false;
        }
        done = edit->kind == EDIT_REPLACE_BYTES ? edit->end : done;
    }
    return true;
}

bool edits_keep_if_sound(GPtrArray *edits, guint start, Span raw)
{
    bool is_kept = edits->len <= limits_default.edits && edits_are_sound(edits, raw);
    if (!is_kept) {
        g_ptr_array_set_size(edits, (int)start);
    }
    return is_kept;
}
