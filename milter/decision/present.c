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

char *layer_title(const Layer *layer)
{
    const char *how = layer_how_name(layer->how);
    return g_strconcat(layer_kind_name(layer->kind), how == NULL ? NULL : ":", how, NULL);
}

bool hit_place(const RuleHit *hit, size_t *line, size_t *column)
{
    if (hit->part == NULL) {
        return false;
    }
    text_part_place(hit->part, hit->start, line, column);
    return true;
}
