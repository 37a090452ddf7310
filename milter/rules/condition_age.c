/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `age: {at-least: 365d}`: how long ago the post was written when it was received; with `in:
 * [forwarded]` or `quoted` how old the original was when the post was written. So an archive gets
 * the answers of the day. A date that cannot be read leaves it open.
 */
#include "rules/condition_range.h"

#include "mail/date.h"
#include "rules/findings.h"

enum { HOUR_SECONDS = 3600, DAY_SECONDS = 24 * HOUR_SECONDS };

static bool load(ConditionLoader *loader, Condition *condition)
{
    static const char *const known[] = { "at-least", "at-most", NULL };
    static const RangeUnit units[] = {
        { "h", HOUR_SECONDS }, { "d", DAY_SECONDS }, { "w", 7 * DAY_SECONDS }, { NULL, 0 }
    };
    Range *range = g_new0(Range, 1);
    condition->argument = range;
    return condition_read_range(loader, condition, units, "age: {at-least: 365d}", range) &&
           condition_expect_keys(loader, condition->value, known);
}

/* Between two times, -1 for one that is not known. A clock that is fast makes no age negative. */
static void see_age(Findings *findings, const Condition *leaf, int layer, int64_t from, int64_t to)
{
    if (from < 0 || to < 0) {
        findings_leave_open(findings, leaf->slot);
        return;
    }
    int64_t age = MAX(to - from, 0);
    if (range_holds(leaf->argument, (double)age)) {
        Sighting sighting = { .layer = layer,
                              .count = 1,
                              .excerpt = g_strdup_printf("%" G_GINT64_FORMAT " days old",
                                                         age / DAY_SECONDS) };
        findings_add(findings, leaf->slot, sighting);
    }
}

/* Of the original that a layer holds; NULL when its header tells none. */
static const char *date_of(const Layer *layer)
{
    if (layer->text_part != NULL || layer->part->children->len == 0) {
        return layer->origin.date;
    }
    return message_header(g_ptr_array_index(layer->part->children, 0), "Date");
}

/* The date stands behind the last `;` of a trace field (RFC 5321 4.4), and the first field is the
 * last server's. */
static int64_t received_at(const Findings *findings)
{
    if (findings->envelope->received_seconds > 0) {
        return findings->envelope->received_seconds;
    }
    const char *trace = message_header(findings->message->top, "Received");
    const char *semicolon = trace == NULL ? NULL : strrchr(trace, ';');
    return semicolon == NULL ? -1 : date_parse(semicolon + 1);
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    int64_t written = date_parse(message_header(findings->message->top, "Date"));
    int64_t received = received_at(findings);
    for (guint i = 0; i < leaves->len; i++) {
        const Condition *leaf = g_ptr_array_index(leaves, i);
        if ((leaf->layers & 1u << LAYER_OWN) != 0) {
            see_age(findings, leaf, LAYER_NONE, written, received);
        }
        for (guint j = 0; j < findings->layers->all->len; j++) {
            const Layer *layer = layers_at(findings->layers, findings->order[j]);
            const char *date = date_of(layer);
            bool is_original = layer->kind != LAYER_OWN && date != NULL;
            if (is_original && (leaf->layers & findings->kinds[layer->id]) != 0) {
                see_age(findings, leaf, (int)layer->id, date_parse(date),
                        written >= 0 ? written : received);
            }
        }
    }
}

const ConditionKind condition_age = {
    .name = "age",
    .default_layers = 1u << LAYER_OWN,
    .load = load,
    .find = find,
    .free_argument = g_free,
};
