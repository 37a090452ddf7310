/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/part_walk.h"

const MimePart *part_next(const MimePart *part)
{
    if (part->children->len > 0) {
        return g_ptr_array_index(part->children, 0);
    }
    for (; part->parent != NULL; part = part->parent) {
        guint index = 0;
        const GPtrArray *siblings = part->parent->children;
        if (g_ptr_array_find(part->parent->children, part, &index) && index + 1 < siblings->len) {
            return g_ptr_array_index(siblings, index + 1);
        }
    }
    return NULL;
}

LayerKind part_layer_kind(const MimePart *part)
{
    for (part = part->parent; part != NULL; part = part->parent) {
        if (mime_part_is_attached_message(part)) {
            return LAYER_FORWARDED;
        }
    }
    return LAYER_OWN;
}
