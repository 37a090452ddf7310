/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/status_header.h"

enum {
    VALUE_BYTES = 900,   /* of a whole value, as interfaces.md promises */
    LINE_COLUMNS = 76,   /* folded from here on (RFC 5322 2.1.1 recommends 78) */
    ADDRESS_BYTES = 320, /* RFC 5321 4.5.3.1: 64 + 1 + 255; a longer one is no address */
};

/* Whatever is not of the closed alphabet becomes `?`: no value can add a field, a line or a
 * separator. */
static void append_clean(GString *value, const char *text, size_t most)
{
    static const char alphabet[] = " ._=:@/<>()+-";
    for (size_t i = 0; text[i] != '\0' && i < most; i++) {
        bool is_allowed = g_ascii_isalnum(text[i]) || strchr(alphabet, text[i]) != NULL;
        g_string_append_c(value, is_allowed ? text[i] : '?');
    }
}

static void append_actions(GString *value, ActionSet actions)
{
    if (actions == 0) {
        g_string_append(value, "none");
    }
    const char *separator = "";
    for (int i = 0; i < N_ACTIONS; i++) {
        if (actions & (1u << i)) {
            g_string_append_printf(value, "%s%s", separator, action_name(i));
            separator = ",";
        }
    }
}

/* One decimal, a point whatever the locale: `6.5`. */
static void append_points(GString *value, double points)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append(value, g_ascii_formatd(digits, sizeof digits, "%.1f", points));
}

/* The class the score is about: that of the verdict, else the one nearest to its threshold. */
static VerdictClass scored_class(const Outcome *outcome)
{
    if (outcome->verdict == VERDICT_HOAX) {
        return CLASS_HOAX;
    }
    if (outcome->verdict == VERDICT_ADVISORY) {
        return CLASS_ADVISORY;
    }
    double hoax = outcome->scores[CLASS_HOAX] / outcome->thresholds[CLASS_HOAX];
    double advisory = outcome->scores[CLASS_ADVISORY] / outcome->thresholds[CLASS_ADVISORY];
    return hoax > advisory ? CLASS_HOAX : CLASS_ADVISORY;
}

char *status_header_score(const Outcome *outcome)
{
    VerdictClass scored = scored_class(outcome);
    GString *value = g_string_new(NULL);
    append_points(value, outcome->scores[scored]);
    g_string_append_c(value, '/');
    append_points(value, outcome->thresholds[scored]);
    return g_string_free(value, FALSE);
}

static char *limit_names(LimitSet limits)
{
    GString *names = g_string_new(NULL);
    for (int i = 0; i < N_LIMITS; i++) {
        if (limits & limit_bit(i)) {
            g_string_append_printf(names, "%s%s", names->len > 0 ? "," : "", limit_name(i));
        }
    }
    return g_string_free(names, FALSE);
}

/* `A(2.5),B(4.0),+3`: as many rules as the length allows, then how many more there are. */
static char *rule_names(const GPtrArray *rules, size_t most)
{
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < rules->len; i++) {
        const OutcomeRule *rule = g_ptr_array_index(rules, i);
        if (names->len + strlen(rule->name) + 16 > most) {
            g_string_append_printf(names, "%s+%u", i > 0 ? "," : "", rules->len - i);
            break;
        }
        g_string_append(names, i > 0 ? "," : "");
        append_clean(names, rule->name, most);
        g_string_append_c(names, '(');
        append_points(names, rule->points);
        g_string_append_c(names, ')');
    }
    return g_string_free(names, FALSE);
}

/* `; name=text`, on a line of its own where it no longer fits. */
static void append_item(GString *value, const char *name, const char *text)
{
    const char *line = strrchr(value->str, '\n');
    size_t used = line == NULL ? value->len + strlen(STATUS_HEADER_NAME ": ") : strlen(line);
    bool fits = used + strlen(name) + strlen(text) + 3 <= LINE_COLUMNS;
    g_string_append_printf(value, fits ? "; %s=%s" : ";\n %s=%s", name, text);
}

static void append_details(GString *value, const Outcome *outcome)
{
    g_autofree char *score = status_header_score(outcome);
    append_item(value, "score", score);
    if (outcome->limits != 0) {
        g_autofree char *limits = limit_names(outcome->limits);
        append_item(value, "limit", limits);
    }
    if (outcome->is_forwarded) {
        append_item(value, "forwarded", layer_how_name(outcome->how));
    }
    if (outcome->rules->len > 0) {
        g_autofree char *rules =
            rule_names(outcome->rules, VALUE_BYTES - MIN(value->len + 32, 600));
        append_item(value, "rules", rules);
    }
}

char *status_header_value(const Outcome *outcome, HeaderDetail detail)
{
    GString *value = g_string_new(verdict_name(outcome->verdict));
    g_string_append(value, "; list=<");
    append_clean(value, outcome->list != NULL ? outcome->list : "", ADDRESS_BYTES);
    g_string_append(value, ">; action=");
    append_actions(value, outcome->actions);
    append_item(value, "gen", outcome->gen);
    if (detail == HEADER_FULL) {
        append_details(value, outcome);
    }
    return g_string_free(value, FALSE);
}

char *references_header_value(const Outcome *outcome)
{
    if (outcome->references->len == 0) {
        return NULL;
    }
    GString *value = g_string_new(NULL);
    size_t used = strlen(REFERENCES_HEADER_NAME ": ");
    for (guint i = 0; i < outcome->references->len && value->len < VALUE_BYTES - 64; i++) {
        const char *id = g_ptr_array_index(outcome->references, i);
        if (i > 0) {
            bool fits = used + strlen(id) + 2 <= LINE_COLUMNS;
            g_string_append(value, fits ? ", " : ",\n ");
            used = fits ? used + 2 : 1;
        }
        append_clean(value, id, 60);
        used += strlen(id);
    }
    return g_string_free(value, FALSE);
}
