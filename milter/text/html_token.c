/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/html_token.h"

static const char *const attribute_names[N_HTML_ATTRIBUTES] = {
    [HTML_CLASS] = "class",       [HTML_ID] = "id",
    [HTML_STYLE] = "style",       [HTML_TYPE] = "type",
    [HTML_NAME] = "name",         [HTML_CITE] = "cite",
    [HTML_HREF] = "href",         [HTML_HIDDEN] = "hidden",
    [HTML_TABINDEX] = "tabindex", [HTML_DATA_MARKER] = "data-marker",
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static size_t skip_blanks(Span html, size_t at)
{
    while (at < html.length && (is_blank(html.text[at]) || html.text[at] == '/')) {
        at++;
    }
    return at;
}

/* ---- attributes (WHATWG HTML 13.2.5.32 and following) ------------------------------------ */

/* Reads `= value` from `at`, moving it behind; an attribute without a value has the empty one. */
static Span read_value(Span html, size_t *at)
{
    size_t start = *at;
    while (start < html.length && is_blank(html.text[start])) {
        start++;
    }
    if (start == html.length || html.text[start] != '=') {
        return span_slice(html, *at, *at);
    }
    start++;
    while (start < html.length && is_blank(html.text[start])) {
        start++;
    }
    if (start < html.length && (html.text[start] == '"' || html.text[start] == '\'')) {
        size_t end = span_find(html, html.text[start], start + 1);
        *at = MIN(end + 1, html.length);
        return span_slice(html, start + 1, end);
    }
    size_t end = start;
    while (end < html.length && !is_blank(html.text[end]) && html.text[end] != '>') {
        end++;
    }
    *at = end;
    return span_slice(html, start, end);
}

static void keep_attribute(HtmlToken *token, Span name, Span value)
{
    for (size_t i = 0; i < N_HTML_ATTRIBUTES; i++) {
        if (token->attributes[i].text == NULL && name.length == strlen(attribute_names[i]) &&
            span_equals_ascii_caseless(name, attribute_names[i])) {
            token->attributes[i] = value;
        }
    }
}

/* Reads attributes up to `>`; the offset behind it, or past the length where there is none. */
static size_t read_attributes(Span html, size_t at, HtmlToken *token)
{
    for (at = skip_blanks(html, at); at < html.length; at = skip_blanks(html, at)) {
        if (html.text[at] == '>') {
            return at + 1;
        }
        size_t start = at++; /* a name may begin with `=` */
        while (at < html.length && !is_blank(html.text[at]) && html.text[at] != '/' &&
               html.text[at] != '>' && html.text[at] != '=') {
            at++;
        }
        Span name = span_slice(html, start, at);
        Span value = read_value(html, &at);
        keep_attribute(token, name, value);
    }
    return html.length + 1;
}

/* ---- tokens ------------------------------------------------------------------------------ */

static void token_to(HtmlToken *token, HtmlTokenKind kind, Span html, size_t start, size_t end)
{
    token->kind = kind;
    token->source = span_slice(html, start, MIN(end, html.length));
}

static void read_tag(Span html, size_t start, HtmlToken *token)
{
    bool is_end = html.text[start + 1] == '/';
    size_t name = start + (is_end ? 2 : 1), at = name;
    while (at < html.length && !is_blank(html.text[at]) && html.text[at] != '/' &&
           html.text[at] != '>') {
        at++;
    }
    token->name = span_slice(html, name, at);
    memset(token->attributes, 0, sizeof token->attributes);
    size_t end = read_attributes(html, at, token);
    HtmlTokenKind kind = is_end ? HTML_END_TAG : HTML_START_TAG;
    token_to(token, end > html.length ? HTML_PASSED : kind, html, start, end);
}

/* `<!-- ... -->`; `<!-->` and `<!--->` are whole, `--!>` ends one too (13.2.5.43 and following). */
static size_t comment_end(Span html, size_t start)
{
    size_t at = start + 4;
    if (at < html.length && html.text[at] == '>') {
        return at + 1;
    }
    if (at + 1 < html.length && html.text[at] == '-' && html.text[at + 1] == '>') {
        return at + 2;
    }
    for (at = span_find(html, '>', at); at < html.length; at = span_find(html, '>', at + 1)) {
        Span before = span_slice(html, start + 4, at);
        bool has_bang = before.length > 0 && before.text[before.length - 1] == '!';
        before.length -= has_bang ? 1 : 0;
        if (before.length >= 2 && memcmp(before.text + before.length - 2, "--", 2) == 0) {
            return at + 1;
        }
    }
    return html.length;
}

static void read_markup(Span html, size_t start, HtmlToken *token)
{
    Span rest = span_slice(html, start, html.length);
    char next = rest.length > 1 ? rest.text[1] : '\0';
    if (g_ascii_isalpha(next) ||
        (next == '/' && rest.length > 2 && g_ascii_isalpha(rest.text[2]))) {
        read_tag(html, start, token);
    } else if (span_starts_with(rest, "<!--")) {
        token_to(token, HTML_PASSED, html, start, comment_end(html, start));
    } else if (next == '!' || next == '?' || (next == '/' && rest.length > 2)) {
        /* Declarations, `<![if !mso]>`, CDATA, processing instructions: up to the next `>`. */
        token_to(token, HTML_PASSED, html, start, span_find(html, '>', start) + 1);
    } else {
        token_to(token, HTML_TEXT, html, start, span_find(html, '<', start + 1));
    }
}

void html_token_read(Span html, size_t start, HtmlToken *token)
{
    if (start >= html.length) {
        token->kind = HTML_END;
    } else if (html.text[start] == '<') {
        read_markup(html, start, token);
    } else {
        token_to(token, HTML_TEXT, html, start, span_find(html, '<', start));
    }
}

size_t html_find_end_tag(Span html, size_t start, const char *name)
{
    size_t length = strlen(name);
    for (size_t at = span_find(html, '<', start); at < html.length;
         at = span_find(html, '<', at + 1)) {
        Span rest = span_slice(html, at, html.length);
        bool is_end = rest.length > length + 2 && rest.text[1] == '/' &&
                      g_ascii_strncasecmp(rest.text + 2, name, length) == 0 &&
                      !g_ascii_isalnum(rest.text[length + 2]);
        if (is_end) {
            return at;
        }
    }
    return html.length;
}
