/* SPDX-License-Identifier: BSD-2-Clause */
#include "pasted_border.h"

#define LEAST_FOREIGN_LETTERS   120
#define MOST_SHORT_LETTERS      160  /* a sentence or two */
#define MOST_INTRODUCED_LETTERS 1200 /* what stands higher up introduces something else */
#define MOST_RECEIVED_LETTERS   500
#define LEAST_LONG_LETTERS      600
#define LEAST_POINTS            7
#define LEAST_POINTS_ALONE                                                                         \
    6 /* when nothing stands before it only the article's own signs count                          \
       */
#define LANGUAGE_POINTS      5
#define LEAST_ARTICLE_POINTS 4

typedef struct Sign {
    const char *evidence; /* NULL: too plain to be told */
    int points;
    bool (*holds)(const Border *border);
} Sign;

static bool is_introduced(const Border *b)
{
    return b->introduction.phrase.length > 0 && b->letters_before <= MOST_INTRODUCED_LETTERS;
}

static bool subject_forwards(const Border *b)
{
    return b->facts->prefix == PREFIX_FORWARD || b->facts->prefix == PREFIX_FORWARD_WEAK;
}

/* A remark in brackets above a letter may be the letter's: "(English version below)". */
static bool opens_like_letter(const Border *b)
{
    bool is_remarked = b->is_below_remark && b->introduction.phrase.length == 0;
    return b->has_opening && !b->is_top && !is_remarked;
}

/* "Fw:", and the text begins as a notice does: whoever passed it on took the marks out. */
static bool is_bare_notice(const Border *b)
{
    return b->is_top && b->has_opening && subject_forwards(b);
}

static bool is_below_name(const Border *b)
{
    return b->is_below_name;
}

static bool is_below_somebody(const Border *b)
{
    return b->is_below_somebody && !b->is_below_name;
}

static bool has_gap(const Border *b)
{
    return b->blank_lines >= 2;
}

static bool has_rule(const Border *b)
{
    return b->has_rule && !b->is_top;
}

static bool has_foreign_end(const Border *b)
{
    return b->has_foreign_end && !b->is_top;
}

static bool has_url(const Border *b)
{
    return b->has_url;
}

static bool has_byline(const Border *b)
{
    return b->has_byline;
}

static bool has_dateline(const Border *b)
{
    return b->has_dateline;
}

static bool has_date_line(const Border *b)
{
    return b->has_date_line && (b->has_url || b->has_byline || b->has_dateline || b->is_subject);
}

/* His own signature, below his own name. */
static bool is_signed_again(const Border *b)
{
    return b->is_signed_again;
}

static bool names_agency(const Border *b)
{
    return b->names_agency;
}

/* A page's address or a reporter, among short lines above running text. */
static bool is_laid_out(const Border *b)
{
    return b->head_lines >= 2 && (b->has_url || b->has_byline);
}

static bool is_by_poster(const Border *b)
{
    return b->is_by_poster;
}

static bool is_subject(const Border *b)
{
    return b->is_subject;
}

static bool is_short(const Border *b)
{
    return b->letters_behind < LEAST_FOREIGN_LETTERS;
}

static bool is_longer_than_preface(const Border *b)
{
    return b->letters_behind > 2 * b->letters_before;
}

/* He says himself that it came from elsewhere. */
static bool is_received(const Border *b)
{
    return b->introduction.is_received && b->letters_before <= MOST_RECEIVED_LETTERS;
}

/* ... and nothing more. */
static bool is_all_preface(const Border *b)
{
    return b->introduction.is_received && b->letters_before <= MOST_SHORT_LETTERS &&
           b->letters_behind >= LEAST_LONG_LETTERS;
}

static bool is_below_remark(const Border *b)
{
    return b->is_below_remark;
}

/* Everything stands below a colon, but a letter does not by chance. */
static bool is_below_colon(const Border *b)
{
    return b->is_below_colon && b->has_opening;
}

/* Who signed above does not go on below. */
static bool is_followed(const Border *b)
{
    return b->is_followed && !b->is_below_name && (!b->is_top || b->is_subject || b->has_opening);
}

/* A warning with nothing before it, of which he says below that he got it. */
static bool is_looked_back_on(const Border *b)
{
    return b->is_top && b->has_opening && b->is_followed && b->is_looked_back_on;
}

/* A letter and its translation: the writer greets twice, and introduces nothing. */
static bool is_twin(const Border *b)
{
    return b->has_opening && b->has_opening_before && b->introduction.phrase.length == 0 &&
           3 * b->letters_before > b->letters_behind;
}

/* Below a colon or between his own words, without more, that is a poem, a program or a citation. */
static bool is_indented(const Border *b)
{
    return b->is_indented &&
           (b->introduction.phrase.length > 0 || (!b->is_below_colon && !b->is_followed));
}

/* A change of language, LANGUAGE_POINTS, is the weightiest sign of all and stands apart: it is
 * asked only where it can decide. */
static const Sign signs[] = {
    { "introduced", 2, is_introduced },
    { "received from elsewhere", 2, is_received },
    { NULL, 2, is_all_preface },
    { "below a remark in brackets", 3, is_below_remark },
    { "set in", 2, is_indented },
    { "below a colon", 2, is_below_colon },
    { "the poster speaks again below", 2, is_followed },
    { "said to be received", 5, is_looked_back_on },
    { NULL, -6, is_twin },
    { "opens like a letter", 2, opens_like_letter },
    { "a notice, and nothing else", 3, is_bare_notice },
    { "below the poster's name", 3, is_below_name },
    { "below a name", 2, is_below_somebody },
    { "blank lines", 1, has_gap },
    { "border line", 1, has_rule },
    { "somebody else signs", 2, has_foreign_end },
    { "address of a page", 2, has_url },
    { "laid out like an article", 2, is_laid_out },
    { "names an agency", 2, names_agency },
    { NULL, -12, is_by_poster },
    { "reporter", 2, has_byline },
    { "agency", 4, has_dateline },
    { "date line", 1, has_date_line },
    { "title is the subject", 2, is_subject },
    { NULL, -4, is_short },
    { NULL, 1, is_longer_than_preface },
    { NULL, -5, is_signed_again },
    { "subject forwards", 2, subject_forwards },
};

bool border_changes_language(const Border *b)
{
    return b->language_before != NULL && b->language_behind != NULL &&
           strcmp(b->language_before, b->language_behind) != 0;
}

int border_weigh(const PastedText *text, Border *border)
{
    int points = border->is_top ? -LEAST_POINTS_ALONE : -LEAST_POINTS;

    if (border->is_name) {
        return -1;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        points += signs[i].holds(border) ? signs[i].points : 0;
    }
    if (!border->is_top && points + LANGUAGE_POINTS >= 0) {
        border_read_languages(text, border);
        points += border_changes_language(border) ? LANGUAGE_POINTS : 0;
    }
    return points;
}

bool border_is_article(const Border *border)
{
    return 2 * border->has_url + 2 * is_laid_out(border) + 2 * border->has_byline +
               4 * border->has_dateline >=
           LEAST_ARTICLE_POINTS;
}

GPtrArray *border_evidence(const Border *border)
{
    GPtrArray *evidence = g_ptr_array_new_with_free_func(g_free);

    if (border_changes_language(border)) {
        g_ptr_array_add(evidence,
                        g_strdup_printf("language changes %s->%s", border->language_before,
                                        border->language_behind));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (signs[i].evidence == NULL || !signs[i].holds(border)) {
            continue;
        }
        bool has_phrase = signs[i].holds == is_introduced;
        g_autofree char *phrase = has_phrase ? span_copy(border->introduction.phrase) : NULL;
        g_ptr_array_add(evidence, has_phrase ? g_strdup_printf("%s: %s", signs[i].evidence, phrase)
                                             : g_strdup(signs[i].evidence));
    }
    return evidence;
}
