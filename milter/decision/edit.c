/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/edit.h"

#define MARK_PREFIX "X-Kustode-"

enum {
    LINE_BYTES = 998,               /* RFC 5322 2.1.1 */
    INSERTED_BYTES_MOST = 64 * 1024 /* a notice has a tenth of that */
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
    static const char *const names[] = { "Subject", "Content-Type", "Content-Transfer-Encoding",
                                         "MIME-Version", "Lines" };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (span_equals_ascii_caseless(name, names[i])) {
            return true;
        }
    }
    return field_is_mark(name);
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
    size_t done = 0, inserted = 0;
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

/*
 * A header block as an MTA reads it: fields up to the first line that is neither a field nor a
 * continuation. Found without a parser, since a shell may edit what no parser could read.
 */
typedef struct FieldRange {
    Span name;
    size_t start, end;
} FieldRange;

static Span field_name(Span line)
{
    size_t colon = span_find(line, ':', 0);
    if (colon == line.length || colon == 0 || g_ascii_isspace(line.text[0])) {
        return span_make(NULL, 0);
    }
    Span name = span_trim(span_slice(line, 0, colon));
    for (size_t i = 0; i < name.length; i++) {
        if (name.text[i] <= ' ' || name.text[i] > '~') {
            return span_make(NULL, 0);
        }
    }
    return name;
}

static GArray *header_fields(Span raw)
{
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(FieldRange));
    for (size_t start = 0, end; start < raw.length; start = end) {
        end = MIN(span_find(raw, '\n', start) + 1, raw.length);
        Span line = span_slice(raw, start, end);
        bool continues = line.text[0] == ' ' || line.text[0] == '\t';
        if (continues && fields->len > 0) {
            g_array_index(fields, FieldRange, fields->len - 1).end = end;
            continue;
        }
        Span name = field_name(line);
        if (name.length == 0) {
            break;
        }
        FieldRange field = { name, start, end };
        g_array_append_val(fields, field);
    }
    return fields;
}

/* lower-case name -> GArray of indexes in `fields`, in order: no edit has to search. */
static GHashTable *fields_by_name(const GArray *fields)
{
    GHashTable *by_name =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    for (guint i = 0; i < fields->len; i++) {
        Span name = g_array_index(fields, FieldRange, i).name;
        char *key = g_ascii_strdown(name.text, (gssize)name.length);
        GArray *indexes = g_hash_table_lookup(by_name, key);
        if (indexes == NULL) {
            indexes = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(by_name, key, indexes);
        } else {
            g_free(key);
        }
        g_array_append_val(indexes, i);
    }
    return by_name;
}

static const FieldRange *find_field(const GArray *fields, GHashTable *by_name, const Edit *edit)
{
    g_autofree char *key = g_ascii_strdown(edit->name, -1);
    const GArray *indexes = g_hash_table_lookup(by_name, key);
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
    g_autoptr(GArray) fields = header_fields(raw);
    g_autoptr(GHashTable) by_name = fields_by_name(fields);
    g_autoptr(GArray) marks = find_marks(by_name);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        g_autofree char *name = span_copy(g_array_index(fields, FieldRange, mark->field).name);
        g_ptr_array_add(edits, edit_new(EDIT_DELETE_FIELD, name, mark->occurrence, NULL));
    }
}

/* [start, end) of the mail gives way to `text`. */
typedef struct Splice {
    size_t start, end;
    GString *text;
} Splice;

static void splice_clear(void *splice)
{
    g_string_free(((Splice *)splice)->text, TRUE);
}

static int splice_compare(const void *a, const void *b)
{
    size_t x = ((const Splice *)a)->start, y = ((const Splice *)b)->start;
    return (x > y) - (x < y);
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

static void add_splice(GArray *splices, const Edit *edit, const FieldRange *field,
                       const char *line_end)
{
    Splice splice = { edit->start, edit->end, NULL };
    if (edit->kind != EDIT_REPLACE_BYTES) {
        if (field == NULL) {
            return;
        }
        splice.start = field->start;
        splice.end = field->end;
    }
    splice.text = g_string_new(NULL);
    if (edit->kind == EDIT_CHANGE_FIELD) {
        append_field(splice.text, edit, line_end);
    } else if (edit->kind == EDIT_REPLACE_BYTES) {
        append_with_line_ends(splice.text, span_make(edit->value, edit->length), line_end);
    }
    g_array_append_val(splices, splice);
}

static void append_spliced(GString *out, Span raw, const GArray *splices)
{
    size_t done = 0;
    for (guint i = 0; i < splices->len; i++) {
        const Splice *splice = &g_array_index(splices, Splice, i);
        g_assert(done <= splice->start && splice->end <= raw.length);
        g_string_append_len(out, raw.text + done, splice->start - done);
        g_string_append_len(out, splice->text->str, splice->text->len);
        done = splice->end;
    }
    g_string_append_len(out, raw.text + done, raw.length - done);
}

GString *edits_apply(Span raw, const GPtrArray *edits)
{
    size_t first_end = span_find(raw, '\n', 0);
    bool is_crlf = first_end > 0 && first_end < raw.length && raw.text[first_end - 1] == '\r';
    const char *line_end = is_crlf ? "\r\n" : "\n";
    g_autoptr(GArray) fields = header_fields(raw);
    g_autoptr(GHashTable) by_name = fields_by_name(fields);
    g_autoptr(GArray) splices = g_array_new(FALSE, FALSE, sizeof(Splice));
    g_array_set_clear_func(splices, splice_clear);
    GString *out = g_string_sized_new(raw.length + 1024);
    for (guint i = edits->len; i-- > 0;) {
        const Edit *edit = g_ptr_array_index(edits, i);
        if (edit->kind == EDIT_INSERT_FIELD) {
            append_field(out, edit, line_end);
        }
    }
    for (guint i = 0; i < edits->len; i++) {
        const Edit *edit = g_ptr_array_index(edits, i);
        if (edit->kind != EDIT_INSERT_FIELD) {
            const FieldRange *field =
                edit->kind == EDIT_REPLACE_BYTES ? NULL : find_field(fields, by_name, edit);
            add_splice(splices, edit, field, line_end);
        }
    }
    g_array_sort(splices, splice_compare);
    append_spliced(out, raw, splices);
    return out;
}
