/* SPDX-License-Identifier: BSD-2-Clause */
#include "gap.h"

/* A mark is followed by white space, or by another: `:)` and `|x|` are none. */
static bool ends_quote_mark(Span text, size_t at)
{
    return at >= text.length || is_blank_at(text, at) || text.text[at] == '>';
}

static bool is_letter_at(Span text, size_t at)
{
    const char *letter = text.text + at;
    return (unsigned char)*letter < 0x80 ? g_ascii_isalpha(*letter)
                                         : g_unichar_isalpha(g_utf8_get_char(letter));
}

/* The length of a quote mark at the start of a line: `>`, `|`, `:`, or up to three initials as in
 * `AB>`; 0: none. */
static size_t quote_mark_at(Span text, size_t at)
{
    enum { MOST_INITIALS = 3 };
    if (text.text[at] == '>') {
        return 1;
    }
    if (text.text[at] == '|' || text.text[at] == ':') {
        return ends_quote_mark(text, at + 1) ? 1 : 0;
    }
    size_t end = at;
    for (int i = 0; i < MOST_INITIALS && end < text.length && is_letter_at(text, end); i++) {
        end += (size_t)g_utf8_skip[(unsigned char)text.text[end]];
    }
    bool is_mark =
        end > at && end < text.length && text.text[end] == '>' && ends_quote_mark(text, end + 1);
    return is_mark ? end + 1 - at : 0;
}

Gap gap_at(Span text, size_t start, bool at_line_start)
{
    size_t lines = 0, at = start;
    bool is_plain = !at_line_start && start + 1 < text.length && text.text[start] == ' ' &&
                    !is_blank_at(text, start + 1);
    if (is_plain) {
        return (Gap){ .end = start + 1 };
    }
    while (at < text.length) {
        size_t mark = 0;
        if (text.text[at] == '\n') {
            lines++;
            at_line_start = true;
        } else if (!is_blank_at(text, at)) {
            mark = at_line_start ? quote_mark_at(text, at) : 0;
            if (mark == 0) {
                break;
            }
        }
        at += MAX(mark, 1);
    }
    return (Gap){ .end = at, .is_paragraph = lines > 1, .is_wide = lines == 0 && at - start > 1 };
}
