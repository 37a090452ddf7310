/* SPDX-License-Identifier: BSD-2-Clause */
#include "segments.h"

#define MOST_PARAGRAPHS      8 /* Yahoo Groups has four */
#define MOST_PARAGRAPH_LINES 14
#define MOST_NAMED_BYTES     4096 /* of a footer, looked through for names of lists */
#define LEAST_NAME_BYTES     3
#define MOST_OTHERS          16
#define MOST_TITLE_LINES                                                                           \
    1 /* between a border and the first line that tells of a list; more is a signature */

/* Paragraph [first, stop): lines without a blank one. */
typedef struct Paragraph {
    size_t first, stop;
    size_t first_strong; /* stop when none */
    size_t first_weak;   /* strong ones too */
    unsigned points;
} Paragraph;

static bool is_border(const TextLines *lines, size_t index)
{
    unsigned mark = text_line(lines, index)->mark;
    return mark == LINE_RULE || mark == LINE_SIGNATURE;
}

/* The paragraph that ends at or before `stop`; false when there is none at this depth or it is too
 * long for a footer. */
static bool read_paragraph(const TextLines *lines, size_t low, size_t stop, unsigned depth,
                           Paragraph *paragraph)
{
    while (stop > low && text_line_is_blank(lines, stop - 1)) {
        stop--;
    }
    *paragraph =
        (Paragraph){ .first = stop, .stop = stop, .first_strong = stop, .first_weak = stop };
    for (size_t i = stop;
         i > low && stop - i < MOST_PARAGRAPH_LINES && !text_line_is_blank(lines, i - 1); i--) {
        if (text_line(lines, i - 1)->depth != depth) {
            break;
        }
        unsigned points = marks_footer(text_line_content(lines, i - 1));
        paragraph->points += points;
        paragraph->first = i - 1;
        paragraph->first_weak = points > 0 ? i - 1 : paragraph->first_weak;
        paragraph->first_strong = points > 1 ? i - 1 : paragraph->first_strong;
    }
    return paragraph->first < stop;
}

/* The first border of the paragraph below which, before the next border, a footer line stands. */
static size_t first_border_above_footer(const TextLines *lines, const Paragraph *paragraph)
{
    size_t border = paragraph->stop;

    for (size_t i = paragraph->first; i < paragraph->stop; i++) {
        if (is_border(lines, i)) {
            border = i;
        } else if (border < i && i - border <= 1 + MOST_TITLE_LINES &&
                   marks_footer(text_line_content(lines, i)) > 0) {
            return border;
        }
    }
    return paragraph->stop;
}

/* A line that is an address of the net and little else: it may stand right below the poster's last
 * words. */
static bool is_link(Span line)
{
    line = span_trim(line);
    return (span_starts_with(line, "http") || span_starts_with(line, "<http")) &&
           memchr(line.text, ' ', line.length) == NULL;
}

static bool ends_sentence(Span line)
{
    line = span_trim(line);
    return line.length > 0 && strchr(".!?)", line.text[line.length - 1]) != NULL;
}

/* Where in the paragraph the footer begins. */
static size_t footer_in_paragraph(const TextLines *lines, const Paragraph *paragraph)
{
    size_t border = first_border_above_footer(lines, paragraph);

    if (border < paragraph->stop) {
        return border;
    }
    if (is_link(text_line_content(lines, paragraph->first_weak))) {
        return paragraph->first_weak;
    }
    /* Words above a footer without a border: the poster's when they end a sentence, else the
     * footer's title. */
    if (paragraph->first_weak > paragraph->first &&
        ends_sentence(text_line_content(lines, paragraph->first_weak - 1)) &&
        paragraph->first_weak - paragraph->first > 2) {
        return paragraph->first_weak;
    }
    return paragraph->first;
}

size_t footer_find(const TextLines *lines, size_t first, size_t stop, unsigned depth)
{
    size_t begin = stop;
    Paragraph paragraph;

    for (size_t count = 0; count < MOST_PARAGRAPHS; count++) {
        size_t above = count == 0 ? stop : begin;
        if (!read_paragraph(lines, first, above, depth, &paragraph)) {
            break;
        }
        bool is_sure = paragraph.first_strong < paragraph.stop || paragraph.points >= 3;
        bool is_beside =
            begin < stop && (paragraph.points > 0 || (paragraph.stop - paragraph.first == 1 &&
                                                      is_border(lines, paragraph.first)));
        if (!is_sure && !is_beside) {
            break;
        }
        begin = paragraph.points == 0 ? paragraph.first : footer_in_paragraph(lines, &paragraph);
        if (begin > paragraph.first) {
            break;
        }
    }
    return begin;
}

/* Behind the footer that begins at `first`: at the border above the next. */
static size_t footer_stop(const TextLines *lines, size_t first, size_t stop)
{
    for (size_t i = first + 1; i < stop; i++) {
        if (is_border(lines, i) && !is_border(lines, i - 1)) {
            return i;
        }
    }
    return stop;
}

/* Whether the lines name one of the lists or people: by the part of the address before the "@". */
static bool names_one(const TextLines *lines, Stretch footer, char **addresses)
{
    size_t start = text_lines_offset(lines, footer.low),
           end = text_lines_offset(lines, footer.stop);
    Span text = text_head(span_slice(lines->text, start, end), MOST_NAMED_BYTES);
    g_autofree char *folded = marks_fold(text, MOST_NAMED_BYTES);

    for (char **one = addresses; folded != NULL && one != NULL && *one != NULL; one++) {
        g_autofree char *local = g_strndup(*one, strcspn(*one, "@"));
        if (strlen(local) >= LEAST_NAME_BYTES && strstr(folded, local) != NULL) {
            return true;
        }
    }
    return false;
}

size_t footer_of_post(const TextLines *lines, const PostFacts *facts, const char *original_to,
                      Stretch footers)
{
    g_auto(GStrv) others = addresses_parse(original_to == NULL ? "" : original_to, MOST_OTHERS);
    Stretch footer = footers;

    while (footer.low < footers.stop) {
        footer.stop = footer_stop(lines, footer.low, footers.stop);
        if (names_one(lines, footer, facts->recipients) || !names_one(lines, footer, others)) {
            return footer.low;
        }
        footer.low = footer.stop;
    }
    return footers.stop;
}
