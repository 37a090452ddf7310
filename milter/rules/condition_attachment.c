/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `attachment: '*.exe'` (or a list of names), or `attachment: {name: ..., type: ...}`: a part of
 * the mail that is no text to be read. With `in: [forwarded]` the parts of attached messages.
 */
#include "rules/condition.h"

#include "rules/findings.h"
#include "rules/part_walk.h"
#include "rules/wildcard.h"

static bool load(ConditionLoader *loader, Condition *condition)
{
    static const char *const known[] = { "name", "type", NULL };
    const TreeNode *value = condition->value;
    if (value->kind != TREE_MAP) {
        return condition_expect_words(loader, value, "the name of a file, such as '*.exe',");
    }
    const TreeNode *name = tree_get(value, "name"), *type = tree_get(value, "type");
    if (name == NULL && type == NULL) {
        diagnostics_error(loader->diagnostics, value->place,
                          "attachment takes a name, a type, or both, such as {name: '*.exe'}");
        return false;
    }
    return condition_expect_keys(loader, value, known) &&
           (name == NULL || condition_expect_words(loader, name, "the name of a file")) &&
           (type == NULL || condition_expect_words(loader, type, "a media type"));
}

static bool matches_any(const TreeNode *patterns, const char *text)
{
    for (size_t i = 0; text != NULL && i < condition_word_count(patterns); i++) {
        if (wildcard_matches(condition_word(patterns, i)->scalar, text)) {
            return true;
        }
    }
    return false;
}

static bool matches(const TreeNode *value, const MimePart *part)
{
    if (value->kind != TREE_MAP) {
        return matches_any(value, part->file_name);
    }
    const TreeNode *name = tree_get(value, "name"), *type = tree_get(value, "type");
    return (name == NULL || matches_any(name, part->file_name)) &&
           (type == NULL || matches_any(type, part->type));
}

/* An attached message counts as well as what is no text; text counts when it bears a name or is
 * meant to be kept. */
static bool is_attachment(const MimePart *part)
{
    if (mime_part_is_attached_message(part)) {
        return true;
    }
    if (part->children->len > 0 || g_str_has_prefix(part->type, "multipart/")) {
        return false;
    }
    return part->file_name != NULL || g_strcmp0(part->disposition, "attachment") == 0 ||
           !g_str_has_prefix(part->type, "text/");
}

static void find_in_part(Findings *findings, const GPtrArray *leaves, const MimePart *part,
                         unsigned layer_bit)
{
    for (guint i = 0; i < leaves->len; i++) {
        const Condition *leaf = g_ptr_array_index(leaves, i);
        if ((leaf->layers & layer_bit) != 0 && matches(leaf->value, part)) {
            Sighting sighting = {
                .layer = LAYER_NONE,
                .count = 1,
                .excerpt = g_strdup(part->file_name != NULL ? part->file_name : part->type),
            };
            findings_add(findings, leaf->slot, sighting);
        }
    }
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    for (const MimePart *part = findings->message->top; part != NULL; part = part_next(part)) {
        if (is_attachment(part)) {
            find_in_part(findings, leaves, part, 1u << part_layer_kind(part));
        }
    }
}

const ConditionKind condition_attachment = {
    .name = "attachment",
    .default_layers = 1u << LAYER_OWN,
    .load = load,
    .find = find,
};
