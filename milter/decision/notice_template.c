/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/notice_template.h"

enum {
    TEXT_BYTES =
        2048, /* what is known again as a notice (mail/notice.c) has 4,096, values included */
    TEXT_LINES = 16,
    COLUMNS = 72,
    ITEMS_SHOWN = 4 /* of reasons, of references */
};

struct NoticeTemplate {
    char *text;
};

typedef enum Placeholder {
    PLACE_LIST,
    PLACE_CONTACT,
    PLACE_REASONS,
    PLACE_REFERENCES,
    N_PLACEHOLDERS
} Placeholder;

static const char *const names[N_PLACEHOLDERS + 1] = {
    [PLACE_LIST] = "list",
    [PLACE_CONTACT] = "contact",
    [PLACE_REASONS] = "reasons",
    [PLACE_REFERENCES] = "references",
};

static int find_placeholder(Span name)
{
    for (int i = 0; i < N_PLACEHOLDERS; i++) {
        if (span_equals(name, names[i])) {
            return i;
        }
    }
    return -1;
}

static void report_unknown(Span name, Place place, Diagnostics *diagnostics)
{
    g_autofree char *word = span_copy(name);
    const char *meant = nearest_word(word, names);
    if (meant != NULL) {
        diagnostics_error(diagnostics, place,
                          "there is no placeholder `{%s}` (did you mean `{%s}`?)", word, meant);
    } else {
        diagnostics_error(diagnostics, place,
                          "there is no placeholder `{%s}`: a notice has {list}, {contact}, "
                          "{reasons} and {references}",
                          word);
    }
}

/* False with an error for each brace in the line that opens no placeholder. */
static bool check_line(Span line, Place place, Diagnostics *diagnostics)
{
    bool is_sound = true;
    for (size_t open = span_find(line, '{', 0); open < line.length;) {
        size_t close = span_find(line, '}', open);
        Span name = span_slice(line, open + 1, close);
        place.column = (unsigned)g_utf8_strlen(line.text, (gssize)open) + 1;
        if (close == line.length) {
            diagnostics_error(diagnostics, place, "`{` without its `}` in this line");
            return false;
        }
        if (find_placeholder(name) < 0) {
            report_unknown(name, place, diagnostics);
            is_sound = false;
        }
        open = span_find(line, '{', close);
    }
    return is_sound;
}

static size_t line_end(Span text, size_t start)
{
    return span_find(text, '\n', start);
}

NoticeTemplate *notice_template_parse(Span bytes, const char *file, Diagnostics *diagnostics)
{
    Place place = { .file = file, .line = 1, .column = 1 };
    bool is_sound = true;
    if (bytes.length > TEXT_BYTES || !g_utf8_validate(bytes.text, (gssize)bytes.length, NULL)) {
        diagnostics_error(diagnostics, place, "a notice is UTF-8 text of at most %d bytes",
                          TEXT_BYTES);
        return NULL;
    }
    for (size_t start = 0; start < bytes.length; place.line++) {
        size_t end = line_end(bytes, start);
        is_sound = check_line(span_slice(bytes, start, end), place, diagnostics) && is_sound;
        start = end + 1;
    }
    if (place.line > TEXT_LINES + 1) {
        place.line = TEXT_LINES + 1;
        diagnostics_error(diagnostics, place,
                          "a notice has at most %d lines: it stands above what people came to read",
                          TEXT_LINES);
        is_sound = false;
    }
    if (!is_sound) {
        return NULL;
    }
    NoticeTemplate *notice = g_new(NoticeTemplate, 1);
    notice->text = span_copy(bytes);
    return notice;
}

void notice_template_free(NoticeTemplate *notice)
{
    if (notice != NULL) {
        g_free(notice->text);
        g_free(notice);
    }
}

/* What a list placeholder stands for; NULL for one with a single value. */
static const GPtrArray *items_of(const NoticeValues *values, int placeholder)
{
    return placeholder == PLACE_REASONS      ? values->reasons
           : placeholder == PLACE_REFERENCES ? values->references
                                             : NULL;
}

static const char *value_of(const NoticeValues *values, int placeholder, guint item)
{
    const GPtrArray *items = items_of(values, placeholder);
    if (items != NULL) {
        return item < items->len ? g_ptr_array_index(items, item) : "";
    }
    return placeholder == PLACE_LIST ? values->list : values->contact;
}

/* How often the line comes: once, or as often as its list has items. */
static guint repeats_of(Span line, const NoticeValues *values, bool *has_items)
{
    guint repeats = 1;
    *has_items = false;
    for (size_t open = span_find(line, '{', 0); open < line.length;
         open = span_find(line, '{', open + 1)) {
        Span name = span_slice(line, open + 1, span_find(line, '}', open));
        const GPtrArray *items = items_of(values, find_placeholder(name));
        if (items != NULL) {
            repeats = MIN(items->len, ITEMS_SHOWN);
            *has_items = true;
        }
    }
    return repeats;
}

static GString *fill_line(Span line, const NoticeValues *values, guint item)
{
    GString *filled = g_string_new(NULL);
    for (size_t at = 0; at < line.length;) {
        size_t open = span_find(line, '{', at);
        g_string_append_len(filled, line.text + at, (gssize)(open - at));
        at = open;
        if (open < line.length) {
            size_t close = span_find(line, '}', open);
            int placeholder = find_placeholder(span_slice(line, open + 1, close));
            g_string_append(filled, value_of(values, placeholder, item));
            at = close + 1;
        }
    }
    return filled;
}

/* Appends the line, broken at blanks; what goes on stands under its text, behind a `- `. */
static void append_wrapped(GString *out, const char *line)
{
    size_t indent = strspn(line, " ");
    indent += g_str_has_prefix(line + indent, "- ") ? 2 : 0;
    g_auto(GStrv) words = g_strsplit(line + indent, " ", -1);
    g_string_append_len(out, line, (gssize)indent);
    size_t column = indent;
    for (char **word = words; *word != NULL; word++) {
        size_t width = (size_t)g_utf8_strlen(*word, -1);
        if (column > indent && column + 1 + width > COLUMNS) {
            g_string_append_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (word != words) {
            g_string_append_c(out, ' ');
            column++;
        }
        g_string_append(out, *word);
        column += width;
    }
    g_string_append_c(out, '\n');
}

/* Lines run on into each other, but for those that are items or set in. */
static void flush_text(GString *out, GString *text)
{
    if (text->len > 0) {
        append_wrapped(out, text->str);
        g_string_truncate(text, 0);
    }
}

static void append_line(GString *out, GString *text, const GString *line)
{
    if (line->str[0] == '-' || line->str[0] == ' ') {
        flush_text(out, text);
        append_wrapped(out, line->str);
    } else {
        g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", line->str);
    }
}

/* Appends the paragraph at `start`, unless it is about things of which there are none; where the
 * next one begins. */
static size_t fill_paragraph(GString *out, Span text, size_t start, const NoticeValues *values)
{
    g_autoptr(GString) filled = g_string_new(NULL), running = g_string_new(NULL);
    bool lists_something = false, has_something = false;
    while (start < text.length && text.text[start] != '\n') {
        size_t end = line_end(text, start);
        Span line = span_slice(text, start, end);
        bool has_items;
        guint repeats = repeats_of(line, values, &has_items);
        for (guint i = 0; i < repeats; i++) {
            g_autoptr(GString) one = fill_line(line, values, i);
            append_line(filled, running, one);
        }
        lists_something = lists_something || has_items;
        has_something = has_something || (has_items && repeats > 0);
        start = MIN(end + 1, text.length);
    }
    flush_text(filled, running);
    if (filled->len > 0 && (!lists_something || has_something)) {
        g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", filled->str);
    }
    while (start < text.length && text.text[start] == '\n') {
        start++;
    }
    return start;
}

char *notice_template_fill(const NoticeTemplate *notice, const NoticeValues *values)
{
    GString *out = g_string_new(NULL);
    Span text = span_of(notice->text);
    for (size_t start = 0; start < text.length;) {
        start = fill_paragraph(out, text, start, values);
    }
    return g_string_free(out, FALSE);
}
