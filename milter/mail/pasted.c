/* SPDX-License-Identifier: BSD-2-Clause */
#include "pasted_end.h"
#include "segments.h"

#define MOST_BORDERS            16 /* prefaces are short */
#define MOST_PREFACE_BYTES      4096
#define MOST_LETTERS            16384 /* counted of the text behind */
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

static bool opens_like_letter(const Border *b)
{
    return b->has_opening && !b->is_top;
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

static bool subject_forwards(const Border *b)
{
    return b->facts->prefix == PREFIX_FORWARD || b->facts->prefix == PREFIX_FORWARD_WEAK;
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

static bool changes_language(const Border *b)
{
    return b->language_before != NULL && b->language_behind != NULL &&
           strcmp(b->language_before, b->language_behind) != 0;
}

/* How far above the threshold the border is; below 0: it is none. */
static int weigh(const PastedText *text, Border *border)
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
        points += changes_language(border) ? LANGUAGE_POINTS : 0;
    }
    return points;
}

/* Points of what makes a text an article, whatever stands before it. */
static bool is_article(const Border *border)
{
    return 2 * border->has_url + 2 * is_laid_out(border) + 2 * border->has_byline +
               4 * border->has_dateline >=
           LEAST_ARTICLE_POINTS;
}

static GPtrArray *tell(const Border *border)
{
    GPtrArray *evidence = g_ptr_array_new_with_free_func(g_free);

    if (changes_language(border)) {
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

/* Whether a paragraph, or the rule line above one, begins at `line`. */
static bool begins_paragraph(const TextLines *lines, size_t first, size_t line)
{
    return !text_line_is_blank(lines, line) &&
           (line == first || text_line_is_blank(lines, line - 1) ||
            (text_line(lines, line)->mark == LINE_RULE &&
             text_line(lines, line - 1)->mark != LINE_RULE));
}

/* Adds lines [from, to), which now stand before the border, to what is counted of them. */
static void pass(const PastedText *text, size_t from, size_t to, Border *border)
{
    size_t start = text_lines_offset(text->lines, from), end = text_lines_offset(text->lines, to);
    Span passed = span_slice(text->lines->text, start, end);
    g_autofree char *folded = marks_fold(passed, MOST_PREFACE_BYTES);
    Introduction introduction =
        folded == NULL ? (Introduction){ 0 } : pasted_introduction(span_of(folded));
    size_t letters = MIN(pasted_count_letters(passed), border->letters_behind);

    border->has_opening_before |= pasted_is_letter_opening(
        text_line_content(text->lines, text_lines_skip_blank(text->lines, from, to - 1)));
    if (border->introduction.phrase.length == 0 ||
        (introduction.is_received && !border->introduction.is_received)) {
        border->introduction = introduction;
    }
    border->letters_before += letters;
    border->letters_behind -= letters;
}

/* The best border of the text; `points` becomes what it has above the threshold. */
static Border find_border(const PastedText *text, int *points)
{
    size_t start = text_lines_offset(text->lines, text->first),
           end = text_lines_offset(text->lines, text->end), passed = text->first;
    Span all = span_slice(text->lines->text, start, MIN(end, start + MOST_LETTERS));
    Border best = { 0 },
           counted = { .facts = text->facts, .letters_behind = pasted_count_letters(all) };

    for (size_t line = text->first, tried = 0; line < text->stop && tried < MOST_BORDERS; line++) {
        if (text_lines_offset(text->lines, line) - start > MOST_PREFACE_BYTES) {
            break;
        }
        if (!begins_paragraph(text->lines, text->first, line)) {
            continue;
        }
        if (line > passed) {
            pass(text, passed, line, &counted);
            passed = line;
        }
        Border border = counted;
        border.line = line;
        border_read(text, &border);
        counted.is_by_poster = border.is_by_poster;
        int found = weigh(text, &border);
        /* A second article may have more signs than the first; the first is where foreign text
         * begins. */
        bool is_later_article = best.facts != NULL && is_article(&best);
        if (found >= 0 && !is_later_article && (best.facts == NULL || found > *points)) {
            best = border;
            *points = found;
        }
        tried++;
    }
    return best;
}

bool pasted_find(const TextLines *lines, const PostFacts *facts, size_t first, size_t stop,
                 Pasted *pasted)
{
    PastedText text = { .lines = lines, .facts = facts, .first = first, .stop = stop };
    int points = 0;

    /* Whoever answers writes himself. */
    if (first >= stop || facts->has_in_reply_to || facts->prefix == PREFIX_REPLY) {
        return false;
    }
    pasted_end_read(&text, NULL);
    Border best = find_border(&text, &points);
    if (best.facts == NULL) {
        return false;
    }
    if (changes_language(&best)) {
        pasted_end_read(&text, best.language_before);
    }
    size_t signature = poster_signature_find(lines, facts, best.line, stop);
    *pasted = (Pasted){ .first = best.line,
                        .stop = text.end > best.line ? MIN(text.end, signature) : signature,
                        .confidence = (unsigned)MIN(90, 60 + 4 * points),
                        .evidence = tell(&best) };
    return true;
}
