/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HTML to text: valid UTF-8 when the input was, a map as long as both, marks and links inside and
 * in order.
 */
#include <stdint.h>

#include "text/html_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_marks(const HtmlText *text)
{
    for (guint i = 0; i < text->marks->len; i++) {
        const HtmlMark *mark = &g_array_index(text->marks, HtmlMark, i);
        g_assert(mark->start <= mark->end && mark->end <= text->length);
        g_assert(mark->start == 0 || text->text[mark->start - 1] == '\n');
        g_assert(mark->end == 0 || text->text[mark->end - 1] == '\n');
        g_assert(i == 0 || mark->start >= (mark - 1)->start);
    }
}

static void check_links(const HtmlText *text)
{
    for (guint i = 0; i < text->links->len; i++) {
        const HtmlLink *link = &g_array_index(text->links, HtmlLink, i);
        g_assert(link->start <= link->end && link->end <= text->length);
        g_assert(i == 0 || link->start >= (link - 1)->end);
        g_assert(link->target != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    Span html = span_make((const char *)bytes, length);
    g_autoptr(HtmlText) text = html_text_new(html);
    g_assert(text->length == strlen(text->text));
    g_assert(text->length == 0 || text->text[text->length - 1] == '\n');
    g_assert(offset_map_derived_length(text->map) == text->length);
    g_assert(offset_map_source_length(text->map) == length);
    g_assert(!g_utf8_validate_len(html.text, length, NULL) ||
             g_utf8_validate_len(text->text, text->length, NULL));
    check_marks(text);
    check_links(text);
    return 0;
}
