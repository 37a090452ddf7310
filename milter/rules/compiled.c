/* SPDX-License-Identifier: BSD-2-Clause */
/* The patterns of a rule set: in which layers and scopes each is wanted, and what matches them. */
#include "rules/compiled.h"

#include "rules/condition.h"
#include "rules/identifiers.h"

void rule_set_add_identifiers(RuleSet *rules)
{
    size_t count = 0;
    const IdentifierKind *kinds = identifier_kinds(&count);
    for (size_t i = 0; i < count; i++) {
        g_autoptr(GError) error = NULL;
        int number =
            pattern_set_add(rules->texts, PATTERN_REGEX, span_of(kinds[i].pattern), NULL, &error);
        g_assert_no_error(error); /* the table is ours */
        g_assert(number == (int)i);
    }
}

/* Layers in which identifiers are wanted: where references may stand, and what rules ask for. */
static unsigned identifier_layers(const RuleSet *rules)
{
    return 1u << LAYER_OWN | 1u << LAYER_FORWARDED | 1u << LAYER_QUOTED |
           conditions_layers(rules->leaves[condition_kind_index(&condition_identifier)]);
}

static void compile_texts(RuleSet *rules)
{
    size_t identifiers = 0, count = pattern_set_count(rules->texts);
    identifier_kinds(&identifiers);
    pattern_set_compile(rules->texts);
    for (int kind = 0; kind < N_LAYER_KINDS; kind++) {
        unsigned char *wanted = g_new0(unsigned char, count + 1);
        bool is_any = false;
        for (size_t i = 0; i < count; i++) {
            unsigned slot = i < identifiers ? 0 : g_array_index(rules->text_slots, unsigned, i);
            unsigned layers = i < identifiers ? identifier_layers(rules)
                                              : g_array_index(rules->slots, Slot, slot).layers;
            wanted[i] = (layers >> kind & 1) != 0;
            is_any |= wanted[i] != 0;
        }
        rules->texts_wanted[kind] = is_any ? g_steal_pointer(&wanted) : NULL;
        g_free(wanted);
    }
}

static void compile_values(RuleSet *rules)
{
    size_t count = pattern_set_count(rules->values);
    pattern_set_compile(rules->values);
    for (guint number = 0; number < rules->scopes->len; number++) {
        Scope *scope = g_ptr_array_index(rules->scopes, number);
        scope->wanted = g_new0(unsigned char, count + 1);
        for (size_t i = 0; i < count; i++) {
            scope->wanted[i] = g_array_index(rules->value_scopes, unsigned, i) == number;
        }
    }
}

void rule_set_compile(RuleSet *rules)
{
    compile_texts(rules);
    compile_values(rules);
}

void matchers_free(gpointer element)
{
    Matchers *matchers = element;
    pattern_matcher_free(matchers->texts);
    pattern_matcher_free(matchers->values);
    g_free(matchers);
}

Matchers *rule_set_take_matchers(const RuleSet *rules)
{
    Matchers *matchers = g_async_queue_try_pop(rules->idle);
    if (matchers != NULL) {
        pattern_matcher_reset(matchers->texts);
        pattern_matcher_reset(matchers->values);
        return matchers;
    }
    matchers = g_new(Matchers, 1);
    matchers->texts = pattern_matcher_new(rules->texts);
    matchers->values = pattern_matcher_new(rules->values);
    return matchers;
}

void rule_set_give_back(const RuleSet *rules, Matchers *matchers)
{
    g_async_queue_push(rules->idle, matchers);
}
