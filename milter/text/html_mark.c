/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/html_mark.h"

#include "text/html_style.h"

#define ANY N_HTML_ELEMENTS

/*
 * The first row that fits counts. A value is compared without the prefixes of earlier hops and
 * without case.
 */
static const HtmlMarkRow rows[] = {
    { HTML_MARK_FORWARD, "thunderbird", ANY, HTML_CLASS, "moz-forward-container" },
    { HTML_MARK_CITE_LINE, "thunderbird", ANY, HTML_CLASS, "moz-email-headers-table" },
    { HTML_MARK_CITE_LINE, "thunderbird", ANY, HTML_CLASS, "moz-cite-prefix" },
    { HTML_MARK_SIGNATURE, "thunderbird", ANY, HTML_CLASS, "moz-signature" },
    { HTML_MARK_SIGNATURE, "thunderbird", ANY, HTML_CLASS, "moz-txt-sig" },

    { HTML_MARK_QUOTE, "gmail", HTML_BLOCKQUOTE, HTML_CLASS, "gmail_quote" },
    { HTML_MARK_ORIGINAL, "gmail", HTML_DIV, HTML_CLASS, "gmail_quote" },
    { HTML_MARK_CITE_LINE, "gmail", ANY, HTML_CLASS, "gmail_attr" },
    { HTML_MARK_SIGNATURE, "gmail", ANY, HTML_CLASS, "gmail_signature" },
    { HTML_MARK_SIGNATURE, "gmail", ANY, HTML_CLASS, "gmail_signature_prefix" },

    { HTML_MARK_ORIGINAL, "outlook", ANY, HTML_ID, "divRplyFwdMsg" },
    { HTML_MARK_ORIGINAL, "outlook", ANY, HTML_ID, "appendonsend" },
    { HTML_MARK_ORIGINAL, "outlook", ANY, HTML_ID, "mail-editor-reference-message-container" },
    { HTML_MARK_ORIGINAL, "outlook", ANY, HTML_ID, "OLK_SRC_BODY_SECTION" },
    { HTML_MARK_ORIGINAL, "outlook", ANY, HTML_CLASS, "OutlookMessageHeader" },
    { HTML_MARK_ORIGINAL, "hotmail", HTML_HR, HTML_ID, "stopSpelling" },
    { HTML_MARK_ORIGINAL, "outlook", HTML_HR, HTML_TABINDEX, "-1" },
    { HTML_MARK_SIGNATURE, "outlook", HTML_DIV, HTML_ID, "Signature" },
    { HTML_MARK_SIGNATURE, "outlook", ANY, HTML_ID, "ms-outlook-mobile-signature" },
    { HTML_MARK_SIGNATURE, "outlook", ANY, HTML_CLASS, "acompli_signature" },

    { HTML_MARK_ORIGINAL, "apple", ANY, HTML_CLASS, "AppleOriginalContents" },
    { HTML_MARK_SIGNATURE, "apple", ANY, HTML_ID, "AppleMailSignature" },

    { HTML_MARK_QUOTE, "yahoo", HTML_BLOCKQUOTE, HTML_CLASS, "yahoo_quoted" },
    { HTML_MARK_ORIGINAL, "yahoo", ANY, HTML_CLASS, "yahoo_quoted" },
    { HTML_MARK_ORIGINAL, "yahoo", ANY, HTML_CLASS, "yahoo-quoted" },
    { HTML_MARK_SIGNATURE, "yahoo", ANY, HTML_ID, "ymail_android_signature" },

    { HTML_MARK_QUOTE, "proton", HTML_BLOCKQUOTE, HTML_CLASS, "protonmail_quote" },
    { HTML_MARK_ORIGINAL, "proton", ANY, HTML_CLASS, "protonmail_quote" },
    { HTML_MARK_SIGNATURE, "proton", ANY, HTML_CLASS, "protonmail_signature_block" },
    { HTML_MARK_QUOTE, "tutanota", ANY, HTML_CLASS, "tutanota_quote" },

    { HTML_MARK_ORIGINAL, "zoho", HTML_DIV, HTML_CLASS, "zmail_extra" },
    { HTML_MARK_SIGNATURE, "zoho", ANY, HTML_ID, "Zm-_Id_-Sgn" },

    { HTML_MARK_QUOTE, "mail.ru", HTML_BLOCKQUOTE, HTML_CLASS, "quote" },
    { HTML_MARK_SIGNATURE, "mail.ru", ANY, HTML_DATA_MARKER, "signature" },

    { HTML_MARK_ORIGINAL, "zimbra", HTML_HR, HTML_ID, "zwchr" },
    { HTML_MARK_ORIGINAL, "zimbra", ANY, HTML_DATA_MARKER, "__DIVIDER__" },
    { HTML_MARK_CITE_LINE, "zimbra", ANY, HTML_DATA_MARKER, "__HEADERS__" },
    { HTML_MARK_QUOTE, "zimbra", ANY, HTML_DATA_MARKER, "__QUOTED_TEXT__" },
    { HTML_MARK_SIGNATURE, "zimbra", ANY, HTML_DATA_MARKER, "__SIG_PRE__" },
    { HTML_MARK_SIGNATURE, "zimbra", ANY, HTML_DATA_MARKER, "__SIG_POST__" },

    { HTML_MARK_ORIGINAL, "notes", ANY, HTML_CLASS, "domino-section" },
    { HTML_MARK_CITE_LINE, "notes", ANY, HTML_CLASS, "domino-section-head" },

    { HTML_MARK_ORIGINAL, "gmx", HTML_DIV, HTML_NAME, "quote" },
    { HTML_MARK_QUOTE, "gmx", HTML_DIV, HTML_NAME, "quoted-content" },
    { HTML_MARK_ORIGINAL, "spark", ANY, HTML_NAME, "messageReplySection" },
    { HTML_MARK_SIGNATURE, "spark", ANY, HTML_NAME, "messageSignatureSection" },
    { HTML_MARK_CITE_LINE, "roundcube", ANY, HTML_ID, "reply-intro" },
    { HTML_MARK_FORWARD, "netease", ANY, HTML_ID, "isForwardContent" },
    { HTML_MARK_ORIGINAL, "netease", ANY, HTML_ID, "isReplyContent" },
    { HTML_MARK_SIGNATURE, "k9", ANY, HTML_CLASS, "k9mail-signature" },
    { HTML_MARK_SIGNATURE, "samsung", ANY, HTML_ID, "composer_signature" },
    { HTML_MARK_QUOTE, "front", HTML_BLOCKQUOTE, HTML_CLASS, "front-blockquote" },

    { HTML_MARK_QUOTE, "cite", HTML_BLOCKQUOTE, HTML_TYPE, "cite" },
};

static const HtmlMarkRow outlook_border = { HTML_MARK_ORIGINAL, "outlook", ANY, HTML_STYLE, "" };
static const HtmlMarkRow bare_blockquote = { HTML_MARK_QUOTE, "blockquote", HTML_BLOCKQUOTE,
                                             HTML_CLASS, "" };

/*
 * What web mail puts before class and id of foreign HTML it shows or forwards: x_ (Outlook), m_-123
 * (Gmail), gmail- (Gmail, pasted), yiv123 and ydp1a2b (Yahoo); mail.ru puts something behind.
 */
static bool is_prefix_letter(char prefix, char c)
{
    return prefix == 'y' ? g_ascii_isxdigit(c) : g_ascii_isdigit(c) || c == '-';
}

static Span without_prefix(Span name)
{
    static const struct {
        const char *text;
        char letters; /* y: hexadecimal digits follow; m: digits; 0: nothing */
    } prefixes[] = {
        { "x_", '0' }, { "gmail-", '0' }, { "m_", 'm' }, { "yiv", 'y' }, { "ydp", 'y' },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        size_t at = strlen(prefixes[i].text);
        if (!span_starts_with(name, prefixes[i].text)) {
            continue;
        }
        while (prefixes[i].letters != '0' && at < name.length &&
               is_prefix_letter(prefixes[i].letters, name.text[at])) {
            at++;
        }
        return span_slice(name, at, name.length);
    }
    return name;
}

/*
 * Compared at every prefix that may end: a hop of its own each, and hexadecimal digits may be
 * letters of the name.
 */
static bool name_is(Span name, const char *wanted)
{
    static const char mail_ru_suffix[] = "_mailru_css_attribute_postfix";
    enum { MOST_HOPS = 8 };
    size_t suffix = strlen(mail_ru_suffix), length = strlen(wanted);
    if (name.length > suffix &&
        memcmp(name.text + name.length - suffix, mail_ru_suffix, suffix) == 0) {
        name.length -= suffix;
    }
    if (name.length < length ||
        g_ascii_strncasecmp(name.text + name.length - length, wanted, length) != 0) {
        return false;
    }
    Span prefix = span_slice(name, 0, name.length - length);
    for (int hop = 0; hop < MOST_HOPS && prefix.length > 0; hop++) {
        Span shorter = without_prefix(prefix);
        if (shorter.length == prefix.length) {
            return false;
        }
        prefix = shorter;
    }
    return prefix.length == 0;
}

/* Whether one of the words of a class, or an id, is `wanted`. */
static bool has_name(Span value, const char *wanted)
{
    enum { MOST_WORDS = 32 };
    size_t at = 0;
    for (int word = 0; word < MOST_WORDS && at < value.length; word++) {
        size_t start = at;
        while (at < value.length && !g_ascii_isspace(value.text[at])) {
            at++;
        }
        if (name_is(span_slice(value, start, at), wanted)) {
            return true;
        }
        at++;
    }
    return false;
}

static bool row_fits(const HtmlMarkRow *row, const HtmlElement *element, const HtmlToken *tag)
{
    Span value = tag->attributes[row->attribute];
    return value.length > 0 && (row->element == ANY || row->element == element->id) &&
           has_name(value, row->value);
}

static bool may_have_mark(const HtmlToken *tag)
{
    static const HtmlAttribute telling[] = { HTML_CLASS, HTML_ID,       HTML_NAME,
                                             HTML_TYPE,  HTML_TABINDEX, HTML_DATA_MARKER };
    for (size_t i = 0; i < G_N_ELEMENTS(telling); i++) {
        if (tag->attributes[telling[i]].length > 0) {
            return true;
        }
    }
    return false;
}

const HtmlMarkRow *html_mark_find(const HtmlElement *element, const HtmlToken *tag, unsigned style)
{
    if (may_have_mark(tag)) {
        for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
            if (row_fits(&rows[i], element, tag)) {
                return &rows[i];
            }
        }
    }
    if ((style & HTML_STYLE_OUTLOOK_BORDER) != 0) {
        return &outlook_border;
    }
    return element->id == HTML_BLOCKQUOTE ? &bare_blockquote : NULL;
}
