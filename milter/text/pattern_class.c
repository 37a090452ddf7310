/* SPDX-License-Identifier: BSD-2-Clause */
#include "pattern_grammar.h"

#include "canonical_fragment.h"
#include "spelling.h"

/* What stands between the brackets. */
typedef struct Members {
    GPtrArray *spellings; /* char *: of the single characters */
    GString *singles;     /* those of them that the class itself does not have, escaped */
    GPtrArray *longer;    /* char *: those of more than one character */
    bool is_open;         /* ranges, types or properties: more than the spellings */
    bool is_possible;     /* canonical text has one of them */
    bool has_line_end;
} Members;

static bool is_canonical(const char *text)
{
    g_autofree char *form = canonical_fragment(span_of(text));
    return strcmp(form, text) == 0;
}

static void add_character(Members *members, const PatternWriter *writer, gunichar c)
{
    char itself[7] = "";
    g_unichar_to_utf8(c, itself);
    if (c == '\0' || c == '\n') {
        members->is_open = members->is_possible = true;
        members->has_line_end |= c == '\n';
        return;
    }
    g_autoptr(GPtrArray) spellings =
        spellings_of(writer->options.caseless ? g_unichar_tolower(c) : c);
    for (size_t i = 0; i < spellings->len; i++) {
        const char *spelling = g_ptr_array_index(spellings, i);
        members->is_possible |= is_canonical(spelling);
        g_ptr_array_add(members->spellings, g_strdup(spelling));
        if (g_utf8_strlen(spelling, -1) > 1) {
            g_ptr_array_add(members->longer, g_strdup(spelling));
        } else if (strcmp(spelling, itself) != 0) {
            g_autofree char *escaped = pattern_escaped(spelling);
            g_string_append(members->singles, escaped);
        }
    }
}

static void add_range(Members *members, const PatternWriter *writer, gunichar first, gunichar last)
{
    bool is_capitals = first >= 'A' && last <= 'Z' && !writer->options.caseless;
    members->is_open = true;
    members->is_possible |= !is_capitals;
    members->has_line_end |= first <= '\n' && last >= '\n';
}

/* The offset behind `[:alpha:]`, or `at` where there is none. */
static size_t posix_end(Span source, size_t at)
{
    size_t close = span_find(source, ']', at);
    bool is_posix = span_starts_with(span_slice(source, at, source.length), "[:") &&
                    close < source.length && close > at + 2 && source.text[close - 1] == ':';
    return is_posix ? close + 1 : at;
}

/* One character, as it stands or escaped. False for a type or property, which takes all that
 * belongs to it. */
static bool read_member(Span source, size_t at, gunichar *c, size_t *end)
{
    if (source.text[at] != '\\') {
        *c = g_utf8_get_char(source.text + at);
        *end = at + (size_t)g_utf8_skip[(unsigned char)source.text[at]];
        return true;
    }
    if (pattern_character_escape(source, at, c, end)) {
        return true;
    }
    *end = MIN(at + 2, source.length);
    if (*end < source.length && source.text[*end] == '{') {
        *end = span_find(source, '}', *end) + 1;
    }
    return false;
}

/* Where the bracket behind the members stands. */
static size_t read_members(Members *members, const PatternWriter *writer, size_t at)
{
    Span source = writer->source;
    for (size_t first = at; at < source.length && (source.text[at] != ']' || at == first);) {
        gunichar c, last;
        size_t end = posix_end(source, at), range_end;
        if (end > at || !read_member(source, at, &c, &end)) {
            members->is_open = members->is_possible = members->has_line_end = true;
            at = end;
            continue;
        }
        bool is_range = end + 1 < source.length && source.text[end] == '-' &&
                        source.text[end + 1] != ']' && posix_end(source, end + 1) == end + 1 &&
                        read_member(source, end + 1, &last, &range_end);
        if (is_range) {
            add_range(members, writer, c, last);
            end = range_end;
        } else {
            add_character(members, writer, c);
        }
        at = end;
    }
    return at;
}

/*
 * `(?:ae|oe|[äö]|[ao])`: what the class has not is put beside it. Not the longer spellings where
 * ranges or types make it one of many letters, as `[a-zäöü]`, or where a lookbehind asks for one
 * length.
 */
static void write_class(PatternWriter *writer, const Members *members, size_t end)
{
    bool has_longer = members->longer->len > 0 && !members->is_open && !writer->in_lookbehind;
    if (!has_longer && members->singles->len == 0) {
        writer_copy_to(writer, end);
        return;
    }
    g_autoptr(GString) before = g_string_new("(?:"), after = g_string_new(NULL);
    for (size_t i = 0; has_longer && i < members->longer->len; i++) {
        g_autofree char *escaped = pattern_escaped(g_ptr_array_index(members->longer, i));
        g_string_append_printf(before, "%s|", escaped);
    }
    if (members->singles->len > 0) {
        g_string_append_printf(after, "|[%s]", members->singles->str);
    }
    g_string_append_c(after, ')');
    writer_replace(writer, before->str, 0);
    writer_copy_to(writer, end);
    writer_replace(writer, after->str, 0);
}

static Piece piece_of_members(const Members *members)
{
    enum { MOST_SPELLINGS = 12 };
    if (members->is_open || members->spellings->len > MOST_SPELLINGS) {
        return piece_unknown(members->longer->len > 0 && !members->is_open ? 2 : 1);
    }
    return piece_of(g_ptr_array_ref(members->spellings));
}

Piece pattern_read_class(PatternWriter *writer)
{
    size_t start = writer->at;
    bool is_negated = writer_peek(writer, 1) == '^';
    g_autoptr(GPtrArray) spellings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) longer = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) singles = g_string_new(NULL);
    Members members = { .spellings = spellings, .longer = longer, .singles = singles };

    size_t close = read_members(&members, writer, start + (is_negated ? 2 : 1));
    if (is_negated || writer->is_raw) {
        writer->crosses_paragraphs = true;
        writer_copy_to(writer, close + 1);
        return piece_unknown(1);
    }
    if (!members.is_possible && close < writer->source.length) {
        g_autofree char *class = span_copy(span_slice(writer->source, start, close + 1));
        g_autofree char *lower = g_utf8_strdown(class, -1);
        writer_fail(writer, PATTERN_ERROR_IMPOSSIBLE, start,
                    "canonical text never contains any of '%s'; write '%s'", class, lower);
    }
    writer->crosses_paragraphs |= members.has_line_end;
    write_class(writer, &members, close + 1);
    return piece_of_members(&members);
}
