/* SPDX-License-Identifier: BSD-2-Clause */
#include "pasted_end.h"
#include "segments.h"

#define MOST_BORDERS       16 /* prefaces are short */
#define MOST_PREFACE_BYTES 4096
#define MOST_LETTERS       16384 /* counted of the text behind */

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
        int found = border_weigh(text, &border);
        /* A second article may have more signs than the first; the first is where foreign text
         * begins. */
        bool is_later_article = best.facts != NULL && border_is_article(&best);
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
    if (border_changes_language(&best)) {
        pasted_end_read(&text, best.language_before);
    }
    size_t signature = poster_signature_find(lines, facts, best.line, stop);
    *pasted = (Pasted){ .first = best.line,
                        .stop = text.end > best.line ? MIN(text.end, signature) : signature,
                        .confidence = (unsigned)MIN(90, 60 + 4 * points),
                        .evidence = border_evidence(&best) };
    return true;
}
