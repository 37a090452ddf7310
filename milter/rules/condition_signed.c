/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `signed: any`, or a list of pgp-inline, pgp-mime, smime, or `signed: {kind: ..., state: cut}`: a
 * signature stands there, complete or cut. Nothing is verified.
 */
#include "rules/condition.h"

#include "rules/findings.h"
#include "rules/part_walk.h"
#include "rules/pgp_armour.h"

static const char *const kind_names[] = { "any", "pgp-inline", "pgp-mime", "smime", NULL };
static const char *const state_names[] = { "complete", "cut", NULL };

static bool expect_known(ConditionLoader *loader, const TreeNode *words, const char *const *known)
{
    if (!condition_expect_words(loader, words, known[0])) {
        return false;
    }
    for (size_t i = 0; i < condition_word_count(words); i++) {
        const TreeNode *word = condition_word(words, i);
        if (!g_strv_contains(known, word->scalar)) {
            g_autofree char *all = g_strjoinv(", ", (char **)known);
            diagnostics_error(loader->diagnostics, word->place, "'%s' is none of %s", word->scalar,
                              all);
            return false;
        }
    }
    return true;
}

static bool load(ConditionLoader *loader, Condition *condition)
{
    static const char *const keys[] = { "kind", "state", NULL };
    const TreeNode *value = condition->value;
    if (value->kind != TREE_MAP) {
        return expect_known(loader, value, kind_names);
    }
    const TreeNode *kind = tree_get(value, "kind"), *state = tree_get(value, "state");
    return condition_expect_keys(loader, value, keys) &&
           (kind == NULL || expect_known(loader, kind, kind_names)) &&
           (state == NULL || expect_known(loader, state, state_names));
}

static bool meets(const TreeNode *value, const char *kind, ArmourState state)
{
    bool is_map = value->kind == TREE_MAP;
    const TreeNode *kinds = is_map ? tree_get(value, "kind") : value;
    const TreeNode *states = is_map ? tree_get(value, "state") : NULL;
    bool is_kind =
        kinds == NULL || condition_words_name(kinds, "any") || condition_words_name(kinds, kind);
    return is_kind && (states == NULL ||
                       condition_words_name(states, state == ARMOUR_COMPLETE ? "complete" : "cut"));
}

static void find_in_layer(Findings *findings, const GPtrArray *leaves, const Layer *layer)
{
    size_t begin = 0;
    ArmourState state = pgp_armour_find(layer->text_part->text, layer->start, layer->end, &begin);
    for (guint i = 0; state != ARMOUR_NONE && i < leaves->len; i++) {
        const Condition *leaf = g_ptr_array_index(leaves, i);
        if ((leaf->layers & findings->kinds[layer->id]) != 0 &&
            meets(leaf->value, "pgp-inline", state)) {
            Sighting sighting = { .layer = (int)layer->id,
                                  .count = 1,
                                  .start = begin - layer->start,
                                  .end = begin - layer->start +
                                         strlen("-----BEGIN PGP SIGNED MESSAGE-----") };
            findings_add(findings, leaf->slot, sighting);
        }
    }
}

/* The signature of a multipart/signed (RFC 1847) is its second part; what list software adds comes
 * behind it. */
static ArmourState signature_state(const MimePart *part, const char *ending)
{
    if (part->children->len < 2) {
        return ARMOUR_CUT;
    }
    Span body = span_trim(mime_part_body(g_ptr_array_index(part->children, 1)));
    size_t length = strlen(ending);
    bool is_whole =
        body.length > length && memcmp(body.text + body.length - length, ending, length) == 0;
    return is_whole ? ARMOUR_COMPLETE : ARMOUR_CUT;
}

/* NULL: the part is no signed one. */
static const char *signed_kind(const MimePart *part, ArmourState *state)
{
    const char *protocol = part->protocol == NULL ? "" : part->protocol;
    bool is_pgp = strcmp(protocol, "application/pgp-signature") == 0;
    if (strcmp(part->type, "multipart/signed") == 0) {
        *state = signature_state(part, is_pgp ? "-----END PGP SIGNATURE-----" : "");
        bool is_smime = g_str_has_suffix(protocol, "pkcs7-signature");
        return is_pgp ? "pgp-mime" : is_smime ? "smime" : NULL;
    }
    if (g_str_has_suffix(part->type, "pkcs7-mime")) {
        const HeaderField *type = message_field(part, "Content-Type");
        *state = mime_part_body(part).length > 0 ? ARMOUR_COMPLETE : ARMOUR_CUT;
        return type != NULL && strstr(type->text, "signed-data") != NULL ? "smime" : NULL;
    }
    return NULL;
}

static void find_in_part(Findings *findings, const GPtrArray *leaves, const MimePart *part)
{
    ArmourState state;
    const char *kind = signed_kind(part, &state);
    for (guint i = 0; kind != NULL && i < leaves->len; i++) {
        const Condition *leaf = g_ptr_array_index(leaves, i);
        if ((leaf->layers & 1u << part_layer_kind(part)) != 0 && meets(leaf->value, kind, state)) {
            Sighting sighting = { .layer = LAYER_NONE, .count = 1, .excerpt = g_strdup(kind) };
            findings_add(findings, leaf->slot, sighting);
        }
    }
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    for (const MimePart *part = findings->message->top; part != NULL; part = part_next(part)) {
        find_in_part(findings, leaves, part);
    }
    for (guint i = 0; i < findings->layers->all->len; i++) {
        const Layer *layer = layers_at(findings->layers, findings->order[i]);
        if (layer->text_part != NULL) {
            find_in_layer(findings, leaves, layer);
        }
    }
}

const ConditionKind condition_signed = {
    .name = "signed",
    .default_layers = 1u << LAYER_OWN,
    .load = load,
    .find = find,
};
