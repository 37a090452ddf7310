/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `text: 'pattern'` and `phrase: "words as they stand"`, or a list of them of which any may hit,
 * over the canonical text of a layer. Their patterns do all the work.
 */
#include "rules/condition.h"

static bool load_text(ConditionLoader *loader, Condition *condition)
{
    return condition_add_texts(loader, condition->slot, PATTERN_REGEX, condition->value);
}

static bool load_phrase(ConditionLoader *loader, Condition *condition)
{
    return condition_add_texts(loader, condition->slot, PATTERN_PHRASE, condition->value);
}

const ConditionKind condition_text = {
    .name = "text",
    .default_layers = 1u << LAYER_OWN | 1u << LAYER_FORWARDED,
    .load = load_text,
};

const ConditionKind condition_phrase = {
    .name = "phrase",
    .default_layers = 1u << LAYER_OWN | 1u << LAYER_FORWARDED,
    .load = load_phrase,
};
