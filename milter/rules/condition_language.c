/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `language: de` or `language: [de, fr]`: the language a layer is written in, where it can be told.
 */
#include "rules/condition.h"

#include "mail/language.h"
#include "rules/findings.h"

static bool load(ConditionLoader *loader, Condition *condition)
{
    if (!condition_expect_words(loader, condition->value, "a language's code, such as de,")) {
        return false;
    }
    for (size_t i = 0; i < condition_word_count(condition->value); i++) {
        const TreeNode *code = condition_word(condition->value, i);
        if (strlen(code->scalar) != 2 || !g_ascii_islower(code->scalar[0]) ||
            !g_ascii_islower(code->scalar[1])) {
            diagnostics_error(loader->diagnostics, code->place,
                              "'%s' is no code of a language (ISO 639-1, such as de)",
                              code->scalar);
            return false;
        }
    }
    return true;
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    unsigned wanted = conditions_layers(leaves);
    for (guint i = 0; i < findings->layers->all->len; i++) {
        const Layer *layer = layers_at(findings->layers, findings->order[i]);
        if (layer->text_part == NULL || (findings->kinds[layer->id] & wanted) == 0) {
            continue;
        }
        Span text = span_slice(layer->text_part->text, layer->body_start, layer->end);
        const char *language = language_guess(text, NULL);
        for (guint j = 0; language != NULL && j < leaves->len; j++) {
            const Condition *leaf = g_ptr_array_index(leaves, j);
            if ((findings->kinds[layer->id] & leaf->layers) != 0 &&
                condition_words_name(leaf->value, language)) {
                Sighting sighting = { .layer = (int)layer->id,
                                      .count = 1,
                                      .start = layer->body_start - layer->start,
                                      .end = layer->end - layer->start };
                findings_add(findings, leaf->slot, sighting);
            }
        }
    }
}

const ConditionKind condition_language = {
    .name = "language",
    .default_layers = 1u << LAYER_OWN | 1u << LAYER_FORWARDED,
    .load = load,
    .find = find,
};
