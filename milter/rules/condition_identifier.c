/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `identifier: any`, `identifier: cve` or `identifier: [dsa, usn]`: the number of an advisory. The
 * identifiers of a post are found once, with all texts, since the references need them as well.
 */
#include "rules/condition.h"

#include "rules/findings.h"
#include "rules/identifiers.h"

/* "any" and all kinds, NULL-terminated; the array is the caller's. */
static GPtrArray *known_words(void)
{
    GPtrArray *words = g_ptr_array_new();
    size_t count = 0;
    const IdentifierKind *kinds = identifier_kinds(&count);
    g_ptr_array_add(words, (gpointer) "any");
    for (size_t i = 0; i < count; i++) {
        g_ptr_array_add(words, (gpointer)kinds[i].kind);
    }
    g_ptr_array_add(words, NULL);
    return words;
}

static bool load(ConditionLoader *loader, Condition *condition)
{
    if (!condition_expect_words(loader, condition->value, "`any`, or a kind such as cve,")) {
        return false;
    }
    g_autoptr(GPtrArray) words = known_words();
    const char *const *known = (const char *const *)words->pdata;
    for (size_t i = 0; i < condition_word_count(condition->value); i++) {
        const TreeNode *word = condition_word(condition->value, i);
        if (!g_strv_contains(known, word->scalar)) {
            const char *nearest = nearest_word(word->scalar, known);
            diagnostics_error(loader->diagnostics, word->place,
                              "unknown kind of identifier '%s' (did you mean '%s'?)", word->scalar,
                              nearest != NULL ? nearest : "any");
            return false;
        }
    }
    return true;
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    for (guint i = 0; i < findings->identifiers->len; i++) {
        const IdentifierSighting *seen =
            &g_array_index(findings->identifiers, IdentifierSighting, i);
        for (guint j = 0; j < leaves->len; j++) {
            const Condition *leaf = g_ptr_array_index(leaves, j);
            if ((findings->kinds[seen->layer] & leaf->layers) != 0 &&
                (condition_words_name(leaf->value, "any") ||
                 condition_words_name(leaf->value, seen->kind->kind))) {
                Sighting sighting = { .layer = (int)seen->layer,
                                      .count = 1,
                                      .start = seen->start,
                                      .end = seen->end,
                                      .is_canonical = true };
                findings_add(findings, leaf->slot, sighting);
            }
        }
    }
}

const ConditionKind condition_identifier = {
    .name = "identifier",
    .default_layers = 1u << LAYER_OWN | 1u << LAYER_FORWARDED,
    .load = load,
    .find = find,
};
