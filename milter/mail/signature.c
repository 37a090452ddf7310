/* SPDX-License-Identifier: BSD-2-Clause */
#include "segments.h"

#define MOST_SIGNATURE_LINES 25 /* real ones go up to 20; more is text that was put below one */
#define MOST_NAME_LINES      4  /* below "-Name" */
#define MOST_RULED_LINES     6  /* below underscores */
#define MOST_SHORT_BYTES     70

static size_t count_lines(const TextLines *lines, size_t first, size_t stop)
{
    size_t count = 0;

    for (size_t i = first; i < stop; i++) {
        count += !text_line_is_blank(lines, i);
    }
    return count;
}

/* The mark of RFC 3676 below which at most a signature's lines stand; the first such. */
static size_t find_mark(const TextLines *lines, size_t first, size_t stop)
{
    size_t count = 0, found = stop;

    for (size_t i = stop; i > first && count <= MOST_SIGNATURE_LINES; i--) {
        const TextLine *line = text_line(lines, i - 1);
        found = line->mark == LINE_SIGNATURE ? i - 1 : found;
        count += line->mark != LINE_BLANK;
    }
    return found;
}

static size_t find_container(const TextLines *lines, size_t first, size_t stop)
{
    size_t found = stop;

    for (size_t i = stop; i > first; i--) {
        bool is_inside = (text_line(lines, i - 1)->container & CONTAINER_SIGNATURE) != 0;
        if (!is_inside && !text_line_is_blank(lines, i - 1)) {
            break;
        }
        found = is_inside ? i - 1 : found;
    }
    return found;
}

static size_t find_armour(const TextLines *lines, size_t first, size_t stop)
{
    for (size_t i = stop; i > first; i--) {
        Span content = text_line_content(lines, i - 1);
        if (span_starts_with(content, "-----BEGIN PGP SIGNATURE-----")) {
            return i - 1;
        }
        /* Armour is lines without blanks; anything else ends the look for it. */
        if (memchr(content.text, ' ', content.length) != NULL &&
            !span_starts_with(content, "-----") &&
            memchr(content.text, ':', content.length) == NULL) {
            break;
        }
    }
    return stop;
}

/* "Sent from my ...", the last line but two at most. */
static size_t find_device(const TextLines *lines, size_t first, size_t stop)
{
    size_t count = 0;

    for (size_t i = stop; i > first && count < 3; i--) {
        if (text_line_is_blank(lines, i - 1)) {
            continue;
        }
        count++;
        if (marks_device(text_line_content(lines, i - 1)) != NULL) {
            return i - 1;
        }
    }
    return stop;
}

static bool is_short(Span content)
{
    return span_trim(content).length <= MOST_SHORT_BYTES;
}

/* Underscores with a few lines below that go to the end. */
static size_t find_ruled(const TextLines *lines, size_t first, size_t stop)
{
    size_t count = 0;

    for (size_t i = stop; i > first && count <= MOST_RULED_LINES; i--) {
        Span content = span_trim(text_line_content(lines, i - 1));
        if (text_line(lines, i - 1)->mark == LINE_RULE && content.text[0] == '_' && count > 0) {
            return i - 1;
        }
        if (content.length > 0 && !is_short(content)) {
            break;
        }
        count += content.length > 0;
    }
    return stop;
}

/* "-Name", "- Name": one to four words in capitals behind a dash, below a blank line, near the end.
 */
static bool is_dashed_name(const TextLines *lines, const PostFacts *facts, size_t index)
{
    Span content = text_line_content(lines, index);

    if (content.length < 3 || content.text[0] != '-' || content.text[1] == '-' ||
        !is_short(content)) {
        return false;
    }
    Span name = span_trim(span_slice(content, 1, content.length));
    g_autofree char *folded = marks_fold(name, MOST_SHORT_BYTES);
    g_auto(GStrv) words = g_strsplit(folded == NULL ? "" : folded, " ", 2);
    bool is_poster =
        words[0] != NULL && strlen(words[0]) > 1 && strstr(facts->from_name, words[0]) != NULL;
    bool is_glued = content.text[1] != ' ';
    size_t spaces = 0;
    for (size_t i = 0; i < name.length; i++) {
        spaces += name.text[i] == ' ';
    }
    return name.length > 0 && spaces <= 3 &&
           (is_poster || (is_glued && g_ascii_isupper(name.text[0]) &&
                          strchr(".?!:", name.text[name.length - 1]) == NULL));
}

static size_t find_dashed_name(const TextLines *lines, const PostFacts *facts, size_t first,
                               size_t stop)
{
    size_t count = 0;

    for (size_t i = stop; i > first + 1 && count <= MOST_NAME_LINES; i--) {
        if (is_dashed_name(lines, facts, i - 1) && text_line_is_blank(lines, i - 2)) {
            return i - 1;
        }
        count += !text_line_is_blank(lines, i - 1);
        if (!is_short(text_line_content(lines, i - 1))) {
            break;
        }
    }
    return stop;
}

/* A text that is nothing but a signature says something, unless a mark or a container says that it
 * is one. */
static bool is_all(const TextLines *lines, size_t first, size_t found)
{
    const TextLine *line = text_line(lines, found);

    return first == 0 && count_lines(lines, first, found) == 0 && line->mark != LINE_SIGNATURE &&
           (line->container & CONTAINER_SIGNATURE) == 0;
}

size_t signature_find(const TextLines *lines, const PostFacts *facts, size_t first, size_t stop)
{
    size_t last = stop;

    while (last > first && text_line_is_blank(lines, last - 1)) {
        last--;
    }
    size_t found = MIN(find_mark(lines, first, last), find_container(lines, first, last));
    found = MIN(found, find_armour(lines, first, found));
    found = MIN(found, find_device(lines, first, found));
    if (found == last) {
        found = MIN(find_ruled(lines, first, last), find_dashed_name(lines, facts, first, last));
    }
    return found == last || is_all(lines, first, found) ? stop : found;
}

size_t poster_signature_find(const TextLines *lines, const PostFacts *facts, size_t first,
                             size_t stop)
{
    size_t begin = signature_find(lines, facts, first, stop);

    for (size_t i = begin; i < stop; i++) {
        g_autofree char *folded = marks_fold(text_line_content(lines, i), MOST_MARK_BYTES);
        if (folded != NULL && post_facts_name_poster(facts, folded)) {
            return begin;
        }
    }
    return stop;
}
