/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The `hit` and `miss` texts beside the rules. Each is judged as a post of one layer, the first one
 * that the rule names; where the rule looks at the post's header, lines `Name: value` up to a blank
 * one are that header.
 */
#include "rules/condition.h"
#include "rules/evaluate.h"
#include "rules/rule.h"

/* A post made by hand: borrowed text, one part, one layer. */
typedef struct Trial {
    Message message;
    MimePart part;
    TextPart text_part;
    Layer layer;
    Layers layers;
} Trial;

static void free_field(gpointer element)
{
    HeaderField *field = element;
    g_free(field->name);
    g_free(field->text);
    g_free(field);
}

/* Takes the header's lines off `text`; none when they do not end with a blank line. */
static void read_header(Trial *trial, Span *text)
{
    Span rest = *text;
    while (rest.length > 0) {
        size_t end = span_find(rest, '\n', 0);
        Span line = span_slice(rest, 0, end);
        size_t colon = span_find(line, ':', 0);
        rest = span_slice(rest, MIN(end + 1, rest.length), rest.length);
        if (line.length == 0 || colon == line.length) {
            break;
        }
        HeaderField *field = g_new0(HeaderField, 1);
        field->name = span_copy(span_slice(line, 0, colon));
        field->text = span_copy(span_trim(span_slice(line, colon + 1, line.length)));
        g_ptr_array_add(trial->part.fields, field);
    }
    *text = rest;
}

static void trial_begin(Trial *trial, Span text, LayerKind kind, bool has_header)
{
    *trial = (Trial){ 0 };
    trial->part.id = (char *)"1";
    trial->part.type = (char *)"text/plain";
    trial->part.fields = g_ptr_array_new_with_free_func(free_field);
    trial->part.children = g_ptr_array_new();
    if (has_header) {
        read_header(trial, &text);
    }
    trial->message = (Message){ .raw = text, .top = &trial->part };
    trial->text_part = (TextPart){ .part = &trial->part, .text = text };
    trial->layer = (Layer){ .kind = kind,
                            .level = kind == LAYER_OWN ? 0 : 1,
                            .parent = -1,
                            .same_as = -1,
                            .part = &trial->part,
                            .text_part = &trial->text_part,
                            .end = text.length };
    trial->layers.all = g_ptr_array_new();
    g_ptr_array_add(trial->layers.all, &trial->layer);
    trial->layers.parts = g_ptr_array_new();
    g_ptr_array_add(trial->layers.parts, &trial->text_part);
}

static void trial_end(Trial *trial)
{
    g_ptr_array_unref(trial->part.fields);
    g_ptr_array_unref(trial->part.children);
    g_ptr_array_unref(trial->layers.all);
    g_ptr_array_unref(trial->layers.parts);
}

static void note_leaves(const RuleSet *rules, const ConditionKind *kind, bool *readers)
{
    const GPtrArray *leaves = rules->leaves[condition_kind_index(kind)];
    for (guint i = 0; i < leaves->len; i++) {
        const Condition *leaf = g_ptr_array_index(leaves, i);
        readers[leaf->rule] |= (leaf->layers & 1u << LAYER_OWN) != 0;
    }
}

/* One a rule: whether it, or one that it refers to, looks at the header of the post itself.
 * Caller's. */
static bool *find_header_readers(const RuleSet *rules)
{
    bool *readers = g_new0(bool, rules->rules->len + 1);
    note_leaves(rules, &condition_header, readers);
    note_leaves(rules, &condition_age, readers);
    for (guint i = 0; i < rules->referrers->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->referrers, i);
        const GPtrArray *references = rule_set_parts(rules, rule->number)->references;
        for (guint j = 0; j < references->len; j++) {
            const Condition *reference = g_ptr_array_index(references, j);
            const Rule *referred = reference->argument;
            readers[rule->number] |= referred != NULL && readers[referred->number];
        }
    }
    return readers;
}

static bool rule_hits(const RuleSet *rules, const Rule *rule, Span text, bool has_header)
{
    static const Envelope envelope = { 0 };
    static const ListRules no_list = { 0 };
    Trial trial;
    Evaluation evaluation;

    trial_begin(&trial, text, rule_set_parts(rules, rule->number)->first_layer, has_header);
    Findings *findings = match_find(rules, &envelope, &trial.message, &trial.layers);
    evaluation_begin(&evaluation, findings, &no_list);
    Truth truth = evaluate_rule(&evaluation, rule, VOICE_ANY);
    evaluation_end(&evaluation);
    findings_free(findings);
    trial_end(&trial);
    return truth == TRUTH_YES;
}

static size_t test_rule(const RuleSet *rules, const Rule *rule, bool has_header,
                        Diagnostics *diagnostics)
{
    for (guint i = 0; i < rule->hits->len; i++) {
        const TreeNode *node = g_ptr_array_index(rule->hits, i);
        if (!rule_hits(rules, rule, span_of(node->scalar), has_header)) {
            diagnostics_error(diagnostics, node->place, "%s does not hit this text", rule->name);
        }
    }
    for (guint i = 0; i < rule->misses->len; i++) {
        const TreeNode *node = g_ptr_array_index(rule->misses, i);
        if (rule_hits(rules, rule, span_of(node->scalar), has_header)) {
            diagnostics_error(diagnostics, node->place, "%s hits this text, which it must miss",
                              rule->name);
        }
    }
    return rule->hits->len + rule->misses->len;
}

size_t rule_set_test(const RuleSet *rules, Diagnostics *diagnostics)
{
    g_autofree bool *header_readers = find_header_readers(rules);
    size_t count = 0;
    for (size_t i = 0; i < rule_set_count(rules); i++) {
        count += test_rule(rules, rule_set_at(rules, i), header_readers[i], diagnostics);
    }
    return count;
}
