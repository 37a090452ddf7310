/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/presentation.h"

#include "decision/present.h"
#include "decision/status_header.h"

static Ink verdict_ink(Verdict verdict)
{
    static const Ink inks[] = {
        [VERDICT_NONE] = INK_FAINT,
        [VERDICT_ADVISORY] = INK_GREEN,
        [VERDICT_HOAX] = INK_RED,
        [VERDICT_ERROR] = INK_MAGENTA,
    };
    return inks[verdict];
}

/* One row of the table: verdict, score, what is done, where, subject. */
char *present_line(const Shown *shown)
{
    const Outcome *outcome = shown->outcome;
    GString *line = g_string_new(NULL);
    g_autofree char *score = status_header_score(outcome);
    g_autofree char *actions = action_names_joined(outcome->actions);
    g_autofree char *place = g_strdup_printf("%s:%zu", shown->as->source, shown->as->message);
    const char *subject = message_header(shown->examination->message->top, "Subject");
    const char *how = outcome->is_forwarded ? layer_how_name(outcome->how) : "";
    g_string_append_printf(
        line, "%s%-8s%s  %9s  %-8s  %-14s  ", ink(shown, verdict_ink(outcome->verdict)),
        verdict_name(outcome->verdict), ink(shown, INK_NONE), score, how, actions);
    append_printable(line, span_of(place), 200);
    g_string_append(line, "  ");
    size_t used = (size_t)g_utf8_strlen(line->str, -1);
    size_t room = shown->as->width == 0 ? 200 : MAX(shown->as->width, used + 20) - used;
    append_printable(line, span_of(subject), shown->as->in_colour ? room + 9 : room);
    g_string_append_c(line, '\n');
    return g_string_free(line, FALSE);
}

char *present_failure(const Outcome *outcome, const Presentation *presentation)
{
    switch (presentation->kind) {
    case PRESENT_NOTHING:
        return NULL;
    case PRESENT_SCAN_JSON:
    case PRESENT_LAYERS_JSON:
    case PRESENT_EXPLAIN_JSON:
    case PRESENT_POST_JSON:
        return present_failure_json(outcome, presentation);
    default:
        return g_strdup_printf("%-8s  %s:%zu\n", verdict_name(outcome->verdict),
                               presentation->source, presentation->message);
    }
}

char *present(const Examination *examination, const GArray *lists, const GPtrArray *outcomes,
              const Presentation *presentation)
{
    static char *(*const ways[])(const Shown *) = {
        [PRESENT_SCAN_JSON] = present_json,    [PRESENT_SCAN_LINE] = present_line,
        [PRESENT_LAYERS_JSON] = present_json,  [PRESENT_LAYERS_TEXT] = present_layers,
        [PRESENT_EXPLAIN_JSON] = present_json, [PRESENT_EXPLAIN_TEXT] = present_explanation,
        [PRESENT_POST_JSON] = present_json,
    };
    const PostList *list = &g_array_index(lists, PostList, 0);
    g_autoptr(GPtrArray) hits =
        examination->findings == NULL ? g_ptr_array_new() : judge_hits(examination, list);
    Shown shown = {
        .examination = examination,
        .outcomes = outcomes,
        .outcome = g_ptr_array_index(outcomes, 0),
        .policy = judge_policy(examination, list),
        .hits = hits,
        .as = presentation,
    };
    return ways[presentation->kind](&shown);
}
