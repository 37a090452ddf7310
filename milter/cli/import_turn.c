/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/import_rules.h"

#include <string.h>

#include "cli/import_regex.h"

enum { LONGEST_NAME = 64, DEEPEST_REFERENCES = 14 };

typedef char *(*TurnFunction)(Import *import, ImportRule *rule, char **problem);

static const char wider[] = "capitals and small letters are no longer told apart";

/* `<NAME>` in the rules named by replace_rules. Caller's. */
static char *with_tags(const Import *import, const ImportRule *rule)
{
    GString *text = g_string_new(rule->text);
    GHashTableIter tags;
    gpointer name, value;
    g_hash_table_iter_init(&tags, import->tags);
    bool is_wanted = g_hash_table_contains(import->replaced, rule->name);
    while (is_wanted && g_hash_table_iter_next(&tags, &name, &value)) {
        g_autofree char *tag = g_strdup_printf("<%s>", (const char *)name);
        g_string_replace(text, tag, value, 0);
    }
    return g_string_free(text, FALSE);
}

/* A pattern over canonical text, quoted; NULL when that cannot be. */
static char *fold(Import *import, const ImportRule *rule, const char *quoted, char **problem)
{
    TurnedRegex turned = regex_turn(quoted, REGEX_CANONICAL);
    char *pattern = NULL;
    if (turned.pattern == NULL) {
        *problem = g_strdup(turned.problem);
    } else if (turned.needs_case) {
        *problem = g_strdup("it tells capitals from small letters, which are folded here");
    } else {
        pattern = import_yaml_quote(turned.pattern);
        if (turned.sees_case) {
            diagnostics_warning(import->diagnostics, rule->place, "%s: %s", rule->name, wider);
        }
    }
    turned_regex_clear(&turned);
    return pattern;
}

static char *turn_written(ImportRule *rule, const char *text, RegexForm form, char **problem)
{
    TurnedRegex turned = regex_turn(text, form);
    char *condition = NULL;
    if (turned.pattern == NULL) {
        *problem = g_strdup(turned.problem);
    } else {
        g_autofree char *pattern = import_yaml_quote(turned.pattern);
        condition = g_strdup_printf("raw: %s", pattern);
    }
    turned_regex_clear(&turned);
    rule->is_of_text = true;
    return condition;
}

/* SpamAssassin has the Subject as the first paragraph of every body. */
static char *turn_body(Import *import, ImportRule *rule, char **problem)
{
    g_autofree char *text = with_tags(import, rule);
    TurnedRegex turned = regex_turn(text, REGEX_CANONICAL);
    bool needs_case = turned.sees_case || turned.needs_case;
    turned_regex_clear(&turned);
    if (needs_case) {
        if (!rule->spares_subject) {
            diagnostics_warning(import->diagnostics, rule->place,
                                "%s: case matters, so it no longer looks at the Subject",
                                rule->name);
        }
        return turn_written(rule, text, REGEX_PARAGRAPH, problem);
    }
    g_autofree char *pattern = fold(import, rule, text, problem);
    if (pattern == NULL) {
        return NULL;
    }
    rule->is_of_text = true;
    rule->pattern = g_strdup(pattern);
    return rule->spares_subject
               ? g_strdup_printf("text: %s", pattern)
               : g_strdup_printf("any: [{ text: %s }, { header: { subject: %s } }]", pattern,
                                 pattern);
}

static char *turn_rawbody(Import *import, ImportRule *rule, char **problem)
{
    g_autofree char *text = with_tags(import, rule);
    const char *mark = strchr(text, '<');
    while (mark != NULL && mark[1] != '\\' && mark[1] != '/' && !g_ascii_isalpha(mark[1])) {
        mark = strchr(mark + 1, '<');
    }
    if (mark != NULL) {
        *problem = g_strdup("it looks for marks of HTML, which are read and gone here");
        return NULL;
    }
    return turn_written(rule, text, REGEX_RAW, problem);
}

static char *turn_uri(Import *import, ImportRule *rule, char **problem)
{
    g_autofree char *text = with_tags(import, rule);
    g_autofree char *pattern = fold(import, rule, text, problem);
    rule->is_of_text = true;
    return pattern == NULL ? NULL : g_strdup_printf("link: %s", pattern);
}

static char *of_fields(const char *const *fields, const char *pattern)
{
    GString *any = g_string_new(NULL);
    for (size_t i = 0; fields[i] != NULL; i++) {
        const char *between = i == 0 ? "" : " }, { ";
        g_string_append_printf(any, "%sheader: { '%s': %s }", between, fields[i], pattern);
    }
    if (fields[1] != NULL) {
        g_string_prepend(any, "any: [{ ");
        g_string_append(any, " }]");
    }
    return g_string_free(any, FALSE);
}

/* The fields that a name of SpamAssassin's stands for; NULL when it is none of a post's. */
static char **fields_of(const char *name)
{
    static const char *const computed[] = { "ALL",           "ALL-TRUSTED",
                                            "ALL-EXTERNAL",  "EnvelopeFrom",
                                            "ALL-UNTRUSTED", "ALL-INTERNAL",
                                            "List",          NULL };
    if (g_strv_contains(computed, name) || g_str_has_prefix(name, "X-Spam-")) {
        return NULL;
    }
    const char *meant = strcmp(name, "ToCc") == 0 ? "to cc" : name;
    meant = strcmp(name, "MESSAGEID") == 0 ? "message-id x-message-id resent-message-id" : meant;
    g_autofree char *small = g_ascii_strdown(meant, -1);
    return g_strsplit(small, " ", -1);
}

/* The regular expression of `:addr` and `:name`, over the whole field. NULL: of no such part. */
static char *in_part(const char *part, const char *quoted)
{
    const char *open = quoted + (quoted[0] == 'm' ? 1 : 0);
    const char *end = *open == '/' ? strrchr(open, '/') : NULL;
    if (end == NULL || end == open || strpbrk(open, "|") != NULL) {
        return NULL;
    }
    bool is_bound = open[1] == '^';
    bool is_closed = end[-1] == '$' && end[-2] != '\\';
    g_autofree char *inside =
        g_strndup(open + 1 + is_bound, (size_t)(end - open - 1) - is_bound - is_closed);
    if (strcmp(part, "addr") == 0) {
        return g_strdup_printf("/(?:<|^(?!.*<))%s%s%s%s", is_bound ? "" : "[^<>\\s]*?", inside,
                               is_closed ? "(?=>|\\s|$)" : "", end);
    }
    return strcmp(part, "name") == 0 ? g_strdup_printf("/%s%s%s%s", is_bound ? "^\"?" : "", inside,
                                                       is_closed ? "\"?\\s*<" : "(?=[^<>]*<)", end)
                                     : NULL;
}

static char *turn_field(Import *import, const ImportRule *rule, GMatchInfo *match, char **problem)
{
    g_autofree char *name = g_match_info_fetch(match, 1), *part = g_match_info_fetch(match, 2);
    g_autofree char *sign = g_match_info_fetch(match, 3), *rest = g_match_info_fetch(match, 4);
    g_auto(GStrv) fields = fields_of(name);
    if (fields == NULL) {
        *problem = g_strdup_printf("SpamAssassin makes %s up, a post has no such field", name);
        return NULL;
    }
    if (strstr(rest, "[if-unset:") != NULL) {
        *problem = g_strdup("[if-unset:] is not known here");
        return NULL;
    }
    g_autofree char *quoted = *part == '\0' ? g_strdup(rest) : in_part(part, rest);
    if (quoted == NULL) {
        *problem = g_strdup_printf("`:%s` of a field cannot be looked at alone here", part);
        return NULL;
    }
    g_autofree char *pattern = fold(import, rule, quoted, problem);
    if (pattern == NULL) {
        return NULL;
    }
    g_autofree char *condition = of_fields((const char *const *)fields, pattern);
    return sign[0] == '!' ? g_strdup_printf("not: { %s }", condition) : g_steal_pointer(&condition);
}

static char *turn_header(Import *import, ImportRule *rule, char **problem)
{
    g_autoptr(GRegex) form =
        g_regex_new("^([\\w-]+)(?::([\\w:]+))?\\s*([=!]~)\\s*(.*)$", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *text = with_tags(import, rule);
    if (g_str_has_prefix(text, "exists:")) {
        g_auto(GStrv) fields = fields_of(text + strlen("exists:"));
        if (fields != NULL) {
            return of_fields((const char *const *)fields, "'.'");
        }
    } else if (g_regex_match(form, text, 0, &match)) {
        return turn_field(import, rule, match, problem);
    }
    *problem = g_strdup("no field and its regular expression");
    return NULL;
}

static const struct {
    const char *kind;
    TurnFunction turn;
} kinds[] = {
    { "body", turn_body },     { "rawbody", turn_rawbody }, { "uri", turn_uri },
    { "header", turn_header }, { "meta", import_meta },
};

static char *condition_of(Import *import, ImportRule *rule, char **problem)
{
    g_autofree char *name = import_rule_name(rule);
    if (strstr(rule->text, "eval:") == rule->text) {
        *problem = g_strdup_printf("%s is code of SpamAssassin or a plugin", rule->text);
        return NULL;
    }
    if (strlen(name) > LONGEST_NAME || (rule->name[0] == '_' && rule->name[1] != '_')) {
        *problem = g_strdup("no rule can be called so here");
        return NULL;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].kind, rule->kind) == 0) {
            return kinds[i].turn(import, rule, problem);
        }
    }
    *problem = g_strdup_printf("rules of the kind `%s` have no like here", rule->kind);
    return NULL;
}

void import_turn(Import *import, ImportRule *rule)
{
    if (rule->state != IMPORT_UNTRIED || rule->kind == NULL) {
        return;
    }
    rule->state = IMPORT_TRYING;
    g_autofree char *problem = NULL;
    import->nesting++;
    rule->condition = condition_of(import, rule, &problem);
    import->nesting--;
    if (rule->condition != NULL && rule->depth > DEEPEST_REFERENCES) {
        g_clear_pointer(&rule->condition, g_free);
        problem = g_strdup("rules that refer to rules are nested too deep");
    }
    rule->state = rule->condition == NULL ? IMPORT_LEFT_OUT : IMPORT_TURNED;
    if (rule->condition == NULL) {
        diagnostics_error(import->diagnostics, rule->place, "%s: %s", rule->name, problem);
    }
}
