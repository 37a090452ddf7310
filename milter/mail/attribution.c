/* SPDX-License-Identifier: BSD-2-Clause */
#include "attribution.h"

#define MOST_LINES 4

static bool may_end_attribution(Span content)
{
    content = span_trim(content);
    return content.length > 0 && (strchr(":>-)", content.text[content.length - 1]) != NULL ||
                                  (unsigned char)content.text[content.length - 1] >= 0x80);
}

static bool has_digit(Span text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (g_ascii_isdigit(text.text[i])) {
            return true;
        }
    }
    return false;
}

/* Lines [first, last] as one, caller's. */
static GString *join(const TextLines *lines, size_t first, size_t last)
{
    GString *text = g_string_new(NULL);

    for (size_t i = first; i <= last; i++) {
        Span content = span_trim(text_line_content(lines, i));
        if (span_starts_with(content, "\uFEFF")) {
            content = span_slice(content, 3, content.length);
        }
        if (text->len > 0 && content.length > 0) {
            g_string_append_c(text, ' ');
        }
        g_string_append_len(text, content.text,
                            (gssize)MIN(content.length, MOST_ATTRIBUTION_BYTES + 1));
    }
    return text;
}

/* Whether line `index` can be an earlier line of the attribution that goes on below it. */
static bool may_be_wrapped(const TextLines *lines, size_t index, unsigned depth)
{
    const TextLine *line = text_line(lines, index);
    Span content = span_trim(text_line_content(lines, index));

    if (line->depth != depth || (line->mark != LINE_PLAIN && line->mark != LINE_ATTRIBUTION) ||
        content.length == 0) {
        return false;
    }
    char last = content.text[content.length - 1];
    return strchr(".!?:", last) == NULL || (last == '.' && text_has_date(content));
}

/* Whether a line that would be added in front carries part of an attribution: a date, an address or
 * a verb. */
static bool adds_to_it(Span content)
{
    return has_digit(content) || text_has_address(content) ||
           memchr(content.text, '<', content.length) != NULL;
}

/* "Thanks! On DATE NAME wrote:": the poster's words and the attribution share a line where a client
 * joined them. */
static void find_shared_start(const TextLines *lines, Attribution *attribution)
{
    const TextLine *line = text_line(lines, attribution->first);
    Span whole = text_line_whole(lines, attribution->first);

    attribution->start = line->start;
    if (attribution->points < ATTRIBUTION_ALONE || whole.length > MOST_ATTRIBUTION_BYTES) {
        return;
    }
    for (size_t at = line->content; at + 3 < whole.length; at++) {
        bool is_word =
            (at == line->content || whole.text[at - 1] == ' ') && g_ascii_isupper(whole.text[at]);
        size_t end = span_find(whole, ' ', at);
        if (!is_word || !marks_is_opener(span_slice(whole, at, end)) ||
            !has_digit(span_slice(whole, end, MIN(whole.length, end + 30)))) {
            continue;
        }
        size_t start = at;
        while (start > line->content && strchr("- ", whole.text[start - 1]) != NULL) {
            start--;
        }
        attribution->start = start > line->content ? line->start + start : line->start;
        return;
    }
}

bool attribution_read(const TextLines *lines, size_t low, size_t last, Attribution *attribution)
{
    unsigned depth = text_line(lines, last)->depth;

    *attribution = (Attribution){ .first = last, .end = last + 1 };
    if (!may_end_attribution(text_line_content(lines, last))) {
        return false;
    }
    for (size_t first = last, used = 1; used <= MOST_LINES; used++) {
        Span content = span_trim(text_line_content(lines, first));
        if (used == 1 || adds_to_it(content)) {
            g_autoptr(GString) text = join(lines, first, last);
            AttributionMark mark = marks_attribution(span_make(text->str, text->len));
            if (mark.points > attribution->points) {
                attribution->first = first;
                attribution->points = mark.points;
                attribution->language = mark.language;
            }
        }
        /* A blank line inside occurs where HTML was turned into text: "NAME\n\n<\nmailto:...>
         * wrote:". */
        size_t before = first;
        if (before > low && text_line_is_blank(lines, before - 1) && content.length > 0 &&
            content.text[0] == '<') {
            before--;
        }
        if (before == low || !may_be_wrapped(lines, before - 1, depth)) {
            break;
        }
        first = before - 1;
    }
    find_shared_start(lines, attribution);
    return attribution->points >= ATTRIBUTION_BEFORE_QUOTE;
}

bool attribution_read_from(const TextLines *lines, size_t first, size_t stop,
                           Attribution *attribution)
{
    unsigned depth = first < stop ? text_line(lines, first)->depth : 0;

    for (size_t last = first;
         last < stop && last < first + MOST_LINES && text_line(lines, last)->depth == depth;
         last++) {
        if (attribution_read(lines, first, last, attribution) && attribution->first == first) {
            return true;
        }
    }
    return false;
}

/* ---- who and when */

/* The words of an attribution and what each is. */
typedef struct Word {
    Span text;
    bool is_date, is_verb;
} Word;

static bool is_zone_or_half(Span word)
{
    size_t capitals = 0;

    while (capitals < word.length && g_ascii_isupper(word.text[capitals])) {
        capitals++;
    }
    return (capitals == word.length && capitals >= 2 && capitals <= 5) ||
           span_equals_ascii_caseless(word, "uhr") ||
           span_starts_with_ascii_caseless(word, "a.m") ||
           span_starts_with_ascii_caseless(word, "p.m") || span_starts_with(word, "(GMT");
}

static Span strip_punctuation(Span word)
{
    while (word.length > 0 && strchr(",;:\"'", word.text[0]) != NULL) {
        word = span_slice(word, 1, word.length);
    }
    while (word.length > 0 && strchr(",;:\"'", word.text[word.length - 1]) != NULL) {
        word.length--;
    }
    return word;
}

static GArray *read_words(Span text)
{
    GArray *words = g_array_new(FALSE, TRUE, sizeof(Word));

    for (size_t at = 0; at < text.length;) {
        size_t end = span_find(text, ' ', at);
        Word word = { .text = span_slice(text, at, end) };
        bool is_address = memchr(word.text.text, '@', word.text.length) != NULL ||
                          memchr(word.text.text, '<', word.text.length) != NULL;
        Span bare = strip_punctuation(word.text);
        word.is_date = bare.length > 0 && !is_address && has_digit(bare);
        word.is_verb = !is_address && marks_is_verb(bare);
        if (bare.length > 0 || word.text.length > 0) {
            g_array_append_val(words, word);
        }
        at = end + 1;
    }
    return words;
}

/* The run of words from the first with digits to the last, weekday before and zone behind it taken
 * in. */
static void find_date(const GArray *words, size_t *first, size_t *end)
{
    *first = *end = 0;
    for (size_t i = 0; i < words->len; i++) {
        if (g_array_index(words, Word, i).is_date) {
            *first = *end == 0 ? i : *first;
            *end = i + 1;
        }
    }
    if (*end == 0) {
        return;
    }
    /* Month and weekday before it. */
    for (size_t taken = 0; taken < 2 && *first > 1; taken++) {
        const Word *before = &g_array_index(words, Word, *first - 1);
        bool is_address = memchr(before->text.text, '@', before->text.length) != NULL;
        if (before->is_verb || is_address || marks_is_opener(strip_punctuation(before->text))) {
            break;
        }
        (*first)--;
    }
    while (*end < words->len &&
           is_zone_or_half(strip_punctuation(g_array_index(words, Word, *end).text))) {
        (*end)++;
    }
}

static char *slice_words(const GArray *words, size_t first, size_t end)
{
    if (first >= end) {
        return NULL;
    }
    const Word *begin = &g_array_index(words, Word, first),
               *last = &g_array_index(words, Word, end - 1);
    Span text = strip_punctuation(span_make(
        begin->text.text, (size_t)(last->text.text + last->text.length - begin->text.text)));
    text = span_trim(text);
    return text.length == 0 ? NULL : span_copy(text);
}

/* "at", "um", "," and their like between date and name. */
static bool is_filler(Span word)
{
    Span bare = strip_punctuation(word);
    return bare.length == 0 || (bare.length <= 3 && g_ascii_islower(bare.text[0]) &&
                                memchr(bare.text, '@', bare.length) == NULL);
}

/* The words with the address, from the name before it on: back to the date, the verb or the
 * beginning. */
static char *find_person(const GArray *words, size_t date_first, size_t date_end)
{
    size_t address = words->len, verb = words->len;

    for (size_t i = 0; i < words->len; i++) {
        const Word *word = &g_array_index(words, Word, i);
        bool is_address = memchr(word->text.text, '@', word->text.length) != NULL;
        address = is_address ? i : address;
        verb = word->is_verb && verb == words->len ? i : verb;
    }
    size_t end = address < words->len ? address + 1 : verb;
    size_t first = date_end > 0 && date_end <= end ? date_end : 0;
    first = verb < end && verb + 1 > first ? verb + 1 : first;
    end = date_end > end && date_first < end ? date_first : end;
    while (first + 1 < end && is_filler(g_array_index(words, Word, first).text)) {
        first++;
    }
    return slice_words(words, first, end);
}

void attribution_origin(const TextLines *lines, const Attribution *attribution, Origin *origin)
{
    g_autoptr(GString) text = join(lines, attribution->first, attribution->end - 1);
    g_autoptr(GArray) words =
        read_words(span_trim(text_head(span_make(text->str, text->len), MOST_ATTRIBUTION_BYTES)));
    size_t first, end;

    find_date(words, &first, &end);
    origin->date = slice_words(words, first, end);
    origin->from = find_person(words, first, end);
}
