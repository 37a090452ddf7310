/* SPDX-License-Identifier: BSD-2-Clause */
/* Why: every hit with its place in the post and in the rules, and the setting that chose the
 * action. */
#include "decision/present.h"
#include "decision/status_header.h"

enum {
    FIELD_CHARACTERS = 200,
    CONTEXT_CHARACTERS = 32 /* shown on each side of a match */
};

static void append_labelled(GString *out, const char *label, const char *value)
{
    g_string_append_printf(out, "  %-9s ", label);
    append_printable(out, span_of(value), FIELD_CHARACTERS);
    g_string_append_c(out, '\n');
}

static void append_head(GString *out, const Shown *shown)
{
    const MimePart *top = shown->examination->message->top;
    append_printable(out, span_of(shown->as->source), FIELD_CHARACTERS);
    g_string_append_printf(out, ":%zu  %s%s%s\n", shown->as->message, ink(shown, INK_STRONG),
                           verdict_name(shown->outcome->verdict), ink(shown, INK_NONE));
    const char *const names[] = { "From", "Subject", "Date" };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        append_labelled(out, names[i], message_header(top, names[i]));
    }
}

static void append_scores(GString *out, const Outcome *outcome)
{
    g_string_append(out, "  scores   ");
    for (int i = 0; i < N_CLASSES; i++) {
        g_string_append_printf(out, " %s %.1f of %.1f%s", verdict_class_name(i), outcome->scores[i],
                               outcome->thresholds[i], i + 1 < N_CLASSES ? "," : "\n");
    }
}

static void append_decision(GString *out, const Shown *shown)
{
    const Outcome *outcome = shown->outcome;
    g_autofree char *list = g_strdup_printf(
        "%s (%s)", outcome->list != NULL ? outcome->list : "none configured, judged by defaults",
        list_mode_name(outcome->mode));
    append_labelled(out, "list", list);
    append_scores(out, outcome);
    const char *stance = stance_name(outcome->stance);
    append_labelled(out, "stance", stance != NULL ? stance : "brings nothing");
    if (outcome->not_judged != NULL) {
        append_labelled(out, "judged", outcome->not_judged);
    }
    for (guint i = 0; i < outcome->reasons->len; i++) {
        append_labelled(out, i == 0 ? "reasons" : "", g_ptr_array_index(outcome->reasons, i));
    }
    g_autofree char *actions = action_names_joined(outcome->actions);
    g_autofree char *chosen =
        outcome->decided_by.line == 0
            ? g_strdup(actions)
            : g_strdup_printf("%s  (%s:%u)", actions, outcome->decided_by.file,
                              outcome->decided_by.line);
    append_labelled(out, "actions", chosen);
    if (outcome->annotation != ANNOTATION_NONE) {
        g_autofree char *how = g_strdup_printf("%s: %s", annotation_name(outcome->annotation),
                                               annotation_reason(outcome->annotation));
        append_labelled(out, "annotate", how);
    }
    for (int i = 0; i < N_LIMITS; i++) {
        if (outcome->limits & limit_bit(i)) {
            append_labelled(out, "limit", limit_name(i));
        }
    }
}

/* The match between a little of what stands around it, never across its line. */
static void append_excerpt(GString *out, const Shown *shown, const RuleHit *hit)
{
    if (hit->part == NULL) {
        append_printable(out, span_of(hit->excerpt), FIELD_CHARACTERS);
        return;
    }
    Span text = hit->part->text;
    const char *begin = text.text + hit->start, *end = text.text + hit->end;
    for (int i = 0; i < CONTEXT_CHARACTERS && begin > text.text && begin[-1] != '\n'; i++) {
        begin = g_utf8_prev_char(begin);
    }
    for (int i = 0; i < CONTEXT_CHARACTERS && end < text.text + text.length && *end != '\n'; i++) {
        end = g_utf8_next_char(end);
    }
    append_printable(out, span_make(begin, (size_t)(text.text + hit->start - begin)),
                     FIELD_CHARACTERS);
    g_string_append(out, shown->as->in_colour ? "\033[7m" : ">>");
    append_printable(out, span_slice(text, hit->start, hit->end), FIELD_CHARACTERS);
    g_string_append(out, shown->as->in_colour ? "\033[0m" : "<<");
    append_printable(out, span_make(text.text + hit->end, (size_t)(end - text.text) - hit->end),
                     FIELD_CHARACTERS);
}

static void append_points(GString *out, const RuleHit *hit)
{
    for (int c = 0; c < N_CLASSES; c++) {
        if (hit->rule->points[c] != 0) {
            g_string_append_printf(out, "%+.1f %s  ", hit->points[c], verdict_class_name(c));
        }
    }
}

static void append_place(GString *out, const Shown *shown, const RuleHit *hit)
{
    size_t line, column;
    if (hit->layer >= 0) {
        const Layer *layer = layers_at(shown->examination->layers, (size_t)hit->layer);
        g_autofree char *title = layer_title(layer);
        g_string_append_printf(out, "in %s", title);
    } else {
        g_string_append(out, "in the post");
    }
    if (hit_place(hit, &line, &column)) {
        g_string_append_printf(out, ", part %s, line %zu, column %zu", hit->part->part->id, line,
                               column);
    } else if (hit->field != NULL) {
        g_string_append(out, ", field ");
        append_printable(out, span_of(hit->field), 40);
    }
    if (hit->also > 0) {
        g_string_append_printf(out, ", and %zu more", hit->also);
    }
}

static void append_hit(GString *out, const Shown *shown, const RuleHit *hit)
{
    g_string_append_printf(out, "\n  %s%s%s  ", ink(shown, INK_STRONG), hit->rule->name,
                           ink(shown, INK_NONE));
    append_points(out, hit);
    g_string_append(out, hit->is_shadow ? "(shadow)  " : "");
    const char *stance = stance_name(hit->rule->stance);
    if (stance != NULL) {
        g_string_append_printf(out, "stance %s  ", stance);
    }
    if (hit->rule->cue != NULL) {
        g_string_append_printf(out, "%scue %s%s", ink(shown, INK_FAINT), hit->rule->cue,
                               ink(shown, INK_NONE));
    }
    g_string_append(out, "\n    ");
    append_place(out, shown, hit);
    g_string_append(out, ":\n      ");
    append_excerpt(out, shown, hit);
    g_string_append_printf(out, "\n    %s", ink(shown, INK_FAINT));
    append_printable(out, span_of(hit->condition), FIELD_CHARACTERS);
    g_string_append_printf(out, "\n    %s:%u:%u%s\n", hit->place.file, hit->place.line,
                           hit->place.column, ink(shown, INK_NONE));
}

static void append_near(GString *out, const Shown *shown)
{
    ListRules rules = { shown->policy->address, (const char *const *)shown->policy->languages,
                        shown->policy->overrides };
    g_autoptr(GPtrArray) near = match_near(shown->examination->findings, &rules);
    g_string_append(out, near->len > 0 ? "\n  missed by one condition:\n" : "");
    for (guint i = 0; i < near->len; i++) {
        const NearMiss *miss = g_ptr_array_index(near, i);
        g_string_append_printf(out, "    %s  lacks  ", miss->rule->name);
        append_printable(out, span_of(miss->condition), FIELD_CHARACTERS);
        g_string_append_printf(out, "  (%s:%u)\n", miss->place.file, miss->place.line);
    }
}

static void append_references(GString *out, const Outcome *outcome)
{
    for (guint i = 0; i < outcome->references->len; i++) {
        append_labelled(out, i == 0 ? "refers to" : "", g_ptr_array_index(outcome->references, i));
    }
}

char *present_explanation(const Shown *shown)
{
    GString *out = g_string_new(NULL);
    append_head(out, shown);
    append_decision(out, shown);
    append_references(out, shown->outcome);
    for (guint i = 0; i < shown->hits->len; i++) {
        append_hit(out, shown, g_ptr_array_index(shown->hits, i));
    }
    if (shown->hits->len == 0) {
        g_string_append(out, "\n  no rule hits\n");
    }
    if (shown->as->with_near) {
        append_near(out, shown);
    }
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}
