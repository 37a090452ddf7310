/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/line_kind.h"

#include "marks.h"

#define MOST_QUOTE_DEPTH 100 /* deeper is no conversation */
#define MOST_INITIALS    4   /* "JD> ": The Bat!, Agent */

/* Where a quote mark of one character, or of initials and one, ends; `at` itself when there is
 * none. */
static size_t skip_quote_mark(Span line, size_t at, bool is_first)
{
    size_t i = at;

    while (i < line.length && (line.text[i] == ' ' || line.text[i] == '\t') && i - at < 3) {
        i++;
    }
    if (i < line.length && line.text[i] == '>') {
        return i + 1;
    }
    if (!is_first || i >= line.length) {
        return at;
    }
    /* A bar needs a blank behind it, else it is a table or a shell's pipe. */
    if ((line.text[i] == '|' || line.text[i] == '}') && i + 1 < line.length &&
        line.text[i + 1] == ' ') {
        return line.text[i] == '|' && memchr(line.text + i + 1, '|', line.length - i - 1) != NULL
                   ? at
                   : i + 1;
    }
    if (line.text[i] == '|' && i + 1 == line.length) {
        return i + 1;
    }
    size_t letters = 0;
    while (i < line.length && g_ascii_isalpha(line.text[i]) && g_ascii_isupper(line.text[i]) &&
           letters < MOST_INITIALS) {
        i++;
        letters++;
    }
    return letters > 0 && i < line.length && line.text[i] == '>' ? i + 1 : at;
}

/* RFC 4155: "From " at the start of a line is escaped with a mark that is no quote. */
static bool is_escaped_from(Span line)
{
    return span_starts_with(line, ">From ");
}

/* "<address" was broken off before its ">": what follows is the rest of an attribution, ">:" or ">
 * wrote:". */
static bool is_broken_address(Span line)
{
    Span rest = line.length < 2 || line.text[0] != '>'
                    ? span_make("", 0)
                    : span_trim(span_slice(line, 1, line.length));

    if (rest.length == 0 || rest.text[rest.length - 1] != ':') {
        return false;
    }
    rest.length--;
    return rest.length == 0 || (memchr(rest.text, ' ', rest.length) == NULL && marks_is_verb(rest));
}

static void read_quote_marks(Span line, LineKind *kind)
{
    size_t at = 0;
    bool is_quote = !is_escaped_from(line) && !is_broken_address(line);

    while (is_quote && kind->quote_depth < MOST_QUOTE_DEPTH) {
        size_t behind = skip_quote_mark(line, at, kind->quote_depth == 0);
        if (behind == at) {
            break;
        }
        kind->quote_depth++;
        at = behind;
    }
    if (kind->quote_depth > 0 && at < line.length && line.text[at] == ' ') {
        at++;
    }
    kind->content_start = at;
}

/*
 * A line of one character over and over, blanks between allowed; Yahoo ends its with "~->". Two
 * equals signs are one already, of other characters fewer than three mean something else, and of
 * dots and hashes fewer than four.
 */
static bool is_rule(Span text)
{
    gunichar border = g_utf8_get_char(text.text);
    size_t count = 0;

    if (border < 0x80
            ? strchr("-_=*~#+.", (int)border) == NULL
            : (border < 0x2013 || border > 0x2015) && border != 0x2500 && border != 0x2501) {
        return false;
    }
    for (const char *at = text.text; at < text.text + text.length; at = g_utf8_next_char(at)) {
        bool is_arrow = text.text + text.length - at <= 3 && strchr("~->", *at) != NULL;
        if (g_utf8_get_char(at) != border && *at != ' ' && !is_arrow) {
            return false;
        }
        count += *at != ' ';
    }
    size_t least = border == '=' ? 2 : border == '.' || border == '#' ? 4 : 3;
    return count >= least;
}

/* RFC 3676 4.3, and the same with the blank lost on the way. */
static bool is_signature_mark(Span content)
{
    return span_equals(content, "-- ") || span_equals(content, "--") ||
           span_equals(content, "--\u00A0");
}

static bool may_be_label(Span content)
{
    const char *colon = memchr(content.text, ':', MIN(content.length, 48));
    return colon != NULL ||
           memchr(content.text, 0xEF, MIN(content.length, 48)) != NULL; /* the wide colon, U+FF1A */
}

static bool may_be_attribution(Span content)
{
    char last = content.text[content.length - 1];
    return last == ':' || last == '>' || last == '-' || (unsigned char)last >= 0x80;
}

static void read_forward(Span content, size_t offset, LineKind *kind)
{
    size_t end;
    const ForwardMark *row = marks_forward(content, &end);

    if (row != NULL) {
        kind->mark = row->mark;
        kind->client = row->client;
        kind->language = row->language;
        kind->value_start = offset + end;
    }
}

static void read_label(Span content, size_t offset, LineKind *kind)
{
    LabelMark label;

    if (may_be_label(content) && marks_label(content, &label)) {
        kind->mark = LINE_HEADER_LABEL;
        kind->label = label.label;
        kind->language = marks_label_language(label.languages);
        kind->value_start = offset + label.value_start;
    }
}

static void read_attribution(Span content, size_t offset, LineKind *kind)
{
    if (may_be_attribution(content)) {
        AttributionMark mark = marks_attribution(content);
        if (mark.points >= ATTRIBUTION_ALONE) {
            kind->mark = LINE_ATTRIBUTION;
            kind->language = mark.language;
            kind->value_start = offset;
        }
    }
}

static void read_ends(Span content, LineKind *kind)
{
    const char *language = marks_device(content);

    if (language != NULL) {
        kind->mark = LINE_DEVICE;
        kind->language = language;
    } else if (marks_footer(content) >= 2) {
        kind->mark = LINE_FOOTER;
    }
}

LineKind line_kind_structure(Span line)
{
    LineKind kind = { .mark = LINE_PLAIN };

    while (line.length > 0 && line.text[line.length - 1] == '\r') {
        line.length--;
    }
    read_quote_marks(line, &kind);
    Span content = span_slice(line, kind.content_start, line.length);
    size_t offset = kind.content_start;
    /* Apple and Outlook for Mac leave a byte order mark in front of what they quote. */
    if (span_starts_with(content, "\uFEFF")) {
        content = span_slice(content, 3, content.length);
        offset += 3;
    }
    /* A line of a signed text that begins with a dash is sent as "- -" (RFC 9580 7.2; RFC 934
     * likewise). */
    if (span_starts_with(content, "- -")) {
        content = span_slice(content, 2, content.length);
        offset += 2;
    }
    Span text = span_trim(content);
    if (text.length == 0 || span_equals(text, "\u00A0")) {
        kind.mark = LINE_BLANK;
        return kind;
    }
    if (is_signature_mark(content)) {
        kind.mark = LINE_SIGNATURE;
        return kind;
    }
    if (is_rule(text)) {
        kind.mark = LINE_RULE;
        return kind;
    }
    static void (*const readers[])(Span, size_t, LineKind *) = { read_forward, read_label,
                                                                 read_attribution };
    for (size_t i = 0; kind.mark == LINE_PLAIN && i < G_N_ELEMENTS(readers); i++) {
        readers[i](content, offset, &kind);
    }
    return kind;
}

LineKind line_kind(Span line)
{
    LineKind kind = line_kind_structure(line);

    if (kind.mark == LINE_PLAIN) {
        read_ends(span_trim(span_slice(line, kind.content_start, line.length)), &kind);
    }
    return kind;
}
