/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `header: {subject: 'pattern'}`, or `header: {name: list-id, phrase: ...}`: a field of the post,
 * decoded and in canonical form. Of forwarded and quoted layers the original's header as far as it
 * could be read; of attached messages all of it.
 */
#include "rules/condition.h"

#include "rules/findings.h"

/* `{name: subject, text: 'pattern'}` or `phrase` in place of `text`. */
static bool load_long(ConditionLoader *loader, Condition *condition)
{
    static const char *const known[] = { "name", "text", "phrase", NULL };
    const TreeNode *name = tree_get(condition->value, "name");
    const TreeNode *text = tree_get(condition->value, "text");
    const TreeNode *phrase = tree_get(condition->value, "phrase");

    if (!condition_expect_keys(loader, condition->value, known) ||
        !condition_expect_words(loader, name, "the name of a field")) {
        return false;
    }
    if (name->kind != TREE_SCALAR || (text == NULL) == (phrase == NULL)) {
        diagnostics_error(loader->diagnostics, condition->value->place,
                          "header takes one name and one of text, phrase");
        return false;
    }
    return condition_add_values(loader, condition->slot,
                                text != NULL ? PATTERN_REGEX : PATTERN_PHRASE,
                                text != NULL ? text : phrase, name->scalar);
}

static bool load(ConditionLoader *loader, Condition *condition)
{
    const TreeNode *value = condition->value;
    if (value->kind == TREE_MAP && tree_get(value, "name") != NULL) {
        return load_long(loader, condition);
    }
    if (value->kind != TREE_MAP || tree_count(value) != 1) {
        diagnostics_error(loader->diagnostics, value->place,
                          "header takes one field and its pattern, such as {subject: '...'}");
        return false;
    }
    return condition_add_values(loader, condition->slot, PATTERN_REGEX, tree_item(value, 0),
                                tree_key_at(value, 0)->scalar);
}

static void find_in_fields(Findings *findings, const GPtrArray *fields, int layer)
{
    for (guint i = 0; fields != NULL && i < fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(fields, i);
        const Scope *scope = rule_set_scope(findings->rules, field->name);
        if (scope != NULL) {
            Value value = { .text = span_of(field->text), .layer = layer, .field = field->name };
            findings_run_values(findings, scope, &value);
        }
    }
}

static void find_in_origin(Findings *findings, const Layer *layer)
{
    const struct {
        const char *name, *text;
    } fields[] = {
        { "from", layer->origin.from },
        { "to", layer->origin.to },
        { "subject", layer->origin.subject },
        { "date", layer->origin.date },
        { "message-id", layer->origin.message_id },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        const Scope *scope = rule_set_scope(findings->rules, fields[i].name);
        if (scope != NULL && fields[i].text != NULL) {
            Value value = { .text = span_of(fields[i].text),
                            .layer = (int)layer->id,
                            .field = fields[i].name };
            findings_run_values(findings, scope, &value);
        }
    }
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    unsigned wanted = conditions_layers(leaves);
    find_in_fields(findings, findings->message->top->fields, LAYER_NONE);
    for (guint i = 0; i < findings->layers->all->len; i++) {
        const Layer *layer = layers_at(findings->layers, findings->order[i]);
        if ((findings->kinds[layer->id] & wanted) == 0) {
            continue;
        }
        if (layer->text_part != NULL) {
            find_in_origin(findings, layer);
        } else if (layer->part->children->len > 0) {
            const MimePart *top = g_ptr_array_index(layer->part->children, 0);
            find_in_fields(findings, top->fields, (int)layer->id);
        }
    }
}

const ConditionKind condition_header = {
    .name = "header",
    .default_layers = 1u << LAYER_OWN,
    .load = load,
    .find = find,
};
