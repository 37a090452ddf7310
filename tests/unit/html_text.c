/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/html_text.h"

/* ---- what a reader sees ------------------------------------------------------------------ */

static const struct {
    const char *html, *text;
} snippets[] = {
    { "", "" },
    { "plain", "plain\n" },
    { "  one \n two\t", "one two\n" },
    { "a<br>b<br/>c<br />", "a\nb\nc\n" },
    { "a<br><br>b<br><br><br><br>c", "a\n\nb\n\nc\n" },
    { "<p>one</p><p>two</p>", "one\n\ntwo\n" },
    { "<p>one<p>two<div>three</div>four", "one\n\ntwo\n\nthree\nfour\n" },
    { "<div>a</div><div>b</div><div><br></div><div>c</div>", "a\nb\n\nc\n" },
    { "<div>a<br></div><div>b</div>", "a\nb\n" },
    { "<div><div><div>a</div></div></div>b", "a\nb\n" },
    { "<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb\n" },
    { "<p style='margin:0'>a</p><p style='margin:0in;color:red'>b</p>", "a\nb\n" },
    { "<h1>Title</h1>text", "Title\n\ntext\n" },
    { "<ul><li>one<li>two</li><li><p>three</p></ul>after", "- one\n- two\n\n- three\n\nafter\n" },
    { "<ul><li></li><li>two</li></ul>", "- two\n" },
    { "<ol><li>a<ul><li>b</ul><li>c</ol>", "- a\n- b\n- c\n" },
    { "<dl><dt>term<dd>meaning</dl>", "term\nmeaning\n" },
    { "a<hr>b", "a\n________________________________\nb\n" },
    { "gr&uuml;n &amp; &lt;b&gt; &quot;x&quot;", "gr\xC3\xBCn & <b> \"x\"\n" },
    { "&#65;&#x42;&#X43; &#8364; &#128;", "ABC \xE2\x82\xAC \xE2\x82\xAC\n" },
    { "&#0;&#xD800;&#99999999999;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\n" },
    { "&copy 1&nbspx &amp&lt", "\xC2\xA9 1 x &<\n" },
    { "AT&T &unknown; &; &#; &#x; &", "AT&T &unknown; &; &#; &#x; &\n" },
    { "&hellip;&mdash;&apos;&bdquo;", "\xE2\x80\xA6\xE2\x80\x94'\xE2\x80\x9E\n" },
    { "a&nbsp;&nbsp; b\xC2\xA0"
      "c",
      "a b c\n" },
    { "a<!-- no --> b<!-->c<!--->d<!-- > -- > -->e<!--x--!>f", "a bcdef\n" },
    { "a<!-- never closed", "a\n" },
    { "<!DOCTYPE html><?xml version='1'?>a<![CDATA[b]]>c<![if !mso]>d<![endif]>", "acd\n" },
    { "<!--[if mso]>word only<![endif]--><!--[if !mso]><!-->all<!--<![endif]-->", "all\n" },
    { "<html><head><title>T</title><style>p{}</style></head><body>a<script>b</script>c", "ac\n" },
    { "a<script>never </scriptx> closed", "a\n" },
    { "<STYLE>x</STYLE >a", "a\n" },
    { "1 < 2 <3 a<b", "1 < 2 <3 a\n" }, /* `<b` at the end is a tag that never ends */
    { "<a href=\"x>y\">z</a>", "z\n" },
    { "<a href='never closed>z</a>", "" },
    { "</ a comment>a</>b", "ab\n" },
    { "<b>a</i></b></b></p>b", "a\nb\n" },
    { "a</body></html>footer", "a\nfooter\n" },
    { "<span hidden>x</span>a<span style='display:none'>y</span>b", "ab\n" },
    { "<div style='DISPLAY: none !important'>x</div>a", "a\n" },
    { "<div style='display&#58;none'>x</div>a", "a\n" },
    { "<div style='font-size:0'>x<span style='font-size:14px'>y</span>z</div>", "y\n" },
    { "<div style='font-size:0px;line-height:0'>x</div>a<i style='font-size:1px'>y</i>", "a\n" },
    { "<i style='visibility:hidden'>x<b style='visibility:visible'>y</b></i>", "y\n" },
    { "<i style='max-height:0;overflow:hidden'>x</i><i style='opacity:0'>y</i>z", "z\n" },
    { "<i style='color:#fff;background:#FFF'>x</i><i style='color:#fff'>y</i>", "y\n" },
    { "<i style='display:inline;font-size:10pt'>seen</i>", "seen\n" },
    { "<div style='display:none'><div>x</div>y</div>z", "z\n" },
    { "<template>x</template>a<noscript>b</noscript>", "ab\n" },
    { "<pre>\n  two  blanks\n\n\n\n end \n</pre>a", "  two  blanks\n\n\n\n end\na\n" },
    { "<div style='white-space:pre-wrap'>a  b\nc</div>", "a  b\nc\n" },
    { "<table><tr><th>From: </th><td>a@b.example</td></tr><tr><th>To:</th><td>c</td></tr></table>",
      "From: a@b.example\nTo: c\n" },
    { "<table><tr><td><p><b>From:</b></p></td><td><p>Joe</p></td></tr></table>", "From: Joe\n" },
    { "<table><tr><td>a<td><td>c<tr><td>d</table>e", "a c\nd\ne\n" },
    { "<table><tr><td>one<br>two</td><td>three</td></tr></table>", "one\ntwo\nthree\n" },
    { "<table><tr><td><table><tr><td>a</td></tr></table></td><td>b</td></tr></table>", "a\nb\n" },
    { "<table><tr><td>x</table></td></div>y", "x\ny\n" },
    { "<div>a<td></div>b", "a\nb\n" },
    { "<option>a<option>b", "a\nb\n" },
    { "<blockquote>quoted</blockquote>own", "quoted\nown\n" }, /* the mark says it, no `>` */
    { "a<br class=\"Apple-interchange-newline\">b", "ab\n" },
    { "<p><p><p><br><p>", "" },
    { "a<figcaptionx>b</figcaption-->c", "abc\n" },
};

static void check_shape(const HtmlText *text, size_t source_length)
{
    g_assert_cmpuint(strlen(text->text), ==, text->length);
    g_assert_true(text->length == 0 || text->text[text->length - 1] == '\n');
    g_assert_cmpuint(offset_map_derived_length(text->map), ==, text->length);
    g_assert_cmpuint(offset_map_source_length(text->map), ==, source_length);
}

static void test_snippets(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(snippets); i++) {
        g_autoptr(HtmlText) text = html_text_new(span_of(snippets[i].html));
        g_assert_cmpstr(text->text, ==, snippets[i].text);
        check_shape(text, strlen(snippets[i].html));
    }
}

/* NUL is white space in text, and ends no name. */
static void test_nul_bytes(void)
{
    static const char html[] = "<div\0>a\0b</div\0>c";
    g_autoptr(HtmlText) text = html_text_new(span_make(html, sizeof html - 1));
    g_assert_cmpstr(text->text, ==, "a bc\n");
    check_shape(text, sizeof html - 1);
}

static void test_hidden_bytes_are_counted(void)
{
    g_autoptr(HtmlText) text =
        html_text_new(span_of("a<i style='display:none'>not <b>seen</b></i><i hidden>x</i>"));
    g_assert_cmpstr(text->text, ==, "a\n");
    g_assert_cmpuint(text->hidden_bytes, ==, 8);
}

/* ---- marks ------------------------------------------------------------------------------- */

/* Marks as text: kind, client, depth and what they hold. */
static const struct {
    const char *html, *marks;
} marked[] = {
    { "a<blockquote>b<br>c</blockquote>d", "quote blockquote 0 [b|c|]" },
    { "<blockquote type=cite>b<blockquote type=\"cite\">c</blockquote>d</blockquote>",
      "quote cite 0 [b|c|d|] quote cite 1 [c|]" },
    { "<div class=\"gmail_quote gmail_quote_container\"><div class=gmail_attr>On day X wrote:</div>"
      "<blockquote class=gmail_quote>q</blockquote></div>z",
      "original gmail 0 [On day X wrote:|q|] cite-line gmail 0 [On day X wrote:|] "
      "quote gmail 0 [q|]" },
    { "<div class='x_x_gmail_quote'>a</div><div class='m_-12x_gmail_quote'>b</div>"
      "<div class='yiv0123gmail_quote'>c</div><div class='ydpabc1gmail_quote'>d</div>"
      "<div class='gmail-m_12gmail_quote'>e</div>"
      "<div class='gmail_quote_mailru_css_attribute_postfix'>f</div>",
      "original gmail 0 [a|] original gmail 0 [b|] original gmail 0 [c|] original gmail 0 [d|] "
      "original gmail 0 [e|] original gmail 0 [f|]" },
    { "<div class='my_gmail_quote'>a</div><div class='gmail_quotes'>b</div>", "" },
    { "<span class=gmail_signature_prefix>-- </span><br><div class=gmail_signature>Joe</div>",
      "signature gmail 0 [--|] signature gmail 0 [Joe|]" },
    { "a<div id=\"appendonsend\"></div><hr tabindex=\"-1\">"
      "<div id=\"divRplyFwdMsg\"><b>From:</b> x<br><b>To:</b> y</div><div>text</div>",
      "original outlook 0 [] original outlook 0 [________________________________|] "
      "original outlook 0 [From: x|To: y|]" },
    { "a<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>"
      "<p class=MsoNormal><b>From:</b> x</p></div>text",
      "original outlook 0 [From: x|]" },
    { "<div style='border-top: 1pt solid rgb(181, 196, 223); padding: 3pt 0cm 0cm'>From: x</div>",
      "original outlook 0 [From: x|]" },
    { "<div style='border-top:solid #E1E1E1 1.0pt'>a</div>", "" },
    { "<span id=OLK_SRC_BODY_SECTION><div>From: x</div></span>", "original outlook 0 [From: x|]" },
    { "<div id=x_mail-editor-reference-message-container>a</div><hr id=stopSpelling>b",
      "original outlook 0 [a|] original hotmail 0 [________________________________|]" },
    { "<div class=AppleOriginalContents>a</div><div id=AppleMailSignature>b</div>",
      "original apple 0 [a|] signature apple 0 [b|]" },
    { "<div class=moz-forward-container>-- Forward --<table class=moz-email-headers-table>"
      "<tr><th>From:</th><td>x</td></tr></table>text</div>"
      "<pre class=moz-signature>-- \nJoe</pre>",
      "forward thunderbird 0 [-- Forward --|From: x|text|] "
      "cite-line thunderbird 0 [From: x|] signature thunderbird 0 [--|Joe|]" },
    { "<div class=moz-cite-prefix>On day X wrote:</div>",
      "cite-line thunderbird 0 [On day X wrote:|]" },
    { "<div class=yahoo_quoted id=yahoo_quoted_1>On day, X wrote:<div>q</div></div>",
      "original yahoo 0 [On day, X wrote:|q|]" },
    { "<div class=protonmail_quote>X wrote<blockquote class=protonmail_quote type=cite>q"
      "</blockquote></div><div class=protonmail_signature_block>s</div>",
      "original proton 0 [X wrote|q|] quote proton 0 [q|] signature proton 0 [s|]" },
    { "<div class=zmail_extra>x</div><hr id=zwchr><div data-marker=__HEADERS__>From: x</div>"
      "<blockquote data-marker=__QUOTED_TEXT__>q</blockquote>",
      "original zoho 0 [x|] original zimbra 0 [________________________________|] "
      "cite-line zimbra 0 [From: x|] quote zimbra 0 [q|]" },
    { "<div class=domino-section><div class=domino-section-head>x to y</div>t</div>",
      "original notes 0 [x to y|t|] cite-line notes 0 [x to y|]" },
    { "<div class=gmail_quote>never closed", "original gmail 0 [never closed|]" },
    { "<div class=gmail_quote></div>", "original gmail 0 []" },
    { "<div style='display:none' class=gmail_quote>hidden</div>", "" },
    { "<div class=gmail_quote>a</p></span></td></div>b", "original gmail 0 [a|]" },
};

static char *marks_as_text(const HtmlText *text)
{
    static const char *const kinds[N_HTML_MARK_KINDS] = { "quote", "forward", "original",
                                                          "cite-line", "signature" };
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < text->marks->len; i++) {
        const HtmlMark *mark = &g_array_index(text->marks, HtmlMark, i);
        g_assert_cmpuint(mark->start, <=, mark->end);
        g_assert_cmpuint(mark->end, <=, text->length);
        g_string_append_printf(all, "%s%s %s %u [%.*s]", i > 0 ? " " : "", kinds[mark->kind],
                               mark->client, mark->depth, (int)(mark->end - mark->start),
                               text->text + mark->start);
    }
    return g_strdelimit(g_string_free(all, FALSE), "\n", '|');
}

static void test_marks(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(marked); i++) {
        g_autoptr(HtmlText) text = html_text_new(span_of(marked[i].html));
        g_autofree char *marks = marks_as_text(text);
        g_assert_cmpstr(marks, ==, marked[i].marks);
    }
}

/* ---- links ------------------------------------------------------------------------------- */

static void test_links(void)
{
    g_autoptr(HtmlText) text = html_text_new(
        span_of("see <a href=\"http://a.example/?x=1&amp;y=2\">this <b>page</b></a>, "
                "<a name=x>no link</a><a href=b>b<a href=c>c</div> <a href=d><img></a>e"));
    g_assert_cmpstr(text->text, ==, "see this page, no linkbc e\n");
    static const struct {
        const char *target, *shown;
    } links[] = {
        { "http://a.example/?x=1&y=2", "this page" },
        { "b", "b" },
        { "c", "c" },
        { "d", "" },
    };
    g_assert_cmpuint(text->links->len, ==, G_N_ELEMENTS(links));
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
        const HtmlLink *link = &g_array_index(text->links, HtmlLink, i);
        g_autofree char *shown = g_strndup(text->text + link->start, link->end - link->start);
        g_assert_cmpstr(link->target, ==, links[i].target);
        g_assert_cmpstr(shown, ==, links[i].shown);
    }
}

/* ---- the way back ------------------------------------------------------------------------ */

static void test_map(void)
{
    static const char html[] = "<p>one</p>\n<p>t&auml;<b>w</b>o</p>";
    g_autoptr(HtmlText) text = html_text_new(span_of(html));
    g_assert_cmpstr(text->text, ==, "one\n\nt\xC3\xA4wo\n");
    g_assert_cmpuint(offset_map_start(text->map, 0), ==, 3);
    g_assert_cmpuint(offset_map_end(text->map, 3), ==, 6);
    g_assert_cmpuint(offset_map_start(text->map, 5), ==, 14); /* t */
    g_assert_cmpuint(offset_map_start(text->map, 6), ==, 15); /* &auml; */
    g_assert_cmpuint(offset_map_end(text->map, 8), ==, 21);
    g_assert_cmpuint(offset_map_start(text->map, 8), ==, 24); /* w */
}

/* Pieces that meet each other in any order, well or badly nested. */
static const char *const pieces[] = {
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<br>",
    "word",
    " ",
    "\n",
    "&nbsp;",
    "&uuml;",
    "&",
    "<",
    ">",
    "<b>",
    "</b>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</tr>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<pre>",
    "</pre>",
    "<blockquote type=cite>",
    "</blockquote>",
    "<div class=gmail_quote>",
    "<a href=x>",
    "</a>",
    "<hr tabindex=-1>",
    "<div style='display:none'>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<td",
    "\"",
    "'",
    "<span id=appendonsend>",
    "</span>",
    "\xC3\xBC",
    "\xC2\xA0",
    "<i style='font-size:0'>",
    "</i>",
    "<i style='white-space:pre'>",
    "&#1234567;",
    "\t",
    "=",
};

/*
 * Whatever the input: valid UTF-8, whole lines, no blanks at line ends in flowing text, sound
 * marks and map.
 */
static void test_random_input(void)
{
    for (int round = 0; round < 3000; round++) {
        g_autoptr(GString) html = g_string_new(NULL);
        for (int i = g_test_rand_int_range(0, 60); i > 0; i--) {
            g_string_append(html, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        }
        g_autoptr(HtmlText) text = html_text_new(span_make(html->str, html->len));
        check_shape(text, html->len);
        g_assert_true(g_utf8_validate(text->text, -1, NULL));
        size_t before = 0;
        for (size_t i = 0; i <= text->length; i++) {
            g_assert_cmpuint(offset_map_start(text->map, i), >=, before);
            before = offset_map_start(text->map, i);
        }
        for (guint i = 0; i < text->marks->len; i++) {
            const HtmlMark *mark = &g_array_index(text->marks, HtmlMark, i);
            g_assert_true(mark->start <= mark->end && mark->end <= text->length);
            g_assert_true(mark->start == 0 || text->text[mark->start - 1] == '\n');
            g_assert_true(i == 0 || mark->start >= (mark - 1)->start);
        }
    }
}

/* Neither depth nor number of anything is without end. */
static void test_bounds(void)
{
    static const struct {
        const char *html;
        bool is_partial;
    } repeated[] = {
        { "<div>x", true },
        { "<blockquote>x", true },
        { "<a href=x>y</a>", true },
        { "<hr>x", false },
        { "<hr tabindex=-1>", true },
        { "<td>", false },
        { "<li>", false },
        { "<blockquote></blockquote>", true },
        { "&", false },
        { "<!-", false },
        { "<a ", false },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(repeated); i++) {
        g_autoptr(GString) html = g_string_new(NULL);
        while (html->len < 100000) {
            g_string_append(html, repeated[i].html);
        }
        g_autoptr(HtmlText) text = html_text_new(span_make(html->str, html->len));
        check_shape(text, html->len);
        g_assert_cmpuint(text->length, <=, html->len * 2);
        g_assert_cmpuint(text->marks->len, <=, 1000);
        g_assert_cmpuint(text->links->len, <=, 5000);
        g_assert_true(text->is_partial == repeated[i].is_partial);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/html-text/snippets", test_snippets);
    g_test_add_func("/html-text/nul-bytes", test_nul_bytes);
    g_test_add_func("/html-text/hidden-bytes-are-counted", test_hidden_bytes_are_counted);
    g_test_add_func("/html-text/marks", test_marks);
    g_test_add_func("/html-text/links", test_links);
    g_test_add_func("/html-text/map", test_map);
    g_test_add_func("/html-text/random-input", test_random_input);
    g_test_add_func("/html-text/bounds", test_bounds);
    return g_test_run();
}
