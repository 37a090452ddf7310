/* SPDX-License-Identifier: BSD-2-Clause */
#include "pattern_grammar.h"

/* PCRE2's own limit on nesting is the same (pattern.c); this reader goes down with the groups. */
enum { MOST_NESTING = 100 };

/* What a group does, by how it begins. */
typedef enum GroupKind {
    GROUP_PLAIN,
    GROUP_NAMED, /* the same, behind a name that ends in `closes` */
    GROUP_LOOKAHEAD,
    GROUP_LOOKBEHIND,
    GROUP_REFERENCE, /* a whole of its own: the text of another group, or its pattern */
    GROUP_CONDITION,
    GROUP_FORBIDDEN,
    GROUP_OPTIONS,
} GroupKind;

typedef struct GroupStart {
    const char *text;
    GroupKind kind;
    char closes;
} GroupStart;

/* The longer before the shorter; pcre2pattern(3), all its groups. */
static const GroupStart group_starts[] = {
    { "(*", GROUP_FORBIDDEN, 0 },    { "(?C", GROUP_FORBIDDEN, 0 },
    { "(?:", GROUP_PLAIN, 0 },       { "(?>", GROUP_PLAIN, 0 },
    { "(?|", GROUP_PLAIN, 0 },       { "(?=", GROUP_LOOKAHEAD, 0 },
    { "(?!", GROUP_LOOKAHEAD, 0 },   { "(?*", GROUP_LOOKAHEAD, 0 },
    { "(?<=", GROUP_LOOKBEHIND, 0 }, { "(?<!", GROUP_LOOKBEHIND, 0 },
    { "(?<*", GROUP_LOOKBEHIND, 0 }, { "(?<", GROUP_NAMED, '>' },
    { "(?P<", GROUP_NAMED, '>' },    { "(?'", GROUP_NAMED, '\'' },
    { "(?P", GROUP_REFERENCE, ')' }, { "(?&", GROUP_REFERENCE, ')' },
    { "(?R", GROUP_REFERENCE, ')' }, { "(?+", GROUP_REFERENCE, ')' },
    { "(?(", GROUP_CONDITION, 0 },   { "(?", GROUP_OPTIONS, 0 },
    { "(", GROUP_PLAIN, 0 },
};

static const GroupStart *group_start(const PatternWriter *writer)
{
    static const GroupStart numbered = { "(?", GROUP_REFERENCE, ')' };
    size_t sign = writer_peek(writer, 2) == '-' ? 1 : 0;
    if (writer_sees(writer, "(?") && g_ascii_isdigit(writer_peek(writer, 2 + sign))) {
        return &numbered;
    }
    const GroupStart *start = group_starts;
    while (!writer_sees(writer, start->text)) {
        start++;
    }
    return start;
}

/* Up to and with the bracket; the options that were set inside end with the group. */
static Piece read_body(PatternWriter *writer)
{
    PatternOptions outside = writer->options;
    if (++writer->depth > MOST_NESTING) {
        writer_fail(writer, PATTERN_ERROR_FORBIDDEN, writer->at, "more than %d groups deep",
                    MOST_NESTING);
    }
    Piece piece = pattern_read_alternatives(writer);
    writer_copy_to(writer, writer->at + 1);
    writer->depth--;
    writer->options = outside;
    return piece;
}

static Piece read_lookaround(PatternWriter *writer, bool is_behind)
{
    bool was_in_lookbehind = writer->in_lookbehind;
    writer->in_lookbehind |= is_behind;
    Piece inside = read_body(writer);
    writer->in_lookbehind = was_in_lookbehind;
    piece_clear(&inside);
    return piece_of_nothing();
}

/* `(?(1)yes|no)`: which of them, only matching tells. */
static Piece read_condition(PatternWriter *writer)
{
    writer_copy_to(writer, writer->at + 2);
    if (writer_sees(writer, "(?") || writer_sees(writer, "(*")) {
        Piece condition = pattern_read_group(writer);
        piece_clear(&condition);
    } else {
        writer_copy_through(writer, ')');
    }
    Piece inside = read_body(writer);
    piece_clear(&inside);
    return piece_unknown(NO_BOUND);
}

/* `(?i)` for the rest of the group around, `(?i:...)` for a group of its own. */
static Piece read_options(PatternWriter *writer)
{
    PatternOptions outside = writer->options, inside = outside;
    bool on = true;
    writer_copy_to(writer, writer->at + 2);
    for (char c; (c = writer_peek(writer, 0)) != ')' && c != ':' && !writer_is_at_end(writer);) {
        if (c == '^') {
            inside = (PatternOptions){ .caseless = false };
        }
        on = c != '-' && on;
        inside.caseless = c == 'i' ? on : inside.caseless;
        inside.extended = c == 'x' ? on : inside.extended;
        inside.dot_all = c == 's' ? on : inside.dot_all;
        writer_copy_to(writer, writer->at + 1);
    }
    bool is_group = writer_peek(writer, 0) == ':';
    writer_copy_to(writer, writer->at + 1);
    writer->options = inside;
    if (!is_group) {
        return piece_of_nothing();
    }
    Piece piece = read_body(writer);
    writer->options = outside;
    return piece;
}

Piece pattern_read_group(PatternWriter *writer)
{
    const GroupStart *start = group_start(writer);
    size_t length = strlen(start->text);
    writer_check_run(writer);
    switch (start->kind) {
    case GROUP_PLAIN:
        writer_copy_to(writer, writer->at + length);
        return read_body(writer);
    case GROUP_NAMED:
        writer_copy_to(writer, writer->at + length);
        writer_copy_through(writer, start->closes);
        return read_body(writer);
    case GROUP_LOOKAHEAD:
    case GROUP_LOOKBEHIND:
        writer_copy_to(writer, writer->at + length);
        return read_lookaround(writer, start->kind == GROUP_LOOKBEHIND);
    case GROUP_REFERENCE:
        writer->crosses_paragraphs = true;
        writer_copy_through(writer, start->closes);
        return piece_unknown(NO_BOUND);
    case GROUP_CONDITION:
        return read_condition(writer);
    case GROUP_OPTIONS:
        return read_options(writer);
    case GROUP_FORBIDDEN:
        writer_fail(writer, PATTERN_ERROR_FORBIDDEN, writer->at, "%s...) is not allowed",
                    start->text);
    }
    return piece_of_nothing();
}
