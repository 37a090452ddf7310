/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `ratio: {raw: '\p{Lu}+', per: letters, at-least: 0.5, among: 40}` (or `text`): which share of a
 * layer's letters, words or lines lies in matches, wholly or in part. Layers with fewer of them
 * than `among` are left alone: a word in capitals is no shouting.
 */
#include "rules/condition_range.h"

#include <math.h>

#include "rules/findings.h"

typedef enum RatioUnit { PER_LETTERS, PER_WORDS, PER_LINES } RatioUnit;

static const char *const unit_names[] = { "letters", "words", "lines" };

typedef struct Ratio {
    Range share;
    RatioUnit unit;
    size_t among;
    bool is_raw;
    char *scope; /* its patterns are run alone, for it marks where they match */
} Ratio;

static void free_ratio(gpointer argument)
{
    Ratio *ratio = argument;
    g_free(ratio->scope);
    g_free(ratio);
}

static bool read_unit(ConditionLoader *loader, const TreeNode *value, Ratio *ratio)
{
    const TreeNode *per = tree_get(value, "per");
    for (size_t i = 0; per != NULL && per->kind == TREE_SCALAR && i < G_N_ELEMENTS(unit_names);
         i++) {
        if (strcmp(per->scalar, unit_names[i]) == 0) {
            ratio->unit = (RatioUnit)i;
            return true;
        }
    }
    diagnostics_error(loader->diagnostics, per != NULL ? per->place : value->place,
                      "ratio takes per: letters, per: words or per: lines");
    return false;
}

static bool read_among(ConditionLoader *loader, const TreeNode *value, Ratio *ratio)
{
    const TreeNode *among = tree_get(value, "among");
    double number = 1;
    if (among != NULL && (!tree_is_number(among, &number) || number < 1 || number > 1e6 ||
                          number != floor(number))) {
        diagnostics_error(loader->diagnostics, among->place, "a whole number is expected here");
        return false;
    }
    ratio->among = (size_t)number;
    return true;
}

static bool load(ConditionLoader *loader, Condition *condition)
{
    static const char *const known[] = {
        "text", "raw", "per", "at-least", "at-most", "among", NULL
    };
    static const RangeUnit units[] = { { "", 1 }, { NULL, 0 } };
    const TreeNode *value = condition->value;
    const TreeNode *text = tree_get(value, "text"), *raw = tree_get(value, "raw");
    Ratio *ratio = g_new0(Ratio, 1);
    condition->argument = ratio;
    if ((text == NULL) == (raw == NULL)) {
        diagnostics_error(loader->diagnostics, value->place,
                          "ratio takes one pattern, text or raw, and what share of the text it "
                          "makes up: {raw: '[A-Z]', per: letters, at-least: 0.5}");
        return false;
    }
    ratio->is_raw = raw != NULL;
    ratio->scope = g_strdup_printf(":ratio/%u", condition->slot);
    return condition_expect_keys(loader, value, known) &&
           condition_read_range(loader, condition, units,
                                "{raw: '[A-Z]', per: letters, at-least: 0.5}", &ratio->share) &&
           read_unit(loader, value, ratio) && read_among(loader, value, ratio) &&
           condition_add_values(loader, condition->slot,
                                ratio->is_raw ? PATTERN_RAW : PATTERN_REGEX,
                                ratio->is_raw ? raw : text, ratio->scope);
}

static bool mark_hit(int pattern, size_t start, size_t end, void *user)
{
    (void)pattern;
    memset((char *)user + start, 1, end - start);
    return true;
}

typedef struct Share {
    size_t matched, all;
} Share;

static Share share_of_letters(Span text, const char *marks)
{
    Share share = { 0 };
    for (const char *p = text.text, *end = text.text + text.length; p < end;
         p = g_utf8_next_char(p)) {
        if (g_unichar_isalpha(g_utf8_get_char(p))) {
            share.all++;
            share.matched += marks[p - text.text] != 0;
        }
    }
    return share;
}

/* Runs of anything between white space, or between line ends; blank ones are none. */
static Share share_of_runs(Span text, const char *marks, bool of_lines)
{
    Share share = { 0 };
    bool is_matched = false, has_sign = false;
    for (size_t i = 0; i <= text.length; i++) {
        bool is_blank = i == text.length || g_ascii_isspace(text.text[i]);
        bool is_border = of_lines ? i == text.length || text.text[i] == '\n' : is_blank;
        if (is_border) {
            share.all += has_sign;
            share.matched += has_sign && is_matched;
            is_matched = has_sign = false;
        } else if (!is_blank) {
            has_sign = true;
            is_matched |= marks[i] != 0;
        }
    }
    return share;
}

/* The layer's own words, behind mark and header block of a forward. */
static Span text_of(Findings *findings, const Layer *layer, bool is_raw)
{
    size_t start = layer->body_start - layer->start;
    if (is_raw) {
        Span text = layer_text(layer);
        return span_slice(text, start, text.length);
    }
    const Canonical *canonical = findings_canonical(findings, layer);
    size_t from = offset_map_derived(canonical->map, start);
    return span_slice(canonical_span(canonical), MIN(from, canonical->length), canonical->length);
}

static void find_in_layer(Findings *findings, const Condition *leaf, const Layer *layer)
{
    const Ratio *ratio = leaf->argument;
    const Scope *scope = rule_set_scope(findings->rules, ratio->scope);
    Span text = text_of(findings, layer, ratio->is_raw);
    g_autofree char *marks = g_malloc0(text.length + 1);
    pattern_matcher_run(findings->matchers->values, text, scope->wanted, mark_hit, marks);
    Share share = ratio->unit == PER_LETTERS ? share_of_letters(text, marks)
                                             : share_of_runs(text, marks, ratio->unit == PER_LINES);
    if (share.all == 0 || share.all < ratio->among ||
        !range_holds(&ratio->share, (double)share.matched / (double)share.all)) {
        return;
    }
    Sighting sighting = { .layer = (int)layer->id,
                          .count = 1,
                          .start = layer->body_start - layer->start,
                          .end = layer->end - layer->start };
    findings_add(findings, leaf->slot, sighting);
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    for (guint i = 0; i < leaves->len; i++) {
        const Condition *leaf = g_ptr_array_index(leaves, i);
        for (guint j = 0; j < findings->layers->all->len; j++) {
            const Layer *layer = layers_at(findings->layers, findings->order[j]);
            if (layer->text_part != NULL && (findings->kinds[layer->id] & leaf->layers) != 0) {
                find_in_layer(findings, leaf, layer);
            }
        }
    }
}

const ConditionKind condition_ratio = {
    .name = "ratio",
    .default_layers = 1u << LAYER_OWN | 1u << LAYER_FORWARDED,
    .load = load,
    .find = find,
    .free_argument = free_ratio,
};
