/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/import_rules.h"

#include <string.h>

static void rule_free(void *data)
{
    ImportRule *rule = data;
    g_free(rule->name);
    g_free(rule->kind);
    g_free(rule->text);
    g_hash_table_unref(rule->about);
    g_free(rule->condition);
    g_free(rule->pattern);
    g_free(rule);
}

Import *import_new(void)
{
    Import *import = g_new0(Import, 1);
    import->rules = g_ptr_array_new_with_free_func(rule_free);
    import->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    import->tags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    import->replaced = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    import->diagnostics = diagnostics_new();
    return import;
}

void import_free(Import *import)
{
    g_hash_table_unref(import->by_name);
    g_ptr_array_unref(import->rules);
    g_hash_table_unref(import->tags);
    g_hash_table_unref(import->replaced);
    diagnostics_free(import->diagnostics);
    g_free(import);
}

static ImportRule *rule_named(Import *import, const char *name)
{
    ImportRule *rule = g_hash_table_lookup(import->by_name, name);
    if (rule == NULL) {
        rule = g_new0(ImportRule, 1);
        rule->name = g_strdup(name);
        rule->about = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        g_hash_table_insert(import->by_name, rule->name, rule);
        g_ptr_array_add(import->rules, rule);
    }
    return rule;
}

typedef struct CfLine {
    Place place;
    const char *language; /* of `lang de ...`, two letters */
    const char *word, *name, *rest;
} CfLine;

/* A later definition takes the place of an earlier one. */
static void read_rule(Import *import, const CfLine *line)
{
    ImportRule *rule = rule_named(import, line->name);
    g_free(rule->kind);
    g_free(rule->text);
    rule->kind = g_strdup(line->word);
    rule->text = g_strdup(line->rest);
    rule->place = line->place;
}

/* Of four scores the first: that without network tests and Bayes, of which we have neither. One
 * in brackets is added to what was. */
static void read_score(Import *import, const CfLine *line)
{
    ImportRule *rule = rule_named(import, line->name);
    bool is_added = line->rest[0] == '(';
    char *end = NULL;
    double score = g_ascii_strtod(line->rest + is_added, &end);
    if (end == line->rest + is_added) {
        diagnostics_error(import->diagnostics, line->place, "score %s: no number", line->name);
        return;
    }
    rule->score = is_added ? (rule->has_score ? rule->score : 1) + score : score;
    rule->has_score = true;
}

static void read_describe(Import *import, const CfLine *line)
{
    g_hash_table_insert(rule_named(import, line->name)->about, g_strdup(line->language),
                        g_strdup(line->rest));
}

static void read_flags(Import *import, const CfLine *line)
{
    ImportRule *rule = rule_named(import, line->name);
    rule->is_nice |= strstr(line->rest, "nice") != NULL;
    rule->is_counted |= strstr(line->rest, "multiple") != NULL;
    rule->spares_subject |= strstr(line->rest, "nosubject") != NULL;
}

static void read_tag(Import *import, const CfLine *line)
{
    g_hash_table_insert(import->tags, g_strdup(line->name), g_strdup(line->rest));
}

static void read_replaced(Import *import, const CfLine *line)
{
    g_autofree char *all = g_strconcat(line->name, " ", line->rest, NULL);
    g_auto(GStrv) names = g_strsplit_set(all, " \t", -1);
    for (size_t i = 0; names[i] != NULL; i++) {
        g_hash_table_add(import->replaced, g_strdup(names[i]));
    }
}

/* Of no meaning here: learning, order of tests. */
static void skip(Import *import, const CfLine *line)
{
    (void)import;
    (void)line;
}

static const struct {
    const char *word;
    void (*read)(Import *import, const CfLine *line);
} words[] = {
    { "body", read_rule },
    { "rawbody", read_rule },
    { "header", read_rule },
    { "uri", read_rule },
    { "full", read_rule },
    { "meta", read_rule },
    { "mimeheader", read_rule },
    { "uri_detail", read_rule },
    { "urirhsbl", read_rule },
    { "urirhssub", read_rule },
    { "askdns", read_rule },
    { "urinsrhsbl", read_rule },
    { "score", read_score },
    { "describe", read_describe },
    { "tflags", read_flags },
    { "replace_tag", read_tag },
    { "replace_rules", read_replaced },
    { "priority", skip },
    { "reuse", skip },
    { "require_version", skip },
};

static char *next_word(char **rest)
{
    char *word = *rest;
    char *end = word + strcspn(word, " \t");
    *rest = end + strspn(end, " \t");
    *end = '\0';
    return word;
}

static void read_line(Import *import, char *text, Place place)
{
    CfLine line = { .place = place, .language = "en" };
    line.word = next_word(&text);
    if (strcmp(line.word, "lang") == 0) {
        char *language = next_word(&text);
        language[strcspn(language, "_-")] = '\0';
        line.language = language;
        line.word = next_word(&text);
    }
    line.name = next_word(&text);
    line.rest = text;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i].word, line.word) == 0) {
            words[i].read(import, &line);
            return;
        }
    }
    diagnostics_error(import->diagnostics, place, "%s: a setting, not a rule", line.word);
}

/* `version >= 3.004` and the like, as SpamAssassin 4 with every plugin would answer. */
static bool term_holds(const char *term)
{
    while (*term == '(' || g_ascii_isspace(*term)) {
        term++;
    }
    if (*term == '!') {
        return !term_holds(term + 1);
    }
    const char *sign = strpbrk(term, "<>=");
    if (!(g_str_has_prefix(term, "version") || g_str_has_prefix(term, "perl_version")) ||
        sign == NULL) {
        return true;
    }
    double wanted = g_ascii_strtod(sign + strspn(sign, "<>= "), NULL);
    double have = *term == 'v' ? 4.000001 : 5.036;
    return (*sign == '<' && have < wanted) || (*sign == '>' && have > wanted) ||
           (sign[1] == '=' && sign[0] != '!' && have >= wanted && have <= wanted);
}

static bool condition_holds(const char *condition)
{
    g_auto(GStrv) sides = g_strsplit(condition, "||", -1);
    for (size_t i = 0; sides[i] != NULL; i++) {
        g_auto(GStrv) terms = g_strsplit(sides[i], "&&", -1);
        bool holds = true;
        for (size_t j = 0; terms[j] != NULL; j++) {
            holds &= term_holds(terms[j]);
        }
        if (holds) {
            return true;
        }
    }
    return false;
}

/* A comment begins at a `#` that no backslash escapes. */
static void cut_comment(char *line)
{
    char *to = line;
    for (const char *from = line; *from != '\0' && *from != '#'; from++) {
        if (from[0] == '\\' && from[1] == '#') {
            from++;
        }
        *to = *from;
        to++;
    }
    *to = '\0';
    g_strstrip(line);
}

/* `if`, `ifplugin`, `else`, `endif`: one byte a block, whether its lines are read. */
static bool steer(GByteArray *blocks, const char *line)
{
    bool is_if = g_str_has_prefix(line, "if ") || g_str_has_prefix(line, "if(");
    guint8 *last = blocks->len == 0 ? NULL : &blocks->data[blocks->len - 1];
    if (is_if || g_str_has_prefix(line, "ifplugin ")) {
        guint8 holds = !is_if || condition_holds(line + strlen("if"));
        g_byte_array_append(blocks, &holds, 1);
    } else if (strcmp(line, "else") == 0 && last != NULL) {
        *last = !*last;
    } else if (strcmp(line, "endif") == 0 && last != NULL) {
        g_byte_array_set_size(blocks, blocks->len - 1);
    } else {
        return false;
    }
    return true;
}

void import_read(Import *import, const char *path, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GByteArray) blocks = g_byte_array_new();
    Place place = { g_intern_string(path), 0, 1 };
    for (size_t i = 0; lines[i] != NULL; i++) {
        place.line = (unsigned)i + 1;
        cut_comment(lines[i]);
        bool is_read = !steer(blocks, lines[i]) && lines[i][0] != '\0' &&
                       (blocks->len == 0 || memchr(blocks->data, 0, blocks->len) == NULL);
        if (is_read) {
            read_line(import, lines[i], place);
        }
    }
}
