/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `size: {at-least: 100k, at-most: 2M}`: the bytes of the whole post, header and attachments
 * included. A line end counts as one byte, whether it came by SMTP or from a file.
 */
#include "rules/condition_range.h"

#include "rules/findings.h"

static bool load(ConditionLoader *loader, Condition *condition)
{
    static const char *const known[] = { "at-least", "at-most", NULL };
    static const RangeUnit units[] = {
        { "", 1 }, { "k", 1024 }, { "M", 1024.0 * 1024 }, { NULL, 0 }
    };
    Range *range = g_new0(Range, 1);
    condition->argument = range;
    return condition_read_range(loader, condition, units, "size: {at-least: 100k}", range) &&
           condition_expect_keys(loader, condition->value, known);
}

static size_t size_of(Span raw)
{
    size_t size = raw.length;
    for (size_t at = span_find(raw, '\n', 0); at < raw.length; at = span_find(raw, '\n', at + 1)) {
        size -= at > 0 && raw.text[at - 1] == '\r';
    }
    return size;
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    size_t size = size_of(findings->message->raw);
    for (guint i = 0; i < leaves->len; i++) {
        const Condition *leaf = g_ptr_array_index(leaves, i);
        if (range_holds(leaf->argument, (double)size)) {
            Sighting sighting = { .layer = LAYER_NONE,
                                  .count = 1,
                                  .excerpt = g_strdup_printf("%zu bytes", size) };
            findings_add(findings, leaf->slot, sighting);
        }
    }
}

const ConditionKind condition_size = {
    .name = "size",
    .default_layers = 1u << LAYER_OWN,
    .load = load,
    .find = find,
    .free_argument = g_free,
};
