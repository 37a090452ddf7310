/* SPDX-License-Identifier: BSD-2-Clause */
/* Which list a message went to, when only its header is there to tell. */
#include "decision/list_index.h"

enum {
    MOST_ID_BYTES = 254,  /* an address of RFC 5321 4.5.3.1.3 with a dot for its @ */
    MOST_RECIPIENTS = 100 /* looked at in one To or Cc; a list stands among the first */
};

static int find_and_keep(const ListIndex *index, const char *address, char **found)
{
    int list = list_index_find(index, address);
    if (list >= 0) {
        *found = g_ascii_strdown(address, -1);
    }
    return list;
}

/* qmail and ezmlm write `Delivered-To: mailing list NAME@DOMAIN`: the last word is the address. */
static int find_in_last_word(const ListIndex *index, const char *text, char **found)
{
    Span value = span_trim(span_of(text));
    size_t start = value.length;
    while (start > 0 && !g_ascii_isspace(value.text[start - 1])) {
        start--;
    }
    g_autofree char *address = span_copy(span_slice(value, start, value.length));
    return find_and_keep(index, address, found);
}

/* RFC 2369 3.4: `List-Post: <mailto:NAME@DOMAIN?subject=...>`, or `NO`. */
static int find_in_mailto(const ListIndex *index, const char *text, char **found)
{
    g_autofree char *lower = g_ascii_strdown(text, -1);
    const char *mailto = strstr(lower, "mailto:");
    if (mailto == NULL) {
        return -1;
    }
    mailto += strlen("mailto:");
    g_autofree char *address = g_strndup(mailto, strcspn(mailto, ">?, \t"));
    return find_and_keep(index, address, found);
}

/* RFC 2919: a phrase, then <name.domain>. Which of the dots stands for the @ nobody says. */
static int find_in_list_id(const ListIndex *index, const char *text, char **found)
{
    const char *open = strrchr(text, '<');
    Span id = span_trim(span_of(open == NULL ? text : open + 1));
    id = span_slice(id, 0, span_find(id, '>', 0));
    if (id.length > MOST_ID_BYTES) {
        return -1;
    }
    g_autofree char *address = span_copy(id);
    for (char *dot = strchr(address, '.'); dot != NULL; dot = strchr(dot + 1, '.')) {
        *dot = '@';
        int list = find_and_keep(index, address, found);
        if (list >= 0) {
            return list;
        }
        *dot = '.';
    }
    return -1;
}

static int find_in_addresses(const ListIndex *index, const char *text, char **found)
{
    g_auto(GStrv) addresses = addresses_parse(text, MOST_RECIPIENTS);
    for (char **address = addresses; *address != NULL; address++) {
        int list = find_and_keep(index, *address, found);
        if (list >= 0) {
            return list;
        }
    }
    return -1;
}

typedef struct ListField {
    const char *name;
    int (*find)(const ListIndex *index, const char *text, char **found);
} ListField;

/* What the mail server wrote before what the list manager wrote, before what the sender wrote. */
static const ListField list_fields[] = {
    { "Delivered-To", find_in_last_word }, { "X-Original-To", find_in_last_word },
    { "List-Post", find_in_mailto },       { "List-Id", find_in_list_id },
    { "To", find_in_addresses },           { "Cc", find_in_addresses },
};

int list_index_find_in_message(const ListIndex *index, const Message *message, char **address)
{
    for (size_t i = 0; i < G_N_ELEMENTS(list_fields); i++) {
        for (guint j = 0; j < message->top->fields->len; j++) {
            const HeaderField *field = g_ptr_array_index(message->top->fields, j);
            if (g_ascii_strcasecmp(field->name, list_fields[i].name) != 0) {
                continue;
            }
            /* As written: an address that an encoded word hides in a name is none. */
            g_autofree char *value = span_copy(field->raw);
            int list = list_fields[i].find(index, value, address);
            if (list >= 0) {
                return list;
            }
        }
    }
    return -1;
}
