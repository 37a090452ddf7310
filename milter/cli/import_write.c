/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "cli/import_regex.h"
#include "cli/import_rules.h"

/* SpamAssassin calls spam what reaches 5, a list of ours marks from 4 on unless it says otherwise.
 */
static const double scale = 4.0 / 5.0;

/* `__PART` is `_PART` here. */
char *import_rule_name(const ImportRule *rule)
{
    return g_strdup(rule->name + (g_str_has_prefix(rule->name, "__") ? 1 : 0));
}

static double score_of(const ImportRule *rule)
{
    if (rule->has_score) {
        return rule->score;
    }
    double sign = rule->is_nice ? -1 : 1;
    return sign * (g_str_has_prefix(rule->name, "T_") ? 0.01 : 1);
}

/* The family of a rule: FREE_MONEY_1 and FREE_MONEY_2 see the same in different words. */
static char *cue_of(const ImportRule *rule)
{
    char *cue = g_ascii_strdown(rule->name, -1);
    size_t length = strlen(cue);
    while (length > 1 && (g_ascii_isdigit(cue[length - 1]) || cue[length - 1] == '_')) {
        length--;
    }
    cue[length] = '\0';
    return g_strdelimit(cue, "_", '-');
}

static void write_about(const ImportRule *rule, GString *yaml)
{
    g_autoptr(GList) languages = g_hash_table_get_keys(rule->about);
    languages = g_list_sort(languages, (GCompareFunc)strcmp);
    if (languages != NULL) {
        g_string_append(yaml, "    about:\n");
    }
    for (GList *each = languages; each != NULL; each = each->next) {
        g_autofree char *text = import_yaml_quote(g_hash_table_lookup(rule->about, each->data));
        g_autofree char *language = import_yaml_quote(each->data);
        g_string_append_printf(yaml, "      %s: %s\n", language, text);
    }
}

/* Beside `rule:`, where a reference to another rule cannot stand. */
static void write_condition(const char *condition, GString *yaml)
{
    static const char counted[] = ", any: [";
    const char *any = strstr(condition, counted);
    if (g_str_has_prefix(condition, "rule: ")) {
        g_string_append_printf(yaml, "    all: [{ %s }]\n", condition);
    } else if (g_str_has_prefix(condition, "at-least: ") && any != NULL) {
        g_string_append_printf(yaml, "    %.*s\n    %s\n", (int)(any - condition), condition,
                               any + strlen(", "));
    } else {
        g_string_append_printf(yaml, "    %s\n", condition);
    }
}

static void write_rule(const ImportRule *rule, GString *yaml)
{
    g_autofree char *name = import_rule_name(rule);
    double score = score_of(rule);
    char points[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append_printf(yaml, "  - rule: %s\n", name);
    write_about(rule, yaml);
    if (name[0] != '_') {
        g_autofree char *cue = cue_of(rule);
        g_ascii_formatd(points, sizeof points, "%.4g", score * scale);
        g_string_append_printf(yaml, "    points: { hoax: %s }\n    cue: '%s'\n", points, cue);
    }
    bool is_off = score >= 0 && score <= 0;
    g_string_append(yaml, is_off ? "    mode: off\n" : "");
    if (rule->is_of_text) {
        g_string_append(yaml, "    in: [own, forwarded, quoted, signature, footer]\n");
    }
    write_condition(rule->condition, yaml);
}

size_t import_write(Import *import, GString *yaml)
{
    size_t count = 0;
    g_string_append(yaml, "# Made by `kustode import spamassassin`.\nrules:\n");
    for (guint i = 0; i < import->rules->len; i++) {
        import_turn(import, import->rules->pdata[i]);
    }
    for (guint i = 0; i < import->rules->len; i++) {
        const ImportRule *rule = import->rules->pdata[i];
        if (rule->state == IMPORT_TURNED) {
            write_rule(rule, yaml);
            count++;
        }
    }
    if (count == 0) {
        g_string_truncate(yaml, yaml->len - strlen("\n"));
        g_string_append(yaml, " []\n");
    }
    return count;
}
