/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any bytes as a post: judged by the sample rules, then annotated whatever the verdict. The edits
 * are sound and few, the milter's body is the tool's, and undone the post says what it said.
 */
#include "decision/annotate.h"
#include "decision/field_ranges.h"
#include "decision/plan.h"
#include "decision/undo.h"
#include "settings/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const PostList by_defaults = { -1, NULL };

static Policies *sample_policies(void)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load("samples/kustode.yaml", diagnostics);
    g_assert(config->policies != NULL);
    config->policies->defaults->resigned = true; /* most seeds have no signature to respect */
    return g_steal_pointer(&config->policies);
}

static Span span_of_string(const GString *string)
{
    return span_make(string->str, string->len);
}

static GString *carry_out(Span raw, const GPtrArray *edits)
{
    g_assert(edits->len <= limits_default.edits + limits_default.fields);
    g_assert(edits_are_sound(edits, raw));
    GString *mail = edits_apply(raw, edits);
    g_autoptr(GString) body = edits_apply_to_body(raw, edits);
    if (body != NULL) {
        g_assert(mail->len >= body->len);
        g_assert(memcmp(mail->str + mail->len - body->len, body->str, body->len) == 0);
    }
    return mail;
}

static GString *annotated(Span raw, const Policies *policies)
{
    const Envelope envelope = { 0 };
    g_autoptr(Examination) examination = judge_examine(raw, &envelope, policies);
    g_autoptr(GPtrArray) outcomes = g_ptr_array_new_with_free_func((GDestroyNotify)outcome_free);
    Outcome *outcome = judge_decide(examination, &by_defaults);
    g_ptr_array_add(outcomes, outcome);
    outcome->list = g_strdup("list@lists.example");
    outcome->mode = LIST_LIVE;
    outcome->verdict = VERDICT_HOAX;
    outcome->actions = 1u << ACTION_SUBJECT | 1u << ACTION_NOTICE;
    g_ptr_array_set_size(outcome->content, 0);
    annotate(outcome, examination, policies->defaults);
    g_assert(outcome->content->len <= limits_default.edits);
    g_autoptr(GPtrArray) edits = plan_edits(outcomes, raw);
    return carry_out(raw, edits);
}

static GString *undone(Span raw, const Policies *policies)
{
    const Envelope envelope = { 0 };
    g_autoptr(Examination) examination = judge_take_apart(raw, &envelope, policies);
    g_autoptr(GPtrArray) outcomes = g_ptr_array_new_with_free_func((GDestroyNotify)outcome_free);
    Outcome *outcome = outcome_new();
    g_ptr_array_add(outcomes, outcome);
    g_ptr_array_extend_and_steal(outcome->content,
                                 undo_content(examination->message, policies->defaults));
    g_assert(outcome->content->len <= limits_default.edits);
    g_autoptr(GPtrArray) edits = plan_undo(outcomes, raw);
    return carry_out(raw, edits);
}

/* All that a reader sees of it, without white space: a fold or a last line end may differ. */
static char *told(Span raw, const Policies *policies)
{
    const Envelope envelope = { 0 };
    g_autoptr(Examination) examination = judge_take_apart(raw, &envelope, policies);
    const GPtrArray *parts = examination->layers->parts;
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < parts->len; i++) {
        const TextPart *part = g_ptr_array_index(parts, i);
        for (size_t k = 0; k < part->text.length; k++) {
            if (!g_ascii_isspace(part->text.text[k])) {
                g_string_append_c(all, part->text.text[k]);
            }
        }
        g_string_append_c(all, '\n');
    }
    return g_string_free(all, FALSE);
}

/* Fields up to a blank line: of any other header the parser and an MTA think differently. */
static bool has_clear_header(Span raw)
{
    g_autoptr(GArray) fields = field_ranges(raw);
    return field_ranges_body_start(raw, fields) > field_ranges_end(fields);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static Policies *policies;
    if (policies == NULL) {
        message_library_start();
        policies = sample_policies();
    }
    g_autoptr(GString) post = undone(span_make((const char *)bytes, length), policies);
    g_autoptr(GString) changed = annotated(span_of_string(post), policies);
    g_autoptr(GString) back = undone(span_of_string(changed), policies);
    if (!has_clear_header(span_of_string(post))) {
        return 0;
    }
    g_autofree char *before = told(span_of_string(post), policies);
    g_autofree char *after = told(span_of_string(back), policies);
    g_assert_cmpstr(after, ==, before);
    return 0;
}
