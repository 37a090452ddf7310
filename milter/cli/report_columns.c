/* SPDX-License-Identifier: BSD-2-Clause */
/* The posts as columns: ten thousand objects with the same keys would be three times as large. */
#include <time.h>

#include "cli/report_parts.h"

/* What a hit's number says besides its rule. The page's script has the same bits (posts.js). */
enum { HIT_IS_BROUGHT = 1, HIT_IS_SHADOW = 2 };

int string_table_number(StringTable *table, const char *text)
{
    if (text == NULL) {
        return -1;
    }
    if (table->numbers == NULL) {
        table->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        table->strings = json_array();
    }
    gpointer number = g_hash_table_lookup(table->numbers, text);
    if (number == NULL) {
        json_array_append_new(table->strings, json_text(text));
        number = GSIZE_TO_POINTER(json_array_size(table->strings));
        g_hash_table_insert(table->numbers, g_strdup(text), number);
    }
    return (int)GPOINTER_TO_SIZE(number) - 1;
}

void string_table_clear(StringTable *table)
{
    g_clear_pointer(&table->numbers, g_hash_table_unref);
    g_clear_pointer(&table->strings, json_decref);
}

int rule_table_number(RuleTable *table, const Rule *rule)
{
    gpointer number = g_hash_table_lookup(table->numbers, rule);
    if (number == NULL) {
        g_ptr_array_add(table->rules, (gpointer)rule);
        number = GSIZE_TO_POINTER(table->rules->len);
        g_hash_table_insert(table->numbers, (gpointer)rule, number);
    }
    return (int)GPOINTER_TO_SIZE(number) - 1;
}

/* The tables that the columns point into. */
typedef struct Tables {
    StringTable sources, people, lists, reasons, labels;
    RuleTable rules;
} Tables;

static void append_number(json_t *columns, const char *key, int64_t number)
{
    json_t *column = json_object_get(columns, key);
    if (column == NULL) {
        column = json_array();
        json_object_set_new(columns, key, column);
    }
    json_array_append_new(column, json_integer(number));
}

static void append_string(json_t *columns, const char *key, const char *text)
{
    json_t *column = json_object_get(columns, key);
    if (column == NULL) {
        column = json_array();
        json_object_set_new(columns, key, column);
    }
    json_array_append_new(column, json_text(text));
}

static void append_hits(json_t *columns, const JudgedPost *post, RuleTable *rules)
{
    for (guint i = 0; i < post->hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(post->hits, i);
        append_number(columns, "rule", rule_table_number(rules, hit->rule));
        append_number(columns, "bits",
                      (hit_is_brought(hit) ? HIT_IS_BROUGHT : 0) |
                          (hit->is_shadow ? HIT_IS_SHADOW : 0));
    }
}

static void append_post(json_t *columns, const Report *report, const JudgedPost *post,
                        Tables *tables)
{
    const char *source = report_path(report, post->source);
    append_number(columns, "source", string_table_number(&tables->sources, source));
    append_number(columns, "number", (int64_t)post->number);
    append_number(columns, "list", string_table_number(&tables->lists, post->list));
    append_number(columns, "date", post->date_seconds);
    append_number(columns, "from", string_table_number(&tables->people, post->from));
    append_string(columns, "subject", post->subject);
    append_string(columns, "id", post->message_id);
    append_number(columns, "verdict", post->verdict);
    append_number(columns, "stance", post->stance);
    append_number(columns, "said", post->said);
    append_number(columns, "actions", post->actions);
    append_number(columns, "reason", string_table_number(&tables->reasons, post->not_judged));
    append_number(
        columns, "label",
        string_table_number(&tables->labels, post->label == NULL ? NULL : post->label->word));
    append_number(columns, "hits", post->hits->len);
}

/* What each word in use asks of the verdict; null: it is not judged. */
static json_t *meanings_json(const json_t *words)
{
    json_t *meanings = json_array();
    size_t index;
    const json_t *word;
    json_array_foreach(words, index, word)
    {
        const LabelMeaning *meaning = label_meaning(json_string_value(word));
        json_array_append_new(meanings,
                              meaning->is_judged ? json_integer(meaning->expected) : json_null());
    }
    return meanings;
}

static void set_strings(json_t *object, const char *key, const StringTable *table)
{
    json_object_set(object, key, table->strings);
    if (table->strings == NULL) {
        json_object_set_new(object, key, json_array());
    }
}

/* Those that give points. */
static json_int_t count_rules(const Report *report)
{
    const RuleSet *rules = report->settings->policies->rules;
    json_int_t count = 0;
    for (size_t i = 0; i < rule_set_count(rules); i++) {
        const Rule *rule = rule_set_at(rules, i);
        count += rule->points[CLASS_HOAX] != 0 || rule->points[CLASS_ADVISORY] != 0;
    }
    return count;
}

static void set_tables(json_t *object, const Report *report, const Tables *tables)
{
    set_strings(object, "sources", &tables->sources);
    set_strings(object, "people", &tables->people);
    set_strings(object, "reasons", &tables->reasons);
    set_strings(object, "labels", &tables->labels);
    json_object_set_new(object, "meanings", meanings_json(tables->labels.strings));
    json_object_set_new(object, "lists",
                        report_lists(report, tables->lists.strings, &tables->rules));
    json_object_set_new(object, "rules", report_rules(report, &tables->rules));
    json_object_set_new(object, "allRules", json_integer(count_rules(report)));
}

static void tables_clear(Tables *tables)
{
    string_table_clear(&tables->sources);
    string_table_clear(&tables->people);
    string_table_clear(&tables->lists);
    string_table_clear(&tables->reasons);
    string_table_clear(&tables->labels);
    g_hash_table_unref(tables->rules.numbers);
    g_ptr_array_unref(tables->rules.rules);
}

json_t *report_columns(const Report *report)
{
    Tables tables = { .rules = { g_hash_table_new(NULL, NULL), g_ptr_array_new() } };
    json_t *posts = json_object(), *hits = json_object(), *object = json_object();
    for (guint i = 0; i < report->posts->len; i++) {
        const JudgedPost *post = g_ptr_array_index(report->posts, i);
        append_post(posts, report, post, &tables);
        append_hits(hits, post, &tables.rules);
    }
    json_object_set_new(object, "version", json_text(KUSTODE_VERSION));
    json_object_set_new(object, "generation", json_text(report->settings->policies->generation));
    json_object_set_new(object, "made", json_integer(time(NULL)));
    json_object_set_new(object, "anonymous", json_boolean(report->is_anonymous));
    set_tables(object, report, &tables);
    json_object_set_new(object, "posts", posts);
    json_object_set_new(object, "hits", hits);
    tables_clear(&tables);
    return object;
}
