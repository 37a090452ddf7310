/* SPDX-License-Identifier: BSD-2-Clause */
#include "presentation_unread.h"

#include "mail/unread.h"

json_t *unread_json(const Message *message)
{
    json_t *array = json_array();
    g_autoptr(GPtrArray) parts = unread_parts(message);
    for (guint i = 0; i < parts->len; i++) {
        const MimePart *part = g_ptr_array_index(parts, i);
        json_t *object = json_object();
        json_object_set_new(object, "part", json_text(part->id));
        json_object_set_new(object, "type", json_text(part->type));
        json_object_set_new(object, "name", json_text(part->file_name));
        json_object_set_new(object, "what", json_string(unread_name(part)));
        json_array_append_new(array, object);
    }
    return array;
}
