/* SPDX-License-Identifier: BSD-2-Clause */
#include "digest.h"

#include "origin.h"

enum {
    MOST_BLANK_BELOW = 3, /* between a border and what stands below it */
    MOST_MESSAGES = 200,  /* Mailman sends a digest long before; what is more belongs to the last */
    MOST_CLOSING_LINES = 24 /* Mailman's footer and "End of ..." are 14 */
};

/* What list software calls a digest, and how many numbers (volume, issue) stand behind the word. */
static const struct {
    const char *word;
    unsigned numbers;
} names[] = {
    { "digest", 1 }, /* RFC 1153, majordomo, ezmlm, LISTSERV, Yahoo, Mailman en, it, pt */
    { "nachrichtensammlung", 1 }, /* Mailman de */
    { "verzamelmail", 1 },        /* Mailman nl */
    { "lot", 2 },                 /* Mailman fr */
    { "resumen", 2 },             /* Mailman es */
    { "sammandrag", 2 },          /* Mailman sv */
    { "sammendrag", 2 },          /* Mailman da, no */
    { "kooste", 2 },              /* Mailman fi */
    { "paczka", 2 },              /* Mailman pl */
    { "список", 2 },              /* Mailman ru */
};

static unsigned count_numbers(const char *text)
{
    unsigned count = 0;

    for (bool was_digit = false; *text != '\0'; text++) {
        bool is_digit = g_ascii_isdigit(*text);
        count += is_digit && !was_digit;
        was_digit = is_digit;
    }
    return count;
}

bool digest_is_named(const char *folded_subject)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *word = strstr(folded_subject, names[i].word);
        if (word != NULL && count_numbers(word) >= names[i].numbers) {
            return true;
        }
    }
    return false;
}

/*
 * RFC 1153: 70 hyphens below the preface, 30 between messages; some programs are off by a few.
 * Yahoo Groups drew a line of underscores.
 */
static bool is_border(const TextLines *lines, size_t index)
{
    if (text_line(lines, index)->mark != LINE_RULE) {
        return false;
    }
    Span text = span_trim(text_line_content(lines, index));
    bool is_dashes = text.length > 0 && text.text[0] == '-' &&
                     ((text.length >= 27 && text.length <= 33) || text.length >= 68);
    bool is_underscores = text.length >= 60 && text.text[0] == '_';

    return is_dashes || is_underscores;
}

static size_t line_below(const TextLines *lines, size_t index, size_t stop)
{
    return text_lines_skip_blank(lines, index + 1, MIN(stop, index + 1 + MOST_BLANK_BELOW));
}

/* Mailman and Yahoo number the messages above their headers. */
static bool is_number(const TextLines *lines, size_t index)
{
    Span text = span_trim(text_line_content(lines, index));
    size_t colon = span_find(text, ':', 0);
    Span number = span_trim(span_slice(text, MIN(colon + 1, text.length), text.length));

    if (!span_starts_with_ascii_caseless(text, "Message") || number.length == 0) {
        return false;
    }
    for (size_t i = 0; i < number.length; i++) {
        if (!g_ascii_isdigit(number.text[i])) {
            return false;
        }
    }
    return true;
}

/* The message whose border is line `index`. */
static bool read_message(const TextLines *lines, size_t index, size_t stop, DigestMessage *message)
{
    g_auto(HeaderBlock) block = { 0 };
    size_t header = line_below(lines, index, stop);

    if (header < stop && is_number(lines, header)) {
        header = line_below(lines, header, stop);
    }
    if (header >= stop || text_line(lines, header)->mark != LINE_HEADER_LABEL ||
        !header_block_read(lines, header, stop, true, &block) || block.origin.from == NULL ||
        (block.origin.subject == NULL && block.origin.date == NULL)) {
        return false;
    }
    *message = (DigestMessage){ .first = index, .body = block.end, .origin = block.origin };
    block.origin = (Origin){ 0 };
    return true;
}

/* "End of NAME Digest" in any language: RFC 1153 4.4 has a line of asterisks below. */
static bool is_last_line(const TextLines *lines, size_t index, size_t stop)
{
    size_t below = index + 1 < stop ? index + 1 : index;
    Span stars = span_trim(text_line_content(lines, below));

    return span_starts_with(stars, "*****") ||
           span_starts_with_ascii_caseless(text_line_content(lines, index), "End of ");
}

/* The closing words below the border at line `index`, or none. */
static bool is_closing(const TextLines *lines, size_t index, size_t stop, bool *has_end)
{
    size_t below = line_below(lines, index, stop);

    if (below >= stop || stop - index > MOST_CLOSING_LINES) {
        return false;
    }
    *has_end = is_last_line(lines, below, stop);
    return *has_end || (text_line(lines, below)->mark == LINE_HEADER_LABEL &&
                        text_line(lines, below)->label == LABEL_SUBJECT);
}

/* Of the borders below the last message the first one that closing words follow. */
static void read_end(const TextLines *lines, size_t stop, Digest *digest)
{
    const GArray *all = digest->messages;
    size_t last = g_array_index(all, DigestMessage, all->len - 1).body;
    size_t from = stop > MOST_CLOSING_LINES ? MAX(last, stop - MOST_CLOSING_LINES) : last;

    digest->end = stop;
    for (size_t i = stop; i > from; i--) {
        bool has_end;
        if (is_border(lines, i - 1) && is_closing(lines, i - 1, stop, &has_end)) {
            digest->end = i - 1;
            digest->has_end = digest->has_end || has_end;
        }
    }
}

static void message_clear(gpointer pointer)
{
    DigestMessage *message = pointer;
    origin_clear(&message->origin);
}

void digest_clear(Digest *digest)
{
    g_clear_pointer(&digest->messages, g_array_unref);
}

bool digest_read(const TextLines *lines, size_t first, size_t stop, unsigned depth, Digest *digest)
{
    *digest = (Digest){ .messages = g_array_new(FALSE, FALSE, sizeof(DigestMessage)) };
    g_array_set_clear_func(digest->messages, message_clear);
    for (size_t i = first; i < stop && digest->messages->len < MOST_MESSAGES; i++) {
        DigestMessage message;
        const TextLine *line = text_line(lines, i);
        if (line->depth != depth) {
            continue;
        }
        if (digest->messages->len == 0 &&
            (line->mark == LINE_FORWARD_START || line->mark == LINE_ORIGINAL_START)) {
            return false;
        }
        if (is_border(lines, i) && read_message(lines, i, stop, &message)) {
            g_array_append_val(digest->messages, message);
        }
    }
    if (digest->messages->len == 0) {
        return false;
    }
    read_end(lines, stop, digest);
    return true;
}
