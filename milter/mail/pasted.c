/* SPDX-License-Identifier: BSD-2-Clause */
#include "pasted.h"

#include "mail/language.h"

#define MOST_BORDERS       16 /* prefaces are short */
#define MOST_PREFACE_BYTES 4096
#define MOST_SAMPLE_BYTES  2048 /* of the text behind, for its language */
#define MOST_HEAD_LINES                                                                            \
    8 /* title, date, reporter and agency stand in the first lines of an article */
#define MOST_TITLE_BYTES      70
#define LEAST_CONFIDENCE      65 /* of both languages, for a change to be one */
#define LEAST_FOREIGN_LETTERS 120
#define LEAST_POINTS          7
#define LEAST_POINTS_ALONE    6 /* when nothing stands before it but the article's own signs count */

/* A paragraph's begin at which a foreign text may begin, and what was found around it. */
typedef struct Border {
    size_t line;
    size_t blank_lines;     /* before it */
    bool has_rule;          /* a line of dashes before or at it */
    bool is_top;            /* nothing before it */
    bool is_below_name;     /* the paragraph before it is the poster's name or signature */
    bool is_below_somebody; /* ... or looks like some name */
    bool is_signed_again;   /* the poster's name stands in the first lines behind it too */
    bool has_foreign_end;   /* closing formula or an address of another domain in the last lines */
    bool has_url, has_byline, has_dateline, has_date_line, names_agency;
    size_t head_lines; /* that look like an article's */
    bool is_by_poster; /* a reporter's line at it or before it names the poster */
    bool is_subject;   /* its first lines are the post's subject */
    size_t letters_before, letters_behind;
    const char *language_before, *language_behind;
    const char *introduction, *opening;
    const PostFacts *facts;
} Border;

typedef struct Sign {
    const char *evidence;
    int points;
    bool (*holds)(const Border *border);
} Sign;

static bool changes_language(const Border *b)
{
    return b->language_before != NULL && b->language_behind != NULL &&
           strcmp(b->language_before, b->language_behind) != 0;
}

static bool is_introduced(const Border *b)
{
    return b->introduction != NULL;
}

static bool opens_like_letter(const Border *b)
{
    return b->opening != NULL && !b->is_top;
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

static bool is_answer(const Border *b)
{
    return b->facts->has_in_reply_to || b->facts->prefix == PREFIX_REPLY;
}

static bool subject_forwards(const Border *b)
{
    return b->facts->prefix == PREFIX_FORWARD || b->facts->prefix == PREFIX_FORWARD_WEAK;
}

static const Sign signs[] = {
    { "language changes", 5, changes_language },
    { "introduced", 2, is_introduced },
    { "opens like a letter", 2, opens_like_letter },
    { "below the poster's name", 3, is_below_name },
    { "below a name", 2, is_below_somebody },
    { "blank lines", 1, has_gap },
    { "border line", 1, has_rule },
    { "somebody else signs", 2, has_foreign_end },
    { "address of a page", 2, has_url },
    { "laid out like an article", 2, is_laid_out },
    { "names an agency", 2, names_agency },
    { NULL, -6, is_by_poster },
    { "reporter", 2, has_byline },
    { "agency", 4, has_dateline },
    { "date line", 1, has_date_line },
    { "title is the subject", 2, is_subject },
    { NULL, -4, is_short },
    { NULL, 1, is_longer_than_preface },
    { NULL, -4, is_answer },
    { NULL, -5, is_signed_again },
    { "subject forwards", 2, subject_forwards },
};

/* ---- what stands around a border */

static size_t count_letters(Span text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++) {
        count += g_ascii_isalpha(text.text[i]) || (unsigned char)text.text[i] >= 0xC0;
    }
    return count;
}

static Span lines_text(const TextLines *lines, size_t first, size_t stop)
{
    size_t start = text_lines_offset(lines, first);
    return span_slice(lines->text, start, MAX(start, text_lines_offset(lines, stop)));
}

/* Cut at a character, from the end that is farther from the border. */
static Span head_of(Span text, size_t most)
{
    if (text.length <= most) {
        return text;
    }
    while (most > 0 && ((unsigned char)text.text[most] & 0xC0) == 0x80) {
        most--;
    }
    return span_slice(text, 0, most);
}

static bool is_link_line(Span content)
{
    content = span_trim(content);
    return (span_starts_with(content, "http") || span_starts_with(content, "<http") ||
            span_starts_with(content, "www.")) &&
           memchr(content.text, ' ', content.length) == NULL;
}

/* A line that is a date and hardly anything else. */
static bool is_date_line(Span content)
{
    content = span_trim(content);
    return content.length >= 8 && content.length <= 60 && text_has_date(content) &&
           strchr(".,:;-", content.text[content.length - 1]) == NULL &&
           !text_has_address(content) && !is_link_line(content) && count_letters(content) <= 36;
}

static bool holds_folded(const char *text, Span piece)
{
    g_autofree char *folded = marks_fold(span_trim(piece), MOST_MARK_BYTES);
    return folded != NULL && strlen(folded) >= 10 && strstr(text, folded) != NULL;
}

static bool names_poster(const PostFacts *facts, Span line)
{
    g_autofree char *folded = marks_fold(line, MOST_MARK_BYTES);

    return folded != NULL &&
           ((facts->from_address != NULL && strstr(folded, facts->from_address) != NULL) ||
            (facts->from_name[0] != '\0' && strstr(folded, facts->from_name) != NULL));
}

/* A title, a source, an office: short and no sentence. */
static bool is_head_line(Span content)
{
    content = span_trim(content);
    /* "[Is this true?]" is the poster's remark above what he brings. */
    return content.length <= MOST_TITLE_BYTES && content.text[0] != '[' &&
           strchr(".,;:", content.text[content.length - 1]) == NULL;
}

/* The lines at the border that can be an article's head; running text ends it. */
static void read_head(const TextLines *lines, size_t stop, Border *border)
{
    size_t seen = 0;

    stop = MIN(stop, border->line + 4 * MOST_HEAD_LINES);
    for (size_t i = border->line; i < stop && seen < MOST_HEAD_LINES; i++) {
        Span content = text_line_content(lines, i);
        if (text_line_is_blank(lines, i)) {
            continue;
        }
        bool is_rule = text_line(lines, i)->mark == LINE_RULE, is_link = is_link_line(content),
             is_date = is_date_line(content);
        bool is_byline = pasted_is_byline(content),
             is_subject = holds_folded(border->facts->folded_subject, content);
        border->has_rule |= seen == 0 && is_rule;
        border->opening = seen == 0 && !is_rule ? pasted_letter_opening(content) : border->opening;
        border->has_dateline |= pasted_is_dateline(content);
        border->has_url |= is_link && seen == 0;
        border->names_agency |= pasted_names_agency(content);
        border->is_by_poster |= is_byline && names_poster(border->facts, content);
        border->has_byline |= is_byline;
        border->has_date_line |= is_date;
        border->is_subject |= is_subject;
        if (border->has_dateline || (!is_rule && !is_link && !is_date && !is_byline &&
                                     !is_subject && !is_head_line(content))) {
            break;
        }
        seen += !is_rule || seen > 0;
        border->head_lines += !is_rule && !is_link;
    }
}

/* Whether a line is the poster's name or address, or a signature's beginning. */
static bool is_poster(const TextLines *lines, const PostFacts *facts, size_t index)
{
    g_autofree char *folded =
        marks_fold(span_trim(text_line_content(lines, index)), MOST_MARK_BYTES);

    if (folded == NULL || text_line(lines, index)->mark == LINE_SIGNATURE) {
        return folded != NULL;
    }
    if (facts->from_address != NULL && strlen(folded) <= strlen(facts->from_address) + 30 &&
        strstr(folded, facts->from_address) != NULL && !g_str_has_prefix(folded, "by ")) {
        return true;
    }
    const char *name = folded + strspn(folded, "-/~* ");
    size_t first_word = strcspn(facts->from_name, " ");
    return strlen(name) > 1 && strlen(name) <= 40 &&
           (strstr(facts->from_name, name) != NULL ||
            (first_word > 2 && strncmp(name, facts->from_name, first_word) == 0 &&
             strchr(" ,\0", name[first_word]) != NULL));
}

/* "Maria Beispiel": one to four words, each with a capital, no end of a sentence. */
static bool looks_like_name(Span content)
{
    content = span_trim(content);
    size_t words = 0;

    if (content.length < 4 || content.length > 40 ||
        strchr(".!?:;", content.text[content.length - 1]) != NULL) {
        return false;
    }
    for (size_t at = 0; at < content.length;) {
        size_t end = span_find(content, ' ', at);
        gunichar letter = g_utf8_get_char(content.text + at);
        if (end > at && !g_unichar_isupper(letter)) {
            return false;
        }
        words += end > at;
        at = end + 1;
    }
    return words >= 2 && words <= 4;
}

/* The paragraph right before the border. */
static void read_tail_before(const TextLines *lines, size_t first, size_t stop, Border *border)
{
    size_t last = border->line, count = 0;

    while (last > first && text_line_is_blank(lines, last - 1)) {
        last--;
        border->blank_lines++;
    }
    if (last > first && text_line(lines, last - 1)->mark == LINE_RULE) {
        border->has_rule = true;
        last--;
    }
    while (last > first && text_line_is_blank(lines, last - 1)) {
        last--;
    }
    for (size_t i = last; i > first && last - i < MOST_HEAD_LINES; i--) {
        Span content = text_line_content(lines, i - 1);
        border->is_by_poster |= pasted_is_byline(content) && names_poster(border->facts, content);
    }
    for (size_t i = last; i > first && count < 4 && !text_line_is_blank(lines, i - 1);
         i--, count++) {
        border->is_below_name |= is_poster(lines, border->facts, i - 1);
    }
    bool is_alone = last > first && (last - 1 == first || text_line_is_blank(lines, last - 2));
    size_t seen = 0;
    for (size_t i = border->line; i < stop && seen < 4; i++) {
        border->is_signed_again |= is_poster(lines, border->facts, i);
        seen += !text_line_is_blank(lines, i);
    }
    border->is_below_somebody = is_alone && looks_like_name(text_line_content(lines, last - 1));
}

static const char *own_domain(const PostFacts *facts)
{
    const char *at = facts->from_address == NULL ? NULL : strchr(facts->from_address, '@');
    return at == NULL ? "@" : at + 1;
}

/* In the last lines: a closing formula and no name of the poster's below it, or an address of
 * somebody else's. */
static void read_end(const TextLines *lines, size_t stop, Border *border)
{
    size_t seen = 0;
    bool has_poster = false, has_close = false;

    for (size_t i = stop; i > border->line && seen < 4; i--) {
        if (text_line_is_blank(lines, i - 1)) {
            continue;
        }
        Span content = text_line_content(lines, i - 1);
        g_autofree char *small =
            g_ascii_strdown(content.text, (gssize)MIN(content.length, MOST_MARK_BYTES));
        has_poster |= is_poster(lines, border->facts, i - 1);
        has_close |=
            marks_sign_off(content) != NULL ||
            (text_has_address(content) && strstr(small, own_domain(border->facts)) == NULL);
        seen++;
    }
    border->has_foreign_end = has_close && !has_poster;
}

static const char *sure_language(Span text)
{
    unsigned confidence;
    const char *code = language_guess(text, &confidence);

    return confidence >= LEAST_CONFIDENCE ? code : NULL;
}

static void read_border(const TextLines *lines, size_t first, size_t stop, Border *border)
{
    Span before = lines_text(lines, first, border->line),
         behind = lines_text(lines, border->line, stop);

    border->is_top = text_lines_skip_blank(lines, first, border->line) == border->line;
    border->letters_before = count_letters(before);
    border->letters_behind = count_letters(head_of(behind, 4 * MOST_PREFACE_BYTES));
    border->introduction = border->is_top ? NULL : pasted_introduction(before);
    border->language_before = sure_language(before);
    border->language_behind = sure_language(head_of(behind, MOST_SAMPLE_BYTES));
    read_head(lines, stop, border);
    read_tail_before(lines, first, stop, border);
    read_end(lines, stop, border);
}

static int count_points(const Border *border)
{
    int points = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        points += signs[i].holds(border) ? signs[i].points : 0;
    }
    return points;
}

/* Points of what makes a text an article, whatever stands before it. */
static int count_article_points(const Border *border)
{
    return 2 * border->has_url + 2 * is_laid_out(border) + 2 * border->has_byline +
           4 * border->has_dateline;
}

static GPtrArray *tell(const Border *border)
{
    GPtrArray *evidence = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (signs[i].evidence == NULL || !signs[i].holds(border)) {
            continue;
        }
        if (signs[i].holds == changes_language) {
            g_ptr_array_add(evidence,
                            g_strdup_printf("%s %s->%s", signs[i].evidence, border->language_before,
                                            border->language_behind));
        } else if (signs[i].holds == is_introduced) {
            g_ptr_array_add(evidence, g_strdup_printf("introduced: %s", border->introduction));
        } else {
            g_ptr_array_add(evidence, g_strdup(signs[i].evidence));
        }
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

bool pasted_find(const TextLines *lines, const PostFacts *facts, size_t first, size_t stop,
                 Pasted *pasted)
{
    Border best = { 0 };
    int most = 0;
    size_t tried = 0;

    for (size_t line = first; line < stop && tried < MOST_BORDERS; line++) {
        if (text_lines_offset(lines, line) - text_lines_offset(lines, first) > MOST_PREFACE_BYTES) {
            break;
        }
        if (!begins_paragraph(lines, first, line)) {
            continue;
        }
        Border border = { .line = line, .facts = facts };
        read_border(lines, first, stop, &border);
        int points = count_points(&border) - (border.is_top ? LEAST_POINTS_ALONE : LEAST_POINTS);
        /* A second article may have more signs than the first; the first is where foreign text
         * begins. */
        bool is_later_article = best.facts != NULL && count_article_points(&best) >= 4;
        if (points >= 0 && !is_later_article && (best.facts == NULL || points > most)) {
            best = border;
            most = points;
        }
        tried++;
    }
    if (best.facts == NULL) {
        return false;
    }
    *pasted = (Pasted){ .first = best.line,
                        .confidence = (unsigned)MIN(90, 60 + 4 * most),
                        .evidence = tell(&best) };
    return true;
}
