/* SPDX-License-Identifier: BSD-2-Clause */
#include "records/held_facts.h"

#include "decision/status_header.h"

enum {
    VALUES_MOST = 4096, /* of one key: more recipients than a mail server takes in a transaction */
};

typedef enum FactKind { FACT_TEXT, FACT_TEXTS, FACT_NUMBER } FactKind;

static const struct {
    const char *key;
    FactKind kind;
    size_t offset;
} rows[] = {
    { "list", FACT_TEXT, offsetof(HeldFacts, list) },
    { "sender", FACT_TEXT, offsetof(HeldFacts, sender) },
    { "recipient", FACT_TEXTS, offsetof(HeldFacts, recipients) },
    { "queue-id", FACT_TEXT, offsetof(HeldFacts, queue_id) },
    { "message-id", FACT_TEXT, offsetof(HeldFacts, message_id) },
    { "received", FACT_NUMBER, offsetof(HeldFacts, received_seconds) },
    { "size", FACT_NUMBER, offsetof(HeldFacts, size_bytes) },
    { "verdict", FACT_TEXT, offsetof(HeldFacts, verdict) },
    { "stance", FACT_TEXT, offsetof(HeldFacts, stance) },
    { "action", FACT_TEXT, offsetof(HeldFacts, action) },
    { "score", FACT_TEXT, offsetof(HeldFacts, score) },
    { "layer", FACT_TEXT, offsetof(HeldFacts, layer) },
    { "limit", FACT_TEXT, offsetof(HeldFacts, limits) },
    { "rule", FACT_TEXTS, offsetof(HeldFacts, rules) },
    { "reason", FACT_TEXTS, offsetof(HeldFacts, reasons) },
    { "gen", FACT_TEXT, offsetof(HeldFacts, gen) },
    { "decision", FACT_TEXT, offsetof(HeldFacts, decision) },
    { "decided-by", FACT_TEXT, offsetof(HeldFacts, decided_by) },
    { "decided", FACT_NUMBER, offsetof(HeldFacts, decided_seconds) },
    { "answer", FACT_TEXT, offsetof(HeldFacts, answer) },
};

static void *field_of(const HeldFacts *facts, size_t row)
{
    return (char *)facts + rows[row].offset;
}

static char *limits_joined(LimitSet limits)
{
    GString *names = g_string_new(NULL);
    for (int i = 0; i < N_LIMITS; i++) {
        if (limits & limit_bit(i)) {
            g_string_append_printf(names, "%s%s", names->len > 0 ? "," : "", limit_name(i));
        }
    }
    return g_string_free(names, names->len == 0);
}

static char **rule_names(const GPtrArray *rules)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < rules->len; i++) {
        const OutcomeRule *rule = g_ptr_array_index(rules, i);
        if (!rule->is_shadow) {
            g_ptr_array_add(names, g_strdup(rule->name));
        }
    }
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

static char **texts_of(const GPtrArray *texts)
{
    char **copy = g_new0(char *, texts->len + 1);
    for (guint i = 0; i < texts->len; i++) {
        copy[i] = g_strdup(g_ptr_array_index(texts, i));
    }
    return copy;
}

HeldFacts *held_facts_new(const Outcome *outcome)
{
    HeldFacts *facts = g_new0(HeldFacts, 1);
    facts->list = g_strdup(outcome->list);
    facts->verdict = g_strdup(verdict_name(outcome->verdict));
    facts->stance = outcome->stance == STANCE_NONE ? NULL : g_strdup(stance_name(outcome->stance));
    facts->action = action_names_joined(outcome->actions);
    facts->score = status_header_score(outcome);
    facts->layer = g_strdup(outcome->layer);
    facts->limits = limits_joined(outcome->limits);
    facts->rules = rule_names(outcome->rules);
    facts->reasons = texts_of(outcome->reasons);
    facts->gen = g_strdup(outcome->gen);
    return facts;
}

void held_facts_free(HeldFacts *facts)
{
    if (facts == NULL) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].kind == FACT_TEXT) {
            g_free(*(char **)field_of(facts, i));
        } else if (rows[i].kind == FACT_TEXTS) {
            g_strfreev(*(char ***)field_of(facts, i));
        }
    }
    g_free(facts);
}

void held_facts_visit(const HeldFacts *facts, HeldFactVisit visit, void *user)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].kind == FACT_NUMBER) {
            int64_t number = *(int64_t *)field_of(facts, i);
            g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);
            if (number != 0) {
                visit(rows[i].key, text, user);
            }
            continue;
        }
        char *const one[] = { rows[i].kind == FACT_TEXT ? *(char **)field_of(facts, i) : NULL,
                              NULL };
        char *const *values = rows[i].kind == FACT_TEXT ? one : *(char ***)field_of(facts, i);
        for (size_t j = 0; values != NULL && values[j] != NULL; j++) {
            visit(rows[i].key, values[j], user);
        }
    }
}

static void append_fact(const char *key, const char *value, void *user)
{
    GString *out = user;
    g_string_append_printf(out, "%s: ", key);
    for (const char *p = value; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c < ' ' || c == 0x7f || c == '\\') {
            g_string_append_printf(out, "\\x%02X", c);
        } else {
            g_string_append_c(out, *p);
        }
    }
    g_string_append_c(out, '\n');
}

GString *held_facts_write(const HeldFacts *facts)
{
    GString *out = g_string_new(NULL);
    held_facts_visit(facts, append_fact, out);
    return out;
}

/* NULL when a backslash begins no \xHH, or stands for NUL. */
static char *unescape(Span value)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < value.length; i++) {
        if (value.text[i] != '\\') {
            g_string_append_c(text, value.text[i]);
            continue;
        }
        int high = i + 3 < value.length ? g_ascii_xdigit_value(value.text[i + 2]) : -1;
        int low = i + 3 < value.length ? g_ascii_xdigit_value(value.text[i + 3]) : -1;
        if (high < 0 || low < 0 || value.text[i + 1] != 'x' || high + low == 0) {
            g_string_free(text, TRUE);
            return NULL;
        }
        g_string_append_c(text, (char)(high << 4 | low));
        i += 3;
    }
    return g_string_free(text, FALSE);
}

static int row_of(Span key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (span_equals(key, rows[i].key)) {
            return (int)i;
        }
    }
    return -1;
}

/* Takes over `value`. */
static bool set_fact(HeldFacts *facts, size_t row, char *value)
{
    void *field = field_of(facts, row);
    if (rows[row].kind == FACT_TEXT) {
        g_free(*(char **)field);
        *(char **)field = value;
        return true;
    }
    g_autofree char *owned = value;
    if (rows[row].kind == FACT_NUMBER) {
        return g_ascii_string_to_signed(owned, 10, 0, INT64_MAX, (gint64 *)field, NULL);
    }
    char ***texts = field;
    guint count = *texts == NULL ? 0 : g_strv_length(*texts);
    if (count >= VALUES_MOST) {
        return false;
    }
    *texts = g_renew(char *, *texts, count + 2);
    (*texts)[count] = g_steal_pointer(&owned);
    (*texts)[count + 1] = NULL;
    return true;
}

/* A key of a later version is passed over. */
static bool read_line(HeldFacts *facts, Span line)
{
    size_t colon = span_find(line, ':', 0);
    if (colon + 1 >= line.length || line.text[colon + 1] != ' ') {
        return false;
    }
    int row = row_of(span_slice(line, 0, colon));
    if (row < 0) {
        return true;
    }
    char *value = unescape(span_slice(line, colon + 2, line.length));
    return value != NULL && set_fact(facts, (size_t)row, value);
}

HeldFacts *held_facts_read(Span text, GError **error)
{
    g_autoptr(HeldFacts) facts = g_new0(HeldFacts, 1);
    unsigned number = 1;
    for (size_t start = 0, end; start < text.length; start = end + 1, number++) {
        end = span_find(text, '\n', start);
        if (!read_line(facts, span_slice(text, start, end))) {
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "line %u is no fact", number);
            return NULL;
        }
    }
    if (facts->list == NULL || facts->sender == NULL || facts->recipients == NULL) {
        g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                            "list, sender or recipient is missing");
        return NULL;
    }
    return g_steal_pointer(&facts);
}
