/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/findings.h"

enum { LONGEST_EXCERPT_BYTES = 200 };

char *excerpt_of(Span text)
{
    static const char ellipsis[] = "\u2026";
    GString *out = g_string_sized_new(MIN(text.length, LONGEST_EXCERPT_BYTES) + sizeof ellipsis);
    text = span_trim(text);
    for (size_t i = 0; i < text.length && out->len <= LONGEST_EXCERPT_BYTES; i++) {
        bool is_space = g_ascii_isspace(text.text[i]);
        if (!is_space || out->str[out->len - 1] != ' ') {
            g_string_append_c(out, is_space ? ' ' : text.text[i]);
        }
    }
    if (out->len > LONGEST_EXCERPT_BYTES) {
        const char *cut = out->str + LONGEST_EXCERPT_BYTES - strlen(ellipsis);
        while ((*cut & 0xC0) == 0x80) {
            cut--;
        }
        g_string_truncate(out, (gsize)(cut - out->str));
        g_string_append(out, ellipsis);
    }
    return g_string_free(out, FALSE);
}

/* Whether the part that this layer's part is an alternative of was seen to hit as well. */
static bool primary_says_the_same(const Findings *findings, unsigned slot, int layer)
{
    if (layer == LAYER_NONE || !layer_is_alternative(layers_at(findings->layers, (size_t)layer))) {
        return false;
    }
    const char *primary = layers_at(findings->layers, (size_t)layer)->text_part->alternative_of;
    const Sighting *seen = findings_sighting(findings, findings->first[slot]);
    for (; seen != NULL; seen = findings_sighting(findings, seen->next)) {
        if (seen->layer != LAYER_NONE &&
            strcmp(layers_at(findings->layers, (size_t)seen->layer)->part->id, primary) == 0) {
            return true;
        }
    }
    return false;
}

/* A further hit in the layer (or field) of the sighting before. */
static void join(Sighting *before, Sighting *sighting)
{
    before->count += sighting->count;
    if (sighting->start < before->start) {
        before->start = sighting->start;
        before->end = sighting->end;
    }
    g_free(sighting->excerpt);
}

size_t findings_add(Findings *findings, unsigned slot, Sighting sighting)
{
    Sighting *before = (Sighting *)findings_sighting(findings, findings->last[slot]);
    if (before != NULL && before->layer == sighting.layer && before->field == sighting.field &&
        before->is_canonical == sighting.is_canonical) {
        join(before, &sighting);
        return before->count;
    }
    if (primary_says_the_same(findings, slot, sighting.layer)) {
        g_free(sighting.excerpt);
        return 0;
    }
    if (before != NULL) {
        before->next = findings->sightings->len + 1;
    } else {
        findings->first[slot] = findings->sightings->len + 1;
    }
    findings->last[slot] = findings->sightings->len + 1;
    findings->is_touched[g_array_index(findings->rules->slots, Slot, slot).rule] = 1;
    sighting.next = 0;
    g_array_append_val(findings->sightings, sighting);
    return sighting.count;
}

const Sighting *findings_in_layer(const Findings *findings, unsigned slot, int layer)
{
    const Sighting *seen = findings_sighting(findings, findings->first[slot]);
    while (seen != NULL && seen->layer != layer) {
        seen = findings_sighting(findings, seen->next);
    }
    return seen;
}

void findings_leave_open(Findings *findings, unsigned slot)
{
    if (findings->is_open == NULL) {
        findings->is_open = g_new0(unsigned char, findings->rules->slots->len);
    }
    findings->is_open[slot] = 1;
    findings->is_touched[g_array_index(findings->rules->slots, Slot, slot).rule] = 1;
}

const Canonical *findings_canonical(Findings *findings, const Layer *layer)
{
    if (findings->canonical[layer->id] == NULL) {
        findings->canonical[layer->id] = canonical_new(layer_text(layer));
    }
    return findings->canonical[layer->id];
}

void findings_free(Findings *findings)
{
    if (findings == NULL) {
        return;
    }
    for (guint i = 0; i < findings->layers->all->len; i++) {
        canonical_free(findings->canonical[i]);
    }
    g_free(findings->canonical);
    g_free(findings->order);
    g_free(findings->kinds);
    g_free(findings->voices);
    g_free(findings->first);
    g_free(findings->last);
    g_free(findings->is_open);
    g_free(findings->is_touched);
    g_array_unref(findings->sightings);
    g_array_unref(findings->identifiers);
    g_ptr_array_unref(findings->references);
    g_free(findings);
}

LimitSet findings_limits(const Findings *findings)
{
    return findings->limits;
}

const GPtrArray *findings_references(const Findings *findings)
{
    return findings->references;
}
