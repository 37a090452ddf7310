/* SPDX-License-Identifier: BSD-2-Clause */
/* The patterns of a rule set: in which layers and scopes each is wanted, and what matches them. */
#include "rules/compiled.h"

#include <pthread.h>

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

/* A lock of pthreads, since what thread sanitizers cannot see they call a race. */
struct Lender {
    pthread_mutex_t lock;
    GPtrArray *idle; /* Matchers */
};

static void free_matchers(gpointer element)
{
    Matchers *matchers = element;
    pattern_matcher_free(matchers->texts);
    pattern_matcher_free(matchers->values);
    g_free(matchers);
}

Lender *lender_new(void)
{
    Lender *lender = g_new(Lender, 1);
    pthread_mutex_init(&lender->lock, NULL);
    lender->idle = g_ptr_array_new_with_free_func(free_matchers);
    return lender;
}

void lender_free(Lender *lender)
{
    g_ptr_array_unref(lender->idle);
    pthread_mutex_destroy(&lender->lock);
    g_free(lender);
}

Matchers *rule_set_take_matchers(const RuleSet *rules)
{
    Lender *lender = rules->lender;
    pthread_mutex_lock(&lender->lock);
    guint count = lender->idle->len;
    Matchers *matchers = count == 0 ? NULL : g_ptr_array_steal_index(lender->idle, count - 1);
    pthread_mutex_unlock(&lender->lock);

    if (matchers == NULL) {
        matchers = g_new(Matchers, 1);
        matchers->texts = pattern_matcher_new(rules->texts);
        matchers->values = pattern_matcher_new(rules->values);
        return matchers;
    }
    pattern_matcher_reset(matchers->texts);
    pattern_matcher_reset(matchers->values);
    return matchers;
}

void rule_set_give_back(const RuleSet *rules, Matchers *matchers)
{
    pthread_mutex_lock(&rules->lender->lock);
    g_ptr_array_add(rules->lender->idle, matchers);
    pthread_mutex_unlock(&rules->lender->lock);
}
