/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/annotate.h"

#include "decision/insert_notice.h"
#include "decision/subject.h"
#include "mail/notice.h"
#include "rules/identifier_link.h"

static bool wants(const Outcome *outcome, Action action)
{
    return (outcome->actions & 1u << action) != 0;
}

/* ---- what forbids it ----------------------------------------------------------------------- */

static bool has_part_of_type(const MimePart *part, const char *type)
{
    bool has = strcmp(part->type, type) == 0;
    for (guint i = 0; i < part->children->len && !has; i++) {
        has = has_part_of_type(g_ptr_array_index(part->children, i), type);
    }
    return has;
}

/* Nothing of an attached message, of an attachment, or of what is signed or a report is touched. */
static bool is_open(const MimePart *part)
{
    static const char *const closed[] = { "multipart/signed", "multipart/encrypted",
                                          "multipart/report", "multipart/digest", NULL };
    if (part->source_map != NULL || part->file_name != NULL ||
        g_strcmp0(part->disposition, "attachment") == 0) {
        return false;
    }
    for (const MimePart *around = part->parent; around != NULL; around = around->parent) {
        if (mime_part_is_attached_message(around) || g_strv_contains(closed, around->type)) {
            return false;
        }
    }
    return true;
}

/* One that stands as we put it in, quoted by nobody. */
static bool has_notice(const Layers *layers)
{
    for (guint i = 0; i < layers->parts->len; i++) {
        const TextPart *part = g_ptr_array_index(layers->parts, i);
        size_t begin, end;
        for (size_t at = 0; notice_find(part->text, at, &begin, &end); at = end) {
            if (part->text.text[begin] == '-' && is_open(part->part) &&
                notice_is_genuine(span_slice(part->text, begin, end))) {
                return true;
            }
        }
    }
    return false;
}

static bool signature_matters(const Policy *policy)
{
    return !policy->from_munged && !policy->resigned;
}

/* Mail of programs for programs, and what somebody's signature or choice protects. */
static Annotation why_header_only(const Examination *examination, const Policy *policy)
{
    const Message *message = examination->message;
    const MimePart *top = message->top;
    const char *skipped = examination->layers->skipped;
    const struct {
        bool applies;
        Annotation annotation;
    } reasons[] = {
        { policy->annotate == ANNOTATE_NONE, ANNOTATION_HEADER_ANNOTATE },
        { g_strcmp0(skipped, "encrypted") == 0, ANNOTATION_HEADER_ENCRYPTED },
        { g_strcmp0(skipped, "auto-reply") == 0, ANNOTATION_HEADER_AUTO_REPLY },
        { strcmp(top->type, "multipart/report") == 0, ANNOTATION_HEADER_REPORT },
        { has_part_of_type(top, "multipart/digest"), ANNOTATION_HEADER_DIGEST },
        { has_part_of_type(top, "text/calendar"), ANNOTATION_HEADER_CALENDAR },
        { (examination->limits & limit_bit(LIMIT_MESSAGE)) != 0, ANNOTATION_HEADER_SIZE },
        { (examination->limits & limit_bit(LIMIT_UNPARSED)) != 0, ANNOTATION_HEADER_NO_TEXT },
        { has_notice(examination->layers), ANNOTATION_HEADER_PRESENT },
        { signature_matters(policy) && dkim_covers(message, NULL), ANNOTATION_HEADER_DKIM },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (reasons[i].applies) {
            return reasons[i].annotation;
        }
    }
    return ANNOTATION_NONE;
}

/* ---- the way it goes in -------------------------------------------------------------------- */

static bool is_plain(const TextPart *part)
{
    return strcmp(part->part->type, "text/plain") == 0;
}

/* The first text a reader sees, and the other forms of it. */
static GPtrArray *first_texts(const Layers *layers)
{
    GPtrArray *texts = g_ptr_array_new();
    const TextPart *primary = NULL;
    for (guint i = 0; i < layers->parts->len && primary == NULL; i++) {
        const TextPart *part = g_ptr_array_index(layers->parts, i);
        primary = part->alternative_of == NULL && is_open(part->part) ? part : NULL;
    }
    for (guint i = 0; i < layers->parts->len && primary != NULL; i++) {
        const TextPart *part = g_ptr_array_index(layers->parts, i);
        bool is_other_form = g_strcmp0(part->alternative_of, primary->part->id) == 0;
        if ((part == primary || is_other_form) && (is_plain(part) || part->html != NULL)) {
            g_ptr_array_add(texts, (void *)part);
        }
    }
    return texts;
}

/* Into all forms of the first text, or into none. */
static bool insert_in_texts(GPtrArray *edits, const Layers *layers, const NoticeText *notice,
                            bool plain_only)
{
    g_autoptr(GPtrArray) texts = first_texts(layers);
    guint before = edits->len;
    for (guint i = 0; i < texts->len; i++) {
        const TextPart *part = g_ptr_array_index(texts, i);
        if (plain_only && !is_plain(part)) {
            continue;
        }
        if (!insert_notice_in_text(edits, part, notice)) {
            g_ptr_array_set_size(edits, (int)before);
        }
        if (edits->len == before) {
            return false;
        }
    }
    return edits->len > before;
}

static Annotation insert(GPtrArray *edits, const Examination *examination, const Policy *policy,
                         const NoticeText *notice)
{
    const Message *message = examination->message;
    const MimePart *top = message->top;
    bool plain_only = policy->annotate == ANNOTATE_PLAIN_ONLY;
    if (insert_in_texts(edits, examination->layers, notice, plain_only)) {
        return ANNOTATION_TEXT;
    }
    if (plain_only) {
        return ANNOTATION_HEADER_NO_TEXT;
    }
    if (strcmp(top->type, "multipart/mixed") == 0 && top->children->len > 0) {
        insert_notice_as_part(edits, top, notice);
        return ANNOTATION_PART;
    }
    if (strcmp(top->type, "multipart/signed") == 0 || mime_part_is_pkcs7(top)) {
        return wrap_in_notice(edits, message, notice) ? ANNOTATION_WRAP : ANNOTATION_HEADER_NO_TEXT;
    }
    return ANNOTATION_HEADER_NO_TEXT;
}

/* ---- its words ----------------------------------------------------------------------------- */

/* "CVE-2001-0500 https://...": where its issuer has a page, by our own table. */
static GPtrArray *references_with_links(const Findings *findings)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    const GPtrArray *references = findings_references(findings);
    for (guint i = 0; i < references->len; i++) {
        const Reference *reference = g_ptr_array_index(references, i);
        g_autofree char *link = identifier_link(reference);
        g_ptr_array_add(lines, link == NULL ? g_strdup(reference->id)
                                            : g_strconcat(reference->id, " ", link, NULL));
    }
    return lines;
}

/* Where the owner of most lists is reached, whatever software runs them (RFC 2142 6). */
static char *owner_of(const char *list)
{
    const char *at = strrchr(list, '@');
    return at == NULL ? g_strdup("postmaster")
                      : g_strdup_printf("%.*s-owner%s", (int)(at - list), list, at);
}

static const NoticeTemplate *template_for(const Outcome *outcome, const Policy *policy)
{
    return outcome->verdict == VERDICT_HOAX       ? policy->classes[CLASS_HOAX].notice
           : outcome->verdict == VERDICT_ADVISORY ? policy->classes[CLASS_ADVISORY].notice
                                                  : policy->limit_notice;
}

static char *words_of(const Outcome *outcome, const Examination *examination, const Policy *policy)
{
    const char *list = outcome->list == NULL ? "" : outcome->list;
    g_autofree char *owner = owner_of(list);
    g_autoptr(GPtrArray) references = references_with_links(examination->findings);
    const NoticeValues values = { .list = list,
                                  .contact = policy->contact != NULL ? policy->contact : owner,
                                  .reasons = outcome->reasons,
                                  .references = references };
    return notice_template_fill(template_for(outcome, policy), &values);
}

/* ---- the Subject --------------------------------------------------------------------------- */

static Annotation tag_subject(Outcome *outcome, const Examination *examination,
                              const Policy *policy)
{
    const Message *message = examination->message;
    if (policy->annotate == ANNOTATE_NONE) {
        return ANNOTATION_HEADER_ANNOTATE;
    }
    if (signature_matters(policy) && dkim_covers(message, "Subject")) {
        return ANNOTATION_HEADER_DKIM;
    }
    VerdictClass chosen = outcome->verdict == VERDICT_ADVISORY ? CLASS_ADVISORY : CLASS_HOAX;
    const char *tag = policy->classes[chosen].subject;
    const HeaderField *field = message_field(message->top, "Subject");
    g_autofree char *value = subject_with_tag(field == NULL ? span_of("") : field->raw, tag);
    outcome->subject_tag = g_strdup(tag);
    if (value != NULL) {
        g_ptr_array_add(outcome->content, field == NULL
                                              ? edit_new(EDIT_INSERT_FIELD, "Subject", 1, value)
                                              : edit_new(EDIT_CHANGE_FIELD, field->name, 1, value));
    }
    return ANNOTATION_SUBJECT;
}

void annotate(Outcome *outcome, const Examination *examination, const Policy *policy)
{
    if (wants(outcome, ACTION_SUBJECT)) {
        outcome->annotation = tag_subject(outcome, examination, policy);
    }
    if (!wants(outcome, ACTION_NOTICE)) {
        return;
    }
    outcome->annotation = why_header_only(examination, policy);
    if (outcome->annotation == ANNOTATION_NONE) {
        g_autofree char *words = words_of(outcome, examination, policy);
        const NoticeText notice = { words, policy->language };
        guint before = outcome->content->len;
        Annotation way = insert(outcome->content, examination, policy, &notice);
        bool is_kept = edits_keep_if_sound(outcome->content, before, examination->message->raw);
        outcome->annotation = is_kept ? way : ANNOTATION_HEADER_NO_TEXT;
    }
}
