/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/rule_set.h"

#include "flow_tree.h"

/* The rules of one file, without `{rules: [` and `]}` around them. */
static RuleSet *load(const char *text, Diagnostics *diagnostics)
{
    GPtrArray *trees = g_ptr_array_new_with_free_func(flow_tree_free);
    g_autofree char *whole = g_strdup_printf("{rules: [\n%s\n]}", text);
    g_ptr_array_add(trees, flow_tree("r", whole));
    return rule_set_load(trees, &limits_default, diagnostics);
}

/* `2:7: message`, with `warning: ` in front of one. */
static void check_diagnostics(const Diagnostics *diagnostics, const char *expected)
{
    g_autoptr(GString) found = g_string_new(NULL);
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        const Diagnostic *diagnostic = diagnostics_at(diagnostics, i);
        g_string_append_printf(found, "%s%u:%u: %s%s", i > 0 ? "\n" : "", diagnostic->place.line,
                               diagnostic->place.column,
                               diagnostic->is_error ? "" : "warning: ", diagnostic->message);
    }
    if (strcmp(found->str, expected) != 0) {
        g_test_message("found:\n%s\nexpected:\n%s", found->str, expected);
        g_test_fail();
    }
}

static void test_rule(void)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(RuleSet) rules = load(
        "{rule: HOAX_PLEA, about: {en: Asks, de: Bittet}, points: {hoax: 2.5, advisory: -1},\n"
        "cue: plea, language: [de, en], decisive: yes, stance: asks, mode: shadow, text: plea,\n"
        "hit: [a plea], miss: other}",
        diagnostics);
    check_diagnostics(diagnostics, "");
    g_assert_cmpuint(rule_set_count(rules), ==, 1);

    const Rule *rule = rule_set_find(rules, "HOAX_PLEA");
    g_assert_true(rule == rule_set_at(rules, 0));
    g_assert_null(rule_set_find(rules, "HOAX"));
    g_assert_cmpstr(rule_set_names(rules)[0], ==, "HOAX_PLEA");
    g_assert_null(rule_set_names(rules)[1]);
    g_assert_cmpuint(rule->place.line, ==, 2);
    g_assert_cmpuint(rule->place.column, ==, 8);
    g_assert_cmpstr(g_hash_table_lookup(rule->about, "de"), ==, "Bittet");
    g_assert_cmpfloat(rule->points[CLASS_HOAX], ==, 2.5);
    g_assert_cmpfloat(rule->points[CLASS_ADVISORY], ==, -1);
    g_assert_cmpstr(rule->cue, ==, "plea");
    g_assert_cmpuint(rule->languages->len, ==, 2);
    g_assert_cmpstr(g_ptr_array_index(rule->languages, 1), ==, "en");
    g_assert_true(rule->is_decisive);
    g_assert_cmpint(rule->stance, ==, STANCE_ASKS);
    g_assert_cmpint(rule->mode, ==, RULE_SHADOW);
    g_assert_cmpuint(rule->hits->len, ==, 1);
    g_assert_cmpuint(rule->misses->len, ==, 1);
}

static const struct {
    const char *rules;
    const char *diagnostics;
} loads[] = {
    { "{rule: A, text: plea}", "" },
    { "{text: plea}", "2:1: a rule without a name (rule: NAME)" },
    { "{rule: A B, text: plea}",
      "2:8: a rule's name is made of letters, digits, `_`, `-`, `.`, at most 64" },
    { "A", "2:1: a rule begins with its name, such as - rule: HOAX_EXAMPLE" },
    { "{rule: A}", "2:1: a condition is missing, such as text: '...'" },
    { "{rule: A, txt: plea}", "2:11: unknown key of a rule 'txt' (did you mean 'text'?)" },
    { "{rule: A, mdoe: off, text: plea}",
      "2:11: unknown key of a rule 'mdoe' (did you mean 'mode'?)" },
    { "{rule: A, any: [{points: 3}]}",
      "2:18: 'points' stands beside `rule:`, not inside a condition" },
    { "{rule: A, any: [{tex: plea}]}", "2:18: unknown condition 'tex' (did you mean 'text'?)" },
    { "{rule: A, any: {text: plea}}",
      "2:16: `any` takes a list of conditions, such as: - text: '...'" },
    { "{rule: A, any: [plea]}",
      "2:17: a condition is a name and what it takes, such as text: '...'" },
    { "{rule: A, text: plea, points: {hoaks: 1}}", "2:32: unknown 'hoaks' (did you mean 'hoax'?)" },
    { "{rule: A, text: plea, points: {other: 1}}", "2:32: one of hoax, advisory is expected here" },
    { "{rule: A, text: plea, points: 3}",
      "2:31: points are given for a class, such as {hoax: 2.5}" },
    { "{rule: A, text: plea, points: {hoax: many}}", "2:38: a number is expected here" },
    { "{rule: A, text: plea, in: [own, forwardd]}",
      "2:33: unknown 'forwardd' (did you mean 'forwarded'?)" },
    { "{rule: A, text: plea, together: maybe}", "2:33: `yes` or `no` is expected here" },
    { "{rule: A, text: {en: plea}}", "2:17: a pattern, or a list of patterns, is expected here" },
    { "{rule: A, text: [plea, '']}", "2:24: a pattern, or a list of patterns, is expected here" },
    { "{rule: A, any: [{text: plea}], at-least: 2}",
      "2:42: at-least must be a whole number from 1 to the 1 conditions of `any`" },
    { "{rule: A, all: [{text: plea}], at-least: 1}",
      "2:32: at-least stands beside `any`: at-least: 2, any: [...]" },
    { "{rule: A, header: plea}",
      "2:19: header takes one field and its pattern, such as {subject: '...'}" },
    { "{rule: A, header: {name: subject}}", "2:19: header takes one name and one of text, phrase" },
    { "{rule: A, header: {name: subject, txt: plea}}",
      "2:35: unknown key 'txt' (did you mean 'text'?)" },
    { "{rule: A, count: {text: plea}}",
      "2:18: count takes at-least, at-most, or both, the smaller number first" },
    { "{rule: A, count: {text: plea, at-least: 4, at-most: 3}}",
      "2:18: count takes at-least, at-most, or both, the smaller number first" },
    { "{rule: A, count: {at-least: 4}}",
      "2:18: count takes what to count and how often: {text: '...', at-least: 3}" },
    { "{rule: A, count: {text: plea, at-least: 1.5}}",
      "2:41: a whole number from 0 to 10000 is expected here" },
    { "{rule: A, identifier: [dsa, cvee]}",
      "2:29: unknown kind of identifier 'cvee' (did you mean 'cve'?)" },
    { "{rule: A, attachment: {}}",
      "2:23: attachment takes a name, a type, or both, such as {name: '*.exe'}" },
    { "{rule: A, link: {elsewhere: no}}", "2:29: elsewhere can only be `yes`" },
    { "{rule: A, not: {language: german}}",
      "2:27: 'german' is no code of a language (ISO 639-1, such as de)" },
    { "{rule: A, list: []}", "2:17: the address of a list is expected here" },
    /* The one that is there first stays. */
    { "{rule: A, text: plea},\n{rule: A, text: other}",
      "3:8: there is a rule 'A' already, at r:2:8: one of them needs another name" },
    { "{rule: A, txt: plea},\n{rule: A, text: other},\n{rule: B, any: [{rule: A}]}",
      "2:11: unknown key of a rule 'txt' (did you mean 'text'?)\n"
      "3:8: there is a rule 'A' already, at r:2:8: one of them needs another name" },
    /* All of a run: what is wrong in one rule, and in the next. */
    { "{rule: A, text: plea, mode: shadw, stance: ask},\n{rule: B, txet: plea}",
      "2:29: unknown 'shadw' (did you mean 'shadow'?)\n"
      "2:44: unknown 'ask' (did you mean 'asks'?)\n"
      "3:11: unknown key of a rule 'txet' (did you mean 'text'?)" },
    /* References. */
    { "{rule: _PLEA, text: plea},\n{rule: A, any: [{rule: _PLEE}]}",
      "2:8: warning: '_PLEA' is used by no other rule\n"
      "3:24: there is no rule '_PLEE' (did you mean '_PLEA'?)" },
    { "{rule: A, any: [{rule: B}]},\n{rule: B, txt: plea}",
      "3:11: unknown key of a rule 'txt' (did you mean 'text'?)" },
    { "{rule: A, any: [{rule: B}]},\n{rule: B, any: [{rule: C}]},\n{rule: C, any: [{rule: B}]}",
      "4:24: rules refer to each other in a circle: B -> C -> B" },
    { "{rule: A, any: [{rule: A}]}", "2:24: rules refer to each other in a circle: A -> A" },
    { "{rule: _P, text: plea, points: {hoax: 1}},\n{rule: A, any: [{rule: _P}]}",
      "2:8: warning: '_P' is a part for other rules: its points count for nothing" },
    { "{rule: A, any: [{rule: [B, C]}]}", "2:24: the name of one rule is expected here" },
    /* Patterns: the column is that of the sign which is wrong. */
    { "{rule: A, text: 'plea('}", "2:23: bad pattern: missing closing parenthesis, at byte 5" },
    { "{rule: A, text: '\303\244h it''s('}",
      "2:27: bad pattern: missing closing parenthesis, at byte 9" },
    { "{rule: A, text: 'a Plea'}",
      "2:20: bad pattern: canonical text never contains 'a Plea'; write 'a plea'" },
    { "{rule: A, text: '\\d\\d'}",
      "2:18: warning: slow pattern: no three letters in a row are in every match" },
    { "{rule: A, count: {text: '\\d\\d', at-least: 3}}", "" },
    { "{rule: A, header: {subject: 'plea)'}}",
      "2:34: bad pattern: unmatched closing parenthesis, at byte 4" },
};

static void test_diagnostics(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(loads); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autoptr(RuleSet) rules = load(loads[i].rules, diagnostics);
        g_test_message("%s", loads[i].rules);
        check_diagnostics(diagnostics, loads[i].diagnostics);
    }
}

/* A chain of references, each rule to the next; the last holds by its text. */
static char *chain(size_t length)
{
    GString *rules = g_string_new("{rule: R0, text: plea}");
    for (size_t i = 1; i < length; i++) {
        g_string_append_printf(rules, ",\n{rule: R%zu, any: [{rule: R%zu}]}", i, i - 1);
    }
    return g_string_free(rules, FALSE);
}

static char *nest(size_t depth)
{
    GString *rules = g_string_new("{rule: A, ");
    for (size_t i = 0; i < depth; i++) {
        g_string_append(rules, "any: [{");
    }
    g_string_append(rules, "text: plea");
    for (size_t i = 0; i < depth; i++) {
        g_string_append(rules, "}]");
    }
    return g_string_free(g_string_append_c(rules, '}'), FALSE);
}

static void test_depths(void)
{
    static const struct {
        char *(*write)(size_t);
        size_t size;
        size_t errors;
    } rows[] = {
        { chain, 17, 0 }, { chain, 18, 1 }, { chain, 4000, 3983 / 17 + 1 },
        { nest, 15, 0 },  { nest, 16, 1 },  { nest, 4000, 1 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = rows[i].write(rows[i].size);
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autoptr(RuleSet) rules = load(text, diagnostics);
        g_test_message("row %zu", i);
        g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, rows[i].errors);
    }
}

static void test_file(void)
{
    static const struct {
        const char *file, *diagnostics;
    } files[] = {
        { "{rules: []}", "" },
        { "{rules: ~}", "" },
        { "[]", "1:1: a file of rules holds a list of them under `rules:`" },
        { "{rules: 3}", "1:9: a file of rules holds a list of them under `rules:`" },
        { "{rule: [], rules: []}",
          "1:2: unknown key 'rule' in a file of rules (did you mean 'rules'?)" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        GPtrArray *trees = g_ptr_array_new_with_free_func(flow_tree_free);
        g_ptr_array_add(trees, flow_tree("r", files[i].file));
        g_autoptr(RuleSet) rules = rule_set_load(trees, &limits_default, diagnostics);
        check_diagnostics(diagnostics, files[i].diagnostics);
    }
}

static void test_too_many_rules(void)
{
    Limits limits = limits_default;
    limits.rules = 1;
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    GPtrArray *trees = g_ptr_array_new_with_free_func(flow_tree_free);
    g_ptr_array_add(trees, flow_tree("r", "{rules: [{rule: A, text: plea},\n"
                                          "{rule: B, text: plea}, {rule: C, text: plea}]}"));
    g_autoptr(RuleSet) rules = rule_set_load(trees, &limits, diagnostics);
    check_diagnostics(diagnostics, "2:1: more than 1 rules");
    g_assert_cmpuint(rule_set_count(rules), ==, 1);
}

static const struct {
    const char *rules;
    size_t count;
    const char *diagnostics;
} beside[] = {
    { "{rule: A, text: plea, hit: [a plea, a Plea], miss: [a flea]}", 3, "" },
    { "{rule: A, text: plea, hit: [a flea],\nmiss: [a plea]}", 2,
      "2:29: A does not hit this text\n3:8: A hits this text, which it must miss" },
    /* In the first layer that the rule names. */
    { "{rule: A, text: plea, in: [quoted, own], hit: a plea}", 1, "" },
    { "{rule: A, text: plea, in: footer, hit: a plea}", 1, "" },
    { "{rule: A, header: {subject: plea}, hit: ['Subject: a plea\n\nhello'],\n"
      "miss: ['a plea', 'Subject: hello\n\na plea']}",
      3, "" },
    { "{rule: A, all: [{rule: _H}, {text: hello}], hit: ['Subject: a plea\n\nhello']},\n"
      "{rule: _H, header: {subject: plea}}",
      1, "" },
    /* What is off or in shadow is tested as well. */
    { "{rule: A, text: plea, mode: off, hit: a flea}", 1, "2:39: A does not hit this text" },
};

static void test_beside(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autoptr(RuleSet) rules = load(beside[i].rules, diagnostics);
        g_test_message("%s", beside[i].rules);
        check_diagnostics(diagnostics, "");
        g_assert_cmpuint(rule_set_test(rules, diagnostics), ==, beside[i].count);
        check_diagnostics(diagnostics, beside[i].diagnostics);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rule-set/rule", test_rule);
    g_test_add_func("/rule-set/diagnostics", test_diagnostics);
    g_test_add_func("/rule-set/depths", test_depths);
    g_test_add_func("/rule-set/file", test_file);
    g_test_add_func("/rule-set/too-many-rules", test_too_many_rules);
    g_test_add_func("/rule-set/tests-beside-rules", test_beside);
    return g_test_run();
}
