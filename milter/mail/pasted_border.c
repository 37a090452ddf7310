/* SPDX-License-Identifier: BSD-2-Clause */
#include "pasted_border.h"

#include "mail/language.h"

#define MOST_SAMPLE_BYTES 2048 /* of the text on each side, for its language */
#define MOST_HEAD_LINES                                                                            \
    8 /* title, date, reporter and agency stand in the first lines of an article */
#define MOST_TITLE_BYTES 70
#define LEAST_CONFIDENCE 70 /* of both languages, for a change to be one */

size_t pasted_count_letters(Span text)
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
           !text_has_address(content) && !is_link_line(content) &&
           pasted_count_letters(content) <= 36;
}

static bool holds_folded(const char *text, Span piece)
{
    g_autofree char *folded = marks_fold(span_trim(piece), MOST_MARK_BYTES);
    return folded != NULL && strlen(folded) >= 10 && strstr(text, folded) != NULL;
}

static bool names_poster(const PostFacts *facts, Span line)
{
    g_autofree char *folded = marks_fold(line, MOST_MARK_BYTES);

    return folded != NULL && post_facts_name_poster(facts, folded);
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
        border->has_opening |= seen == 0 && !is_rule && pasted_is_letter_opening(content);
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

bool pasted_is_poster(const PastedText *text, size_t index)
{
    const TextLines *lines = text->lines;
    const PostFacts *facts = text->facts;
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

static bool ends_in_colon(Span content)
{
    content = span_trim(content);
    return content.length > 0 &&
           (content.text[content.length - 1] == ':' ||
            (content.length >= 3 && span_equals(text_tail(content, 3), "：")));
}

/* The paragraph right before the border. */
static void read_tail_before(const PastedText *text, Border *border)
{
    const TextLines *lines = text->lines;
    size_t first = text->first;
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
        border->is_below_name |= pasted_is_poster(text, i - 1);
    }
    bool is_alone = last > first && (last - 1 == first || text_line_is_blank(lines, last - 2));
    size_t seen = 0;
    for (size_t i = border->line; i < text->end && seen < 4; i++) {
        border->is_signed_again |= pasted_is_poster(text, i);
        seen += !text_line_is_blank(lines, i);
    }
    border->is_below_colon = last > first && ends_in_colon(text_line_content(lines, last - 1));
    border->is_below_somebody = is_alone && looks_like_name(text_line_content(lines, last - 1));
}

static const char *own_domain(const PostFacts *facts)
{
    const char *at = facts->from_address == NULL ? NULL : strchr(facts->from_address, '@');
    return at == NULL ? "@" : at + 1;
}

/* In the last lines: a closing formula and no name of the poster's below it, or an address of
 * somebody else's. */
static void read_end(const PastedText *text, Border *border)
{
    const TextLines *lines = text->lines;
    size_t seen = 0;
    bool has_poster = false, has_close = false;

    for (size_t i = text->is_answered ? text->end : text->stop; i > border->line && seen < 4; i--) {
        if (text_line_is_blank(lines, i - 1)) {
            continue;
        }
        Span content = text_line_content(lines, i - 1);
        g_autofree char *small =
            g_ascii_strdown(content.text, (gssize)MIN(content.length, MOST_MARK_BYTES));
        has_poster |= pasted_is_poster(text, i - 1);
        has_close |=
            marks_sign_off(content) != NULL ||
            (text_has_address(content) && strstr(small, own_domain(border->facts)) == NULL);
        seen++;
    }
    border->has_foreign_end = has_close && !has_poster;
}

const char *pasted_sure_language(Span text)
{
    unsigned confidence;
    const char *code = language_guess(text, &confidence);

    return confidence >= LEAST_CONFIDENCE ? code : NULL;
}

void border_read_languages(const PastedText *text, Border *border)
{
    border->language_before = pasted_sure_language(
        text_tail(lines_text(text->lines, text->first, border->line), MOST_SAMPLE_BYTES));
    border->language_behind = pasted_sure_language(text_head(
        lines_text(text->lines, border->line, MAX(text->end, border->line)), MOST_SAMPLE_BYTES));
}

/* Whether every one of the next lines begins with a blank, and the first of the text does not. */
static bool is_indented(const PastedText *text, size_t line)
{
    size_t seen = 0, first = text_lines_skip_blank(text->lines, text->first, line);

    for (size_t i = line; i < text->end && seen < MOST_HEAD_LINES; i++) {
        if (text_line_is_blank(text->lines, i)) {
            continue;
        }
        if (!g_ascii_isspace(text_line_whole(text->lines, i).text[0])) {
            return false;
        }
        seen++;
    }
    return seen >= 4 && first < line &&
           !g_ascii_isspace(text_line_whole(text->lines, first).text[0]);
}

/* "[Reformatted for mailing by NAME]", "(Forwarded from ...)": one paragraph in brackets is all
 * there is before. */
static bool is_below_remark(const PastedText *text, size_t line)
{
    size_t first = text_lines_skip_blank(text->lines, text->first, line), last = line;

    while (last > first && text_line_is_blank(text->lines, last - 1)) {
        last--;
    }
    if (first == last || last - first > 4) {
        return false;
    }
    Span begin = span_trim(text_line_whole(text->lines, first)),
         end = span_trim(text_line_whole(text->lines, last - 1));
    return end.length > 2 &&
           ((begin.text[0] == '[' && memchr("].", end.text[end.length - 1], 2) != NULL) ||
            (begin.text[0] == '(' && end.text[end.length - 1] == ')'));
}

void border_read(const PastedText *text, Border *border)
{
    border->is_name = pasted_is_poster(text, border->line);
    border->is_top = text_lines_skip_blank(text->lines, text->first, border->line) == border->line;
    read_head(text->lines, text->stop, border);
    read_tail_before(text, border);
    read_end(text, border);
    border->is_followed = text->is_answered && border->line < text->end;
    border->is_looked_back_on = text->is_looked_back_on;
    border->is_indented = is_indented(text, border->line);
    border->is_below_remark = is_below_remark(text, border->line);
}
