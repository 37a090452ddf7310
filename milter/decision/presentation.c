/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/presentation.h"

#include "decision/present.h"
#include "decision/status_header.h"

const char *ink(const Shown *shown, Ink colour)
{
    static const char *const codes[] = {
        [INK_NONE] = "\033[0m",  [INK_STRONG] = "\033[1m",   [INK_FAINT] = "\033[2m",
        [INK_RED] = "\033[31m",  [INK_GREEN] = "\033[32m",   [INK_YELLOW] = "\033[33m",
        [INK_BLUE] = "\033[34m", [INK_MAGENTA] = "\033[35m", [INK_CYAN] = "\033[36m",
    };
    return shown->as->in_colour ? codes[colour] : "";
}

static bool is_unprintable(gunichar c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
}

void append_printable(GString *out, Span text, size_t most)
{
    static const gunichar replacement = 0xfffd, ellipsis = 0x2026;
    const char *p = text.text, *end = text.text + text.length;
    bool was_blank = false;
    for (size_t count = 0; p < end; count++) {
        gunichar c = g_utf8_get_char_validated(p, end - p);
        bool is_valid = c != (gunichar)-1 && c != (gunichar)-2;
        if (count == most) {
            g_string_append_unichar(out, ellipsis);
            return;
        }
        bool is_blank = is_valid && c < 0x80 && g_ascii_isspace((char)c);
        if (is_blank && !was_blank) {
            g_string_append_c(out, ' ');
        } else if (!is_blank) {
            g_string_append_unichar(out, !is_valid || is_unprintable(c) ? replacement : c);
        }
        was_blank = is_blank;
        p = is_valid ? g_utf8_next_char(p) : p + 1;
    }
}

char *layer_title(const Layer *layer)
{
    const char *how = layer_how_name(layer->how);
    return g_strconcat(layer_kind_name(layer->kind), how == NULL ? NULL : ":", how, NULL);
}

char *action_names_joined(ActionSet actions)
{
    GString *names = g_string_new(NULL);
    for (int i = 0; i < N_ACTIONS; i++) {
        if (actions & (1u << i)) {
            g_string_append_printf(names, "%s%s", names->len > 0 ? "," : "", action_name(i));
        }
    }
    return g_string_free(names->len > 0 ? names : g_string_append(names, "none"), FALSE);
}

bool hit_place(const RuleHit *hit, size_t *line, size_t *column)
{
    if (hit->part == NULL) {
        return false;
    }
    text_part_place(hit->part, hit->start, line, column);
    return true;
}

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
    };
    const PostList *list = &g_array_index(lists, PostList, 0);
    g_autoptr(GPtrArray) hits = judge_hits(examination, list);
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
