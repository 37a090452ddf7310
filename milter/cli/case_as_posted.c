/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/case_message.h"

#include "text/splices.h"
#include "decision/edit.h"
#include "decision/subject.h"
#include "mail/layers.h"

/* What list managers (RFC 2369, RFC 2919, Mailman, mlmmj, Sympa) and the servers of the way add. */
static bool was_added_on_the_way(const char *name)
{
    static const char *const names[] = {
        "ARC-Authentication-Results",
        "ARC-Message-Signature",
        "ARC-Seal",
        "Authentication-Results",
        "Delivered-To",
        "DKIM-Signature",
        "Errors-To",
        "Mailing-List",
        "Precedence",
        "Received",
        "Received-SPF",
        "Return-Path",
        "Sender",
        "X-BeenThere",
        "X-Loop",
        "X-Message-ID-Hash",
        "X-Original-To",
        "X-Sequence",
        "X-Spam-Level",
        "X-Spam-Status",
    };
    static const char *const families[] = { "List-", "X-List-", "X-Mailman-" };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(names[i], name) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(families); i++) {
        if (g_ascii_strncasecmp(families[i], name, strlen(families[i])) == 0) {
            return true;
        }
    }
    return field_is_mark(span_of(name));
}

/* Takes `word` and the blank behind it out of `text`, without case. False: it is not there. */
static bool take_out(GString *text, const char *word)
{
    g_autofree char *low_text = g_ascii_strdown(text->str, -1);
    g_autofree char *low_word = g_ascii_strdown(word, -1);
    const char *found = strstr(low_text, low_word);
    if (found == NULL || word[0] == '\0') {
        return false;
    }
    size_t at = (size_t)(found - low_text), end = at + strlen(word);
    while (end < text->len && text->str[end] == ' ') {
        end++;
    }
    g_string_erase(text, (gssize)at, (gssize)(end - at));
    return true;
}

static void clean_subject(Splices *splices, const HeaderField *field, const Policy *policy,
                          const char *list)
{
    g_autofree char *decoded = header_decode(field->raw);
    g_autoptr(GString) subject = g_string_new(decoded);
    const char *at = strchr(list, '@');
    g_autofree char *name = g_strndup(list, at == NULL ? strlen(list) : (gsize)(at - list));
    g_autofree char *prefix = g_strdup_printf("[%s]", name);
    bool is_changed = take_out(subject, prefix);
    for (int c = 0; c < N_CLASSES; c++) {
        const char *tag = policy->classes[c].subject;
        is_changed |= tag != NULL && subject_has_tag(subject->str, tag) && take_out(subject, tag);
    }
    if (is_changed) {
        g_autofree char *encoded = header_encode(span_of(subject->str), strlen("Subject: "));
        g_autofree char *line = g_strdup_printf("%s: %s\n", field->name, encoded);
        splices_add(splices, field->start, field->end, span_of(line));
    }
}

static void clean_fields(Splices *splices, const MimePart *top, const Policy *policy,
                         const char *list)
{
    for (guint i = 0; i < top->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(top->fields, i);
        if (was_added_on_the_way(field->name)) {
            splices_add(splices, field->start, field->end, span_of(""));
        } else if (g_ascii_strcasecmp(field->name, "Subject") == 0) {
            clean_subject(splices, field, policy, list);
        }
    }
}

/* In base64 a layer shares bytes with its neighbours, and HTML is more than its text. */
static bool can_be_cut(const Layer *layer)
{
    return layer->text_part != NULL && layer->part->encoding != TRANSFER_BASE64 &&
           layer->part->encoding != TRANSFER_UUENCODE &&
           strcmp(layer->part->type, "text/plain") == 0 && layer->raw_end > layer->raw_start;
}

GString *case_as_posted(Span raw, const Policy *policy, const char *list)
{
    g_autoptr(Message) message = message_parse(raw, &limits_default);
    g_autoptr(Layers) layers = layers_split(message, &limits_default);
    g_autoptr(Splices) splices = splices_new();
    clean_fields(splices, message->top, policy, list);
    for (guint i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        bool is_ours =
            layer->kind == LAYER_NOTICE || (layer->kind == LAYER_FOOTER && layer->level == 0);
        if (is_ours && can_be_cut(layer)) {
            splices_add(splices, layer->raw_start, layer->raw_end, span_of(""));
        }
    }
    return splices_apply(splices, raw);
}
