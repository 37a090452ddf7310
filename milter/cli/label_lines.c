/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/label_lines.h"

/* The columns of a table that are read; others are left alone. */
typedef enum Column { COLUMN_FILE, COLUMN_INDEX, COLUMN_ID, COLUMN_LABEL, COLUMN_LANGUAGE } Column;
enum { N_COLUMNS = COLUMN_LANGUAGE + 1 };
static const char *const column_names[] = {
    "file", "index", "message-id", "label", "language", NULL
};

typedef struct LabelReader {
    const char *path;
    unsigned line;
    GPtrArray *labels; /* Label */
    GPtrArray *errors;
    int columns[N_COLUMNS]; /* where the table has them; -1: nowhere */
    bool is_table;
} LabelReader;

static void G_GNUC_PRINTF(2, 3) complain(LabelReader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(reader->errors,
                    g_strdup_printf("%s:%u: %s", reader->path, reader->line, message));
}

static void label_free(gpointer element)
{
    Label *label = element;
    g_free(label->file);
    g_free(label->message_id);
    g_free(label->word);
    g_free(label->language);
    g_free(label);
}

char *message_id_bare(const char *text)
{
    Span id = span_trim(span_of(text));
    if (id.length >= 2 && id.text[0] == '<' && id.text[id.length - 1] == '>') {
        id = span_slice(id, 1, id.length - 1);
    }
    return id.length == 0 || span_equals(id, "-") ? NULL : span_copy(id);
}

/* Takes over the label. */
static void add_label(LabelReader *reader, Label *label)
{
    label->line = reader->line;
    g_ptr_array_add(reader->labels, label);
}

static bool is_number(const char *text, size_t *number)
{
    guint64 value = 0;
    bool is_sound = g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT32, &value, NULL);
    *number = (size_t)value;
    return is_sound;
}

/* `posts.mbox:3`; without a number, as for a file that is one message, it is the first. */
static void read_place(Label *label, const char *text)
{
    const char *colon = strrchr(text, ':');
    if (colon != NULL && colon != text && is_number(colon + 1, &label->number)) {
        label->file = g_strndup(text, (gsize)(colon - text));
    } else {
        label->file = g_strdup(text);
    }
}

/* WHICH LABEL [LANGUAGE] */
static void read_by_hand(LabelReader *reader, char **words)
{
    guint count = g_strv_length(words);
    if (count < 2 || count > 3) {
        complain(reader, "a post, its label and perhaps its language are expected, as in: "
                         "posts.mbox:3 hoax de");
        return;
    }
    Label *label = g_new0(Label, 1);
    if (words[0][0] == '<' && g_str_has_suffix(words[0], ">")) {
        label->message_id = message_id_bare(words[0]);
    }
    if (label->message_id == NULL) {
        read_place(label, words[0]);
    }
    label->word = g_ascii_strdown(words[1], -1);
    label->language = g_strdup(count == 3 ? words[2] : "-");
    add_label(reader, label);
}

/* A field of a row, trimmed in place; NULL when there is none, or `-`. */
static const char *field_of(const LabelReader *reader, char **fields, Column column)
{
    int at = reader->columns[column];
    if (at < 0 || (guint)at >= g_strv_length(fields)) {
        return NULL;
    }
    const char *text = g_strstrip(fields[at]);
    return text[0] == '\0' || strcmp(text, "-") == 0 ? NULL : text;
}

static void read_row(LabelReader *reader, char **fields)
{
    const char *file = field_of(reader, fields, COLUMN_FILE);
    const char *number = field_of(reader, fields, COLUMN_INDEX);
    const char *id = field_of(reader, fields, COLUMN_ID);
    const char *word = field_of(reader, fields, COLUMN_LABEL);
    const char *language = field_of(reader, fields, COLUMN_LANGUAGE);
    size_t index = 0;
    if (word == NULL || (file == NULL && id == NULL)) {
        complain(reader, "the row lacks a label, or both file and message-id");
        return;
    }
    if (number != NULL && !is_number(number, &index)) {
        complain(reader, "index `%s` is no number", number);
        return;
    }
    Label *label = g_new0(Label, 1);
    label->file = g_strdup(file);
    label->number = index;
    label->message_id = id == NULL ? NULL : message_id_bare(id);
    label->word = g_ascii_strdown(word, -1);
    label->language = g_strdup(language == NULL ? "-" : language);
    add_label(reader, label);
}

/* Whether the line is the header of a table: the columns it needs are there. */
static bool read_table_header(LabelReader *reader, char **fields)
{
    int columns[N_COLUMNS];
    for (int i = 0; i < N_COLUMNS; i++) {
        columns[i] = -1;
        for (int j = 0; fields[j] != NULL && columns[i] < 0; j++) {
            columns[i] = strcmp(g_strstrip(fields[j]), column_names[i]) == 0 ? j : -1;
        }
    }
    if (columns[COLUMN_LABEL] < 0 || (columns[COLUMN_FILE] < 0 && columns[COLUMN_ID] < 0)) {
        return false;
    }
    memcpy(reader->columns, columns, sizeof columns);
    reader->is_table = true;
    return true;
}

/* By hand: a tab sets words apart where there is one, so that a file's name may hold blanks. */
static char **words_of(const char *line)
{
    g_auto(GStrv) pieces =
        strchr(line, '\t') != NULL ? g_strsplit(line, "\t", -1) : g_strsplit_set(line, " ", -1);
    g_autoptr(GStrvBuilder) words = g_strv_builder_new();
    for (size_t i = 0; pieces[i] != NULL; i++) {
        if (g_strstrip(pieces[i])[0] != '\0') {
            g_strv_builder_add(words, pieces[i]);
        }
    }
    return g_strv_builder_end(words);
}

static void read_line(LabelReader *reader, char *line)
{
    g_strchomp(line);
    if (line[0] == '\0' || line[0] == '#') {
        return;
    }
    g_auto(GStrv) fields = g_strsplit(line, "\t", -1);
    if (reader->is_table) {
        read_row(reader, fields);
    } else if (reader->labels->len > 0 || !read_table_header(reader, fields)) {
        g_auto(GStrv) words = words_of(line);
        read_by_hand(reader, words);
    }
}

GPtrArray *label_lines_read(const char *path, const char *text, GPtrArray *errors, bool *is_table)
{
    LabelReader reader = { .path = path,
                           .labels = g_ptr_array_new_with_free_func(label_free),
                           .errors = errors };
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (size_t i = 0; lines[i] != NULL; i++) {
        reader.line = (unsigned)i + 1;
        read_line(&reader, lines[i]);
    }
    *is_table = reader.is_table;
    return reader.labels;
}
