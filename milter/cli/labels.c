/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/labels.h"

#include "cli/label_lines.h"
#include "text/diagnostics.h"

/* Chain letters are hoaxes (interfaces.md); whoever talks about one, or about a flaw, spreads
 * nothing. */
static const LabelMeaning meanings[] = {
    { "hoax", true, VERDICT_HOAX },
    { "forwarded-hoax", true, VERDICT_HOAX },
    { "chain-letter", true, VERDICT_HOAX },
    { "false-advisory", true, VERDICT_HOAX },
    { "advisory", true, VERDICT_ADVISORY },
    { "forwarded-advisory", true, VERDICT_ADVISORY },
    { "none", true, VERDICT_NONE },
    { "ham", true, VERDICT_NONE },
    { "hoax-discussion", true, VERDICT_NONE },
    { "advisory-discussion", true, VERDICT_NONE },
    { "spam", false, VERDICT_NONE },
};

static const LabelMeaning unknown_meaning = { NULL, false, VERDICT_NONE };

struct Labels {
    bool is_table;
    GPtrArray *all;      /* Label */
    GHashTable *by_file; /* "NUMBER NAME" -> GPtrArray of Label; the name without its folders */
    GHashTable *by_id;   /* Label */
};

const LabelMeaning *label_meaning(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++) {
        if (strcmp(meanings[i].word, word) == 0) {
            return &meanings[i];
        }
    }
    return &unknown_meaning;
}

static void free_array(gpointer array)
{
    g_ptr_array_unref(array);
}

/* A path without what says only how the file is kept. */
static Span plain_path(const char *path)
{
    Span span = span_of(path);
    while (span_starts_with(span, "./")) {
        span = span_slice(span, 2, span.length);
    }
    if (g_str_has_suffix(path, ".gz") || g_str_has_suffix(path, ".xz")) {
        span.length -= MIN(span.length, 3);
    }
    return span;
}

static bool is_same_file(const char *a, const char *b)
{
    Span longer = plain_path(a), shorter = plain_path(b);
    if (longer.length < shorter.length) {
        Span swapped = longer;
        longer = shorter;
        shorter = swapped;
    }
    size_t start = longer.length - shorter.length;
    Span ending = span_slice(longer, start, longer.length);
    return memcmp(ending.text, shorter.text, shorter.length) == 0 &&
           (start == 0 || longer.text[start - 1] == '/');
}

static char *file_key(const char *file, size_t number)
{
    g_autofree char *path = span_copy(plain_path(file));
    g_autofree char *name = g_path_get_basename(path);
    return g_strdup_printf("%zu %s", number, name);
}

static Label *find_by_file(const Labels *labels, const char *file, size_t number)
{
    g_autofree char *key = file_key(file, number);
    const GPtrArray *candidates = g_hash_table_lookup(labels->by_file, key);
    for (guint i = 0; candidates != NULL && i < candidates->len; i++) {
        Label *label = g_ptr_array_index(candidates, i);
        if (is_same_file(label->file, file)) {
            return label;
        }
    }
    return NULL;
}

static void index_by_file(Labels *labels, Label *label)
{
    char *key = file_key(label->file, label->number);
    GPtrArray *candidates = g_hash_table_lookup(labels->by_file, key);
    if (candidates == NULL) {
        candidates = g_ptr_array_new();
        g_hash_table_insert(labels->by_file, key, candidates);
    } else {
        g_free(key);
    }
    g_ptr_array_add(candidates, label);
}

/* What was said before of the same post by the same kind of key, or NULL. */
static const Label *said_before(const Labels *labels, const Label *label)
{
    if (label->file != NULL) {
        return find_by_file(labels, label->file, label->number);
    }
    const Label *before = g_hash_table_lookup(labels->by_id, label->message_id);
    return before != NULL && before->file == NULL ? before : NULL;
}

static void add_label(Labels *labels, Label *label, const char *path, GPtrArray *errors)
{
    const Label *before = said_before(labels, label);
    if (before != NULL && strcmp(before->word, label->word) != 0) {
        g_ptr_array_add(errors, g_strdup_printf("%s:%u: the post was labelled `%s` in line %u; "
                                                "delete one of the two",
                                                path, label->line, before->word, before->line));
    }
    label->meaning = label_meaning(label->word);
    if (label->file != NULL) {
        index_by_file(labels, label);
    }
    if (label->message_id != NULL && !g_hash_table_contains(labels->by_id, label->message_id)) {
        g_hash_table_insert(labels->by_id, label->message_id, label);
    }
}

static void warn_of_words(const Labels *labels, const char *path, GPtrArray *warnings)
{
    const char *words[G_N_ELEMENTS(meanings) + 1] = { NULL };
    for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++) {
        words[i] = meanings[i].word;
    }
    g_autoptr(GHashTable) warned = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < labels->all->len; i++) {
        const Label *label = g_ptr_array_index(labels->all, i);
        const char *nearest =
            label->meaning == &unknown_meaning ? nearest_word(label->word, words) : NULL;
        if (nearest != NULL && g_hash_table_add(warned, label->word)) {
            g_ptr_array_add(warnings,
                            g_strdup_printf("%s:%u: `%s` is no label that is judged; did you "
                                            "mean `%s`?",
                                            path, label->line, label->word, nearest));
        }
    }
}

void labels_free(Labels *labels)
{
    if (labels != NULL) {
        g_hash_table_unref(labels->by_file);
        g_hash_table_unref(labels->by_id);
        g_ptr_array_unref(labels->all);
        g_free(labels);
    }
}

Labels *labels_read(const char *path, GPtrArray *errors, GPtrArray *warnings)
{
    g_autofree char *text = NULL;
    gsize length;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(path, &text, &length, &error)) {
        g_ptr_array_add(errors, g_strdup(error->message));
        return NULL;
    }
    if (!g_utf8_validate(text, (gssize)length, NULL)) {
        g_ptr_array_add(errors, g_strdup_printf("%s is not UTF-8", path));
        return NULL;
    }
    Labels *labels = g_new0(Labels, 1);
    labels->by_file = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_array);
    labels->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    labels->all = label_lines_read(path, text, errors, &labels->is_table);
    for (guint i = 0; i < labels->all->len; i++) {
        add_label(labels, g_ptr_array_index(labels->all, i), path, errors);
    }
    warn_of_words(labels, path, warnings);
    return labels;
}

bool labels_are_table(const Labels *labels)
{
    return labels->is_table;
}

const GPtrArray *labels_all(const Labels *labels)
{
    return labels->all;
}

const Label *labels_find(const Labels *labels, const char *source, size_t number,
                         const char *message_id)
{
    Label *label = find_by_file(labels, source, number);
    if (label == NULL && message_id != NULL) {
        g_autofree char *id = message_id_bare(message_id);
        label = id == NULL ? NULL : g_hash_table_lookup(labels->by_id, id);
    }
    if (label != NULL) {
        label->is_used = true;
    }
    return label;
}
