/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/present.h"

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
