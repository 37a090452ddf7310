/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/unread.h"

typedef struct UnreadRow {
    const char *pattern; /* a media type, or the end of a file name */
    const char *name;
} UnreadRow;

static const UnreadRow types[] = {
    { "application/ms-tnef", "TNEF" },
    { "application/vnd.ms-tnef", "TNEF" },
    { "application/vnd.ms-outlook", "Outlook message" },
    { "multipart/encrypted", "encrypted" },
    { "application/pgp-encrypted", NULL }, /* the version beside the bytes of multipart/encrypted */
    { "application/x-pkcs7-mime", "S/MIME" },
    { "application/pkcs7-mime", "S/MIME" },
    { "application/mac-binhex40", "BinHex" },
    { "text/calendar", "calendar" },
};

/* What mail programs call by no type of its own. */
static const UnreadRow files[] = {
    { "winmail.dat", "TNEF" },     { "win.dat", "TNEF" }, { ".msg", "Outlook message" },
    { ".oft", "Outlook message" }, { ".p7m", "S/MIME" },
};

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), end_length = strlen(end);
    return length >= end_length && g_ascii_strcasecmp(name + length - end_length, end) == 0;
}

const char *unread_name(const MimePart *part)
{
    if (mime_part_is_pkcs7(part) && part->children->len > 0) {
        return NULL; /* signed, and read */
    }
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(part->type, types[i].pattern) == 0) {
            return types[i].name;
        }
    }
    bool is_text = g_str_has_prefix(part->type, "text/") || part->children->len > 0;
    for (size_t i = 0; !is_text && part->file_name != NULL && i < G_N_ELEMENTS(files); i++) {
        if (ends_with(part->file_name, files[i].pattern)) {
            return files[i].name;
        }
    }
    return NULL;
}

/* Recursion is as deep as the part tree, which message_parse keeps to Limits.depth. */
static void gather(GPtrArray *parts, const MimePart *part)
{
    if (unread_name(part) != NULL) {
        g_ptr_array_add(parts, (gpointer)part);
        return;
    }
    for (guint i = 0; i < part->children->len; i++) {
        gather(parts, g_ptr_array_index(part->children, i));
    }
}

GPtrArray *unread_parts(const Message *message)
{
    GPtrArray *parts = g_ptr_array_new();
    gather(parts, message->top);
    return parts;
}
