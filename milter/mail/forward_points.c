/* SPDX-License-Identifier: BSD-2-Clause */
#include "post_facts.h"

#include "marks.h"

#define MOST_SUBJECT_BYTES 2000

typedef struct Sign {
    const char *evidence; /* NULL: too plain to be told */
    int points;
    bool (*holds)(const Circumstances *circumstances);
} Sign;

static bool is_forward_mark(const Circumstances *c)
{
    return c->kind == OPENING_FORWARD && !c->is_quoted;
}

/* A reply quotes the mark of what it answers too. */
static bool is_quoted_forward_mark(const Circumstances *c)
{
    return c->kind == OPENING_FORWARD && c->is_quoted;
}

static bool is_original_mark(const Circumstances *c)
{
    return c->kind == OPENING_ORIGINAL;
}

static bool is_attribution(const Circumstances *c)
{
    return c->kind == OPENING_ATTRIBUTION;
}

/* Nothing but somebody else's quoted lines: an answer whose words went missing. */
static bool is_quoted_attribution(const Circumstances *c)
{
    return c->kind == OPENING_ATTRIBUTION && c->is_quoted;
}

static bool is_header_block(const Circumstances *c)
{
    return c->kind == OPENING_HEADER;
}

static bool is_bare_quote(const Circumstances *c)
{
    return c->kind == OPENING_QUOTE;
}

static bool subject_forwards(const Circumstances *c)
{
    return c->facts->prefix == PREFIX_FORWARD;
}

static bool subject_seems_to_forward(const Circumstances *c)
{
    return c->facts->prefix == PREFIX_FORWARD_WEAK;
}

static bool subject_replies(const Circumstances *c)
{
    return c->facts->prefix == PREFIX_REPLY;
}

static bool has_in_reply_to(const Circumstances *c)
{
    return c->facts->has_in_reply_to;
}

static bool has_references_only(const Circumstances *c)
{
    return c->facts->has_references && !c->facts->has_in_reply_to;
}

static bool stands_alone(const Circumstances *c)
{
    return !c->has_text_before && !c->has_text_after;
}

/* Nothing but a quote without an attribution, and no thread that it could belong to: so hoaxes are
 * passed on. */
static bool is_lone_quote(const Circumstances *c)
{
    return c->kind == OPENING_QUOTE && stands_alone(c) && c->facts->prefix != PREFIX_REPLY &&
           !c->facts->has_in_reply_to && !c->facts->has_references;
}

/* "Fwd:" above a bare quote: what stands beside it is a line of his, or a provider's advertisement.
 */
static bool is_forwarded_quote(const Circumstances *c)
{
    return c->kind == OPENING_QUOTE && c->fills_post && !stands_alone(c) && subject_forwards(c);
}

/* "Fwd:" above a quote that begins with a lone "From:", as Hotmail once left it. */
static bool is_quote_from_somebody(const Circumstances *c)
{
    return c->kind == OPENING_QUOTE && c->origin->from != NULL && subject_forwards(c) &&
           !c->facts->has_in_reply_to && !c->facts->has_references;
}

/* Answers show who wrote and when, exmh's with the Message-ID too; with the subject beside it the
 * whole header of a mail was passed on. */
static bool has_whole_header(const Circumstances *c)
{
    return c->kind == OPENING_HEADER && c->origin->message_id != NULL && c->origin->subject != NULL;
}

/* "Date:" and "From:" alone are what some write for an attribution. */
static bool is_attribution_block(const Circumstances *c)
{
    return c->kind == OPENING_HEADER && c->origin->subject == NULL && c->origin->to == NULL &&
           c->cc == NULL && c->origin->message_id == NULL;
}

static bool is_answered_below(const Circumstances *c)
{
    return c->has_text_after;
}

static bool has_another_subject(const Circumstances *c)
{
    Span base;

    if (c->origin->subject == NULL || c->facts->folded_subject[0] == '\0') {
        return false;
    }
    subject_prefix(c->origin->subject, &base);
    g_autofree char *inner = marks_fold(base, MOST_SUBJECT_BYTES);
    return inner != NULL && inner[0] != '\0' && strstr(c->facts->folded_subject, inner) == NULL;
}

/* Whether one of the post's recipients, the list as a rule, is among those of the text's header. */
static bool mentions_recipient(const Circumstances *c)
{
    g_autofree char *people = g_strconcat(c->origin->to == NULL ? "" : c->origin->to, " ",
                                          c->cc == NULL ? "" : c->cc, NULL);
    g_autofree char *small = g_ascii_strdown(people, -1);

    for (char **one = c->facts->recipients; one != NULL && *one != NULL; one++) {
        if (strstr(small, *one) != NULL) {
            return true;
        }
    }
    return false;
}

static bool was_sent_to_others(const Circumstances *c)
{
    return c->origin->to != NULL && strchr(c->origin->to, '@') != NULL && !mentions_recipient(c);
}

static bool is_answered_to_its_writer(const Circumstances *c)
{
    g_autofree char *small = c->origin->from == NULL ? NULL : g_ascii_strdown(c->origin->from, -1);

    for (char **one = c->facts->recipients; small != NULL && one != NULL && *one != NULL; one++) {
        if (strstr(small, *one) != NULL) {
            return true;
        }
    }
    return false;
}

/* Some mailers put a copy of the post's own header into its text. */
static bool is_by_poster(const Circumstances *c)
{
    g_autofree char *small = c->origin->from == NULL ? NULL : g_utf8_strdown(c->origin->from, -1);

    return small != NULL && post_facts_name_poster(c->facts, small);
}

static bool is_introduced(const Circumstances *c)
{
    return c->is_introduced;
}

/*
 * Points for a forward. Sources: of 93 list posts with "Original Message" 85 were answers; Outlook
 * for Mac 2019 writes attributions above forwards, so a forwarding subject must outweigh one; a
 * reply without a word of the poster's own hardly exists.
 */
static const Sign signs[] = {
    { "forward mark", 9, is_forward_mark },
    { "forward mark, quoted", 4, is_quoted_forward_mark },
    { "mark of an original", -1, is_original_mark },
    { NULL, -1, is_header_block },
    { "attribution", -3, is_attribution },
    { NULL, -2, is_quoted_attribution },
    { NULL, -6, is_bare_quote },
    { "subject forwards", 4, subject_forwards },
    { "subject may forward", 3, subject_seems_to_forward },
    { "subject answers", -3, subject_replies },
    { "In-Reply-To", -2, has_in_reply_to },
    { "References", -1, has_references_only },
    { "no words of the poster's own", 4, stands_alone },
    { "answers nothing", 3, is_lone_quote },
    { "subject forwards, and hardly a word beside the quote", 6, is_forwarded_quote },
    { "the quote says from whom it is", 6, is_quote_from_somebody },
    { "whole header", 3, has_whole_header },
    { "names neither subject nor recipient", -4, is_attribution_block },
    { "answered below", -3, is_answered_below },
    { "introduced", 2, is_introduced },
    { "written by the poster", -5, is_by_poster },
    { "subject differs", 1, has_another_subject },
    { "was sent to others", 1, was_sent_to_others },
    { "was sent to this list", -3, mentions_recipient },
    { "goes back to its writer", -2, is_answered_to_its_writer },
};

int forward_points(const Circumstances *circumstances, GPtrArray *evidence)
{
    int points = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (signs[i].holds(circumstances)) {
            points += signs[i].points;
            if (signs[i].evidence != NULL) {
                g_ptr_array_add(evidence, g_strdup(signs[i].evidence));
            }
        }
    }
    return points;
}
