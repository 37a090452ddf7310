/* SPDX-License-Identifier: BSD-2-Clause */
#include <gio/gio.h>

#include "cli/anonymise.h"
#include "cli/case_message.h"
#include "text/splices.h"
#include "mail/layers.h"

/* What becomes of a field. Those that are not here go: any may name people or hosts. */
typedef enum FieldFate {
    FATE_GONE,
    FATE_KEPT,
    FATE_PERSON,
    FATE_LIST,
    FATE_TEXT,
    FATE_ID
} FieldFate;

typedef struct Anonymising {
    Splices *splices;
    Anonymiser *anonymiser;
    const char *list;
} Anonymising;

static FieldFate fate_of(const char *name)
{
    static const struct {
        const char *name;
        FieldFate fate;
    } fates[] = {
        { "From", FATE_PERSON },       { "Reply-To", FATE_PERSON },     { "To", FATE_LIST },
        { "Subject", FATE_TEXT },      { "Message-ID", FATE_ID },       { "Date", FATE_KEPT },
        { "MIME-Version", FATE_KEPT }, { "Auto-Submitted", FATE_KEPT }, { "X-Mailer", FATE_KEPT },
        { "User-Agent", FATE_KEPT },   { "X-Priority", FATE_KEPT },     { "Importance", FATE_KEPT },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(fates); i++) {
        if (g_ascii_strcasecmp(fates[i].name, name) == 0) {
            return fates[i].fate;
        }
    }
    return g_ascii_strncasecmp(name, "Content-", strlen("Content-")) == 0 ? FATE_KEPT : FATE_GONE;
}

static char *person_address(const Anonymising *anonymising, const char *text)
{
    g_autofree char *person = anonymiser_person(anonymising->anonymiser, text);
    g_autofree char *local = g_ascii_strdown(person, -1);
    g_strdelimit(local, " ", '-');
    return g_strdup_printf("%s <%s@anonymous.example>", person, local);
}

/* The value the field has from now on; NULL: the field goes. Caller's. */
static char *value_of(const Anonymising *anonymising, const HeaderField *field, bool is_top)
{
    g_autofree char *text = NULL;
    switch (fate_of(field->name)) {
    case FATE_PERSON:
        return person_address(anonymising, field->text);
    case FATE_LIST:
        return is_top ? g_strdup(anonymising->list) : person_address(anonymising, field->text);
    case FATE_TEXT:
        text = anonymiser_text(anonymising->anonymiser, field->text, NULL);
        return header_encode(span_of(text), strlen(field->name) + 2);
    case FATE_ID:
        return g_strdup("<case@anonymous.example>");
    default:
        return NULL;
    }
}

static bool describes_text(const char *name)
{
    return g_ascii_strcasecmp(name, "Content-Type") == 0 ||
           g_ascii_strcasecmp(name, "Content-Transfer-Encoding") == 0;
}

static void rewrite_fields(const Anonymising *anonymising, const MimePart *part, bool is_text)
{
    for (guint i = 0; i < part->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(part->fields, i);
        if (fate_of(field->name) == FATE_KEPT && !(is_text && describes_text(field->name))) {
            continue;
        }
        g_autofree char *value = value_of(anonymising, field, part->parent == NULL);
        g_autofree char *line =
            value == NULL ? NULL : g_strdup_printf("%s: %s\n", field->name, value);
        splices_add(anonymising->splices, field->start, field->end, span_of(line));
    }
}

/* The text as UTF-8, and the two fields that say so. */
static void rewrite_text(const Anonymising *anonymising, const MimePart *part)
{
    LimitSet met = 0;
    g_autoptr(GString) octets = transfer_decode(part->encoding, mime_part_body(part),
                                                limits_default.part_text_bytes, NULL, &met);
    g_autoptr(GString) text =
        charset_to_utf8(span_make(octets->str, octets->len), part->charset, NULL, &met);
    g_autofree char *clean = anonymiser_text(anonymising->anonymiser, text->str, NULL);
    g_autofree char *fields = g_strdup_printf(
        "Content-Type: %s; charset=utf-8%s%s\nContent-Transfer-Encoding: 8bit\n", part->type,
        part->is_flowed ? "; format=flowed" : "", part->deletes_space ? "; delsp=yes" : "");
    splices_add(anonymising->splices, part->start, part->start, span_of(fields));
    splices_add(anonymising->splices, part->body_start, part->end, span_of(clean));
}

static bool is_opaque(const MimePart *part)
{
    return part->source_map != NULL;
}

/* Parts nest as deep as message_parse lets them. */
static bool rewrite_part(const Anonymising *anonymising, const MimePart *part, GError **error)
{
    bool is_leaf = part->children->len == 0;
    bool is_text = is_leaf && g_str_has_prefix(part->type, "text/");
    rewrite_fields(anonymising, part, is_text);
    if (is_text) {
        rewrite_text(anonymising, part);
    } else if (is_leaf) {
        splices_add(anonymising->splices, part->body_start, part->end, span_of(""));
    }
    for (guint i = 0; i < part->children->len; i++) {
        const MimePart *child = g_ptr_array_index(part->children, i);
        if (is_opaque(child)) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                        "part %s is a message in base64, whose people cannot be taken out; "
                        "--keep-names stores it as it is",
                        part->id);
            return false;
        }
        if (!rewrite_part(anonymising, child, error)) {
            return false;
        }
    }
    return true;
}

static void learn_people(Anonymiser *anonymiser, const Message *message)
{
    static const char *const fields[] = { "From", "To", "Cc", "Reply-To", "Sender" };
    g_autoptr(Layers) layers = layers_split(message, &limits_default);
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        anonymiser_learn(anonymiser, message_header(message->top, fields[i]));
    }
    for (guint i = 0; i < layers->all->len; i++) {
        anonymiser_learn(anonymiser, layers_at(layers, i)->origin.from);
        anonymiser_learn(anonymiser, layers_at(layers, i)->origin.to);
    }
}

GString *case_anonymised(Span raw, const char *list, GError **error)
{
    g_autoptr(Message) message = message_parse(raw, &limits_default);
    g_autoptr(Splices) splices = splices_new();
    g_autoptr(Anonymiser) anonymiser = anonymiser_new();
    Anonymising anonymising = { splices, anonymiser, list };
    learn_people(anonymiser, message);
    return rewrite_part(&anonymising, message->top, error) ? splices_apply(splices, raw) : NULL;
}
