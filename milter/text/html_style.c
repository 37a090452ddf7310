/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/html_style.h"

/* What one rule set says by several declarations together. */
typedef struct Box {
    bool has_no_height, cuts_overflow;
    bool has_outlook_border, has_outlook_padding;
    Span colour, background;
} Box;

/* Whether `value` begins with the word, `!important` and the like behind it. */
static bool value_is(Span value, const char *word)
{
    size_t length = strlen(word);
    return span_starts_with_ascii_caseless(value, word) &&
           (value.length == length || strchr(" \t\n!", value.text[length]) != NULL);
}

static double value_number(Span value, Span *unit)
{
    char number[16] = { 0 };
    size_t length = 0;
    while (length < value.length && length < sizeof number - 1 &&
           (g_ascii_isdigit(value.text[length]) || strchr("+-.", value.text[length]) != NULL)) {
        number[length] = value.text[length];
        length++;
    }
    *unit = span_slice(value, length, value.length);
    return length == 0 ? 1e9 : g_ascii_strtod(number, NULL);
}

static bool value_is_zero(Span value)
{
    Span unit;
    return value_number(value, &unit) == 0;
}

static unsigned read_font_size(Span value, Box *box)
{
    (void)box;
    Span unit;
    double size = value_number(value, &unit);
    bool is_dot = size <= 1 && (value_is(unit, "px") || value_is(unit, "pt"));
    return size == 0 || is_dot ? HTML_STYLE_TINY : HTML_STYLE_SIZED;
}

static unsigned read_display(Span value, Box *box)
{
    (void)box;
    return value_is(value, "none") ? HTML_STYLE_GONE : 0;
}

static unsigned read_visibility(Span value, Box *box)
{
    (void)box;
    return value_is(value, "visible") ? HTML_STYLE_VISIBLE : HTML_STYLE_INVISIBLE;
}

static unsigned read_opacity(Span value, Box *box)
{
    (void)box;
    return value_is_zero(value) ? HTML_STYLE_GONE : 0;
}

static unsigned read_height(Span value, Box *box)
{
    box->has_no_height |= value_is_zero(value);
    return 0;
}

static unsigned read_overflow(Span value, Box *box)
{
    box->cuts_overflow |= value_is(value, "hidden");
    return 0;
}

static unsigned read_indent(Span value, Box *box)
{
    (void)box;
    Span unit;
    return value_number(value, &unit) < -900 ? HTML_STYLE_GONE : 0;
}

static unsigned read_white_space(Span value, Box *box)
{
    (void)box;
    return span_starts_with_ascii_caseless(value, "pre") ? HTML_STYLE_PREFORMATTED : 0;
}

static unsigned read_margin(Span value, Box *box)
{
    (void)box;
    return value_is_zero(value) ? HTML_STYLE_TIGHT : 0;
}

static unsigned read_colour(Span value, Box *box)
{
    box->colour = value;
    return 0;
}

static unsigned read_background(Span value, Box *box)
{
    box->background = value;
    return 0;
}

/*
 * Outlook 2007 and later, and what its web access makes of it; the blues and greys of its own
 * header block.
 */
static unsigned read_border_top(Span value, Box *box)
{
    static const char *const colours[] = { "#b5c4df", "#e1e1e1", "rgb(181,196,223)",
                                           "rgb(225,225,225)", "rgb(229,229,229)" };
    char compact[64];
    size_t length = 0;
    for (size_t i = 0; i < value.length && length < sizeof compact - 1; i++) {
        if (!g_ascii_isspace(value.text[i])) {
            compact[length++] = g_ascii_tolower(value.text[i]);
        }
    }
    compact[length] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(colours); i++) {
        box->has_outlook_border |= strstr(compact, colours[i]) != NULL;
    }
    return 0;
}

static unsigned read_padding(Span value, Box *box)
{
    box->has_outlook_padding |= value.length > 0 && strchr("35", value.text[0]) != NULL;
    return 0;
}

static const struct {
    const char *property;
    unsigned (*read)(Span value, Box *box);
} readers[] = {
    { "display", read_display },         { "visibility", read_visibility },
    { "font-size", read_font_size },     { "opacity", read_opacity },
    { "max-height", read_height },       { "height", read_height },
    { "overflow", read_overflow },       { "text-indent", read_indent },
    { "white-space", read_white_space }, { "margin", read_margin },
    { "margin-bottom", read_margin },    { "color", read_colour },
    { "background", read_background },   { "background-color", read_background },
    { "border-top", read_border_top },   { "padding", read_padding },
};

static unsigned read_declaration(Span declaration, Box *box)
{
    size_t colon = span_find(declaration, ':', 0);
    if (colon == declaration.length) {
        return 0;
    }
    Span property = span_trim(span_slice(declaration, 0, colon));
    Span value = span_trim(span_slice(declaration, colon + 1, declaration.length));
    for (size_t i = 0; i < G_N_ELEMENTS(readers); i++) {
        if (span_equals_ascii_caseless(property, readers[i].property)) {
            return readers[i].read(value, box);
        }
    }
    return 0;
}

static bool is_unseen_colour(const Box *box)
{
    return box->colour.length > 0 && box->colour.length == box->background.length &&
           g_ascii_strncasecmp(box->colour.text, box->background.text, box->colour.length) == 0;
}

unsigned html_style_read(Span style)
{
    unsigned bits = 0;
    Box box = { 0 };
    for (size_t start = 0; start < style.length;) {
        size_t end = span_find(style, ';', start);
        bits |= read_declaration(span_slice(style, start, end), &box);
        start = end + 1;
    }
    bool is_closed = box.has_no_height && box.cuts_overflow;
    bits |= is_closed || is_unseen_colour(&box) ? HTML_STYLE_GONE : 0;
    bits |= box.has_outlook_border && box.has_outlook_padding ? HTML_STYLE_OUTLOOK_BORDER : 0;
    return bits;
}
