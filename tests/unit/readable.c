/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/readable.h"

typedef struct Reading {
    Message *message;
    GPtrArray *parts;
    LimitSet met;
} Reading;

static void reading_clear(Reading *reading)
{
    g_ptr_array_unref(reading->parts);
    message_free(reading->message);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

static Reading read_mail_within(const char *mail, const Limits *limits)
{
    Reading reading = { .message = message_parse(span_of(mail), limits) };
    reading.parts = readable_parts(reading.message, limits, &reading.met);
    return reading;
}

static Reading read_mail(const char *mail)
{
    return read_mail_within(mail, &limits_default);
}

static const TextPart *text_at(const Reading *reading, guint index)
{
    g_assert_cmpuint(index, <, reading->parts->len);
    return g_ptr_array_index(reading->parts, index);
}

static char *text_of(const TextPart *part)
{
    return span_copy(part->text);
}

/* All parts as "id(alternative): text|", line ends as `/`. */
static char *parts_as_text(const Reading *reading)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < reading->parts->len; i++) {
        const TextPart *part = text_at(reading, i);
        g_string_append_printf(all, "%s%s%s: %.*s|", part->part->id,
                               part->alternative_of == NULL ? "" : " of ",
                               part->alternative_of == NULL ? "" : part->alternative_of,
                               (int)part->text.length, part->text.text);
    }
    return g_strdelimit(g_string_free(all, FALSE), "\n", '/');
}

/* ---- which parts, and which of them say the same ----------------------------------------- */

#define TEXT(type, text) "Content-Type: " type "\n\n" text "\n"

static const struct {
    const char *mail, *parts;
} mails[] = {
    { "Subject: x\n\nhello\n", "1: hello/|" },
    { "Content-Type: text/html; charset=utf-8\n\n<p>a<p>b", "1: a//b/|" },
    { "Content-Type: text/x-diff\n\n+a\n", "1: +a/|" },
    { "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n", "" },
    { "Content-Type: image/png\n\nx\n", "" },
    { "Content-Type: multipart/mixed; boundary=b\n\npreamble\n"
      "--b\n" TEXT("text/plain", "one") "--b\n" TEXT(
          "image/png", "x") "--b\n"
                            "Content-Disposition: attachment; filename=a.txt\n" TEXT(
                                "text/plain", "two") "--b--\n",
      "1: one|3: two|" },
    { "Content-Type: multipart/alternative; boundary=b\n\n"
      "--b\n" TEXT("text/plain", "plain") "--b\n" TEXT("text/html", "<b>html</b>") "--b--\n",
      "1 of 2: plain|2: html/|" },
    { "Content-Type: multipart/alternative; boundary=b\n\n"
      "--b\n" TEXT("text/html", "<b>html</b>") "--b\n" TEXT("text/plain", "plain") "--b--\n",
      "1: html/|2 of 1: plain|" },
    { "Content-Type: multipart/alternative; boundary=b\n\n"
      "--b\n" TEXT("text/plain", "plain") "--b\n" TEXT("text/html", "<img src=x>") "--b--\n",
      "1: plain|2 of 1: |" },
    { "Content-Type: multipart/alternative; boundary=b\n\n"
      "--b\n" TEXT("text/plain",
                   "plain") "--b\n"
                            "Content-Type: multipart/related; boundary=c\n\n--c\n" TEXT(
                                "text/html",
                                "html") "--c\n" TEXT("image/png",
                                                     "x") "--c--\n--b\n" TEXT("text/calendar",
                                                                              "BEGIN:") "--b--\n",
      "1 of 2.1: plain|2.1: html/|" },
    { "Content-Type: multipart/alternative; boundary=b\n\n--b\n" TEXT(
          "text/plain", "one") "--b\n" TEXT("text/plain", "two") "--b--\n",
      "1 of 2: one|2: two|" },
    { "Content-Type: multipart/alternative; boundary=b\n\n--b\n" TEXT(
          "text/plain", "a whole message") "--b\n" TEXT("text/html", "cut") "--b--\n",
      "1: a whole message|2 of 1: cut/|" },
    { "Content-Type: multipart/alternative; boundary=b\n\n"
      "--b\n" TEXT("text/plain", "") "--b\n" TEXT("text/html", "<img>") "--b--\n",
      "1: |2: |" },
    { "Content-Type: message/rfc822\n\nSubject: y\n\ninner\n", "1.1: inner/|" },
    { "Content-Type: multipart/mixed; boundary=never\n\nno boundary here\n",
      "1: no boundary here/|" },
    { "", "1: |" },
};

static void test_parts(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
        g_auto(Reading) reading = read_mail(mails[i].mail);
        g_autofree char *parts = parts_as_text(&reading);
        g_assert_cmpstr(parts, ==, mails[i].parts);
    }
}

/* ---- charsets ---------------------------------------------------------------------------- */

static const struct {
    const char *header, *body, *text;
} bodies[] = {
    { "text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable",
      "gr=FC=DF=\ne\n",
      "gr\xC3\xBC\xC3\x9F"
      "e\n" },
    { "text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", "Z3LDvMOf\nZQo=\n",
      "gr\xC3\xBC\xC3\x9F"
      "e\n" },
    { "text/plain", "a\r\nb\r\n", "a\nb\n" },
    { "text/html", "<meta charset=\"iso-8859-2\"><p>\xB1", "\xC4\x85\n" },
    { "text/html", "<META http-equiv=Content-Type content='text/html; charset=koi8-r'>\xC4",
      "\xD0\xB4\n" },
    { "text/html; charset=utf-8", "<meta charset=koi8-r>\xC3\xBC", "\xC3\xBC\n" },
    { "text/html", "charset=koi8-r \xC3\xBC", "charset=koi8-r \xC3\xBC\n" },
};

static void test_charsets(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        g_autofree char *mail =
            g_strdup_printf("Content-Type: %s\n\n%s", bodies[i].header, bodies[i].body);
        g_auto(Reading) reading = read_mail(mail);
        g_autofree char *text = text_of(text_at(&reading, 0));
        g_assert_cmpstr(text, ==, bodies[i].text);
        g_assert_cmpuint(reading.met, ==, 0);
    }
}

/* ---- format=flowed (RFC 3676) ------------------------------------------------------------ */

static const struct {
    const char *flowed, *text, *text_without_space;
} flows[] = {
    { "one \ntwo\nthree\n", "one two\nthree\n", "onetwo\nthree\n" },
    { "a \nb \nc\n", "a b c\n", "abc\n" },
    { "fixed\nlines\n\nhere\n", "fixed\nlines\n\nhere\n", NULL },
    { "> a \n> b\nc\n", "> a b\nc\n", "> ab\nc\n" },
    { "> a \n>> b \nc\n", "> a \n>> b \nc\n", NULL }, /* other depths never join */
    { ">> a \n>> b\n", ">> a b\n", ">> ab\n" },
    { "> > a \n> > b\n", "> > a > b\n", "> > a> b\n" }, /* depth 1: the second mark is text */
    { " From me\n  indented\n", "From me\n indented\n", NULL },
    { "a \n-- \nme \n", "a \n-- \nme \n", NULL },
    { "-- \nme\n", "-- \nme\n", NULL },
    { "> a \n> -- \n> b\n", "> a \n> -- \n> b\n", NULL },
    { "last \n", "last \n", NULL },
    { "last ", "last ", NULL },
    { "a \n\nb\n", "a \nb\n",
      "a\nb\n" }, /* an empty line ends the paragraph that goes on into it */
};

static void test_flowed(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(flows); i++) {
        for (int deletes = 0; deletes < 2; deletes++) {
            g_autofree char *mail =
                g_strdup_printf("Content-Type: text/plain; format=flowed%s\n\n%s",
                                deletes ? "; delsp=yes" : "", flows[i].flowed);
            g_auto(Reading) reading = read_mail(mail);
            g_autofree char *text = text_of(text_at(&reading, 0));
            bool differs = deletes && flows[i].text_without_space != NULL;
            g_assert_cmpstr(text, ==, differs ? flows[i].text_without_space : flows[i].text);
        }
    }
}

/* ---- the way back ------------------------------------------------------------------------ */

static void assert_place(const TextPart *part, const char *word, size_t line, size_t column)
{
    g_autofree char *text = text_of(part);
    size_t found_line, found_column;
    text_part_place(part, (size_t)(strstr(text, word) - text), &found_line, &found_column);
    g_assert_cmpuint(found_line, ==, line);
    g_assert_cmpuint(found_column, ==, column);
}

static void test_places(void)
{
    g_auto(Reading) plain = read_mail("Content-Type: text/plain; charset=utf-8\n\n"
                                      "one\n\ngr\xC3\xBC\xC3\x9F"
                                      "e an alle\n");
    assert_place(text_at(&plain, 0), "one", 1, 1);
    assert_place(text_at(&plain, 0), "an", 3, 7);
    g_auto(Reading) wide =
        read_mail("Content-Type: text/plain; charset=utf-8\n\n"
                  "\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80 wide \xC3\xBC\xC3\xBC\xC3"
                  "\xBC\xC3\xBC\xC3\xBC here\n");
    assert_place(text_at(&wide, 0), "here", 1, 16);
    g_auto(Reading) flowed = read_mail("Content-Type: text/plain; format=flowed\n\n"
                                       "one \n two\nthree\n");
    assert_place(text_at(&flowed, 0), "two", 2, 2);
    assert_place(text_at(&flowed, 0), "three", 3, 1);
    g_auto(Reading) html = read_mail("Content-Type: text/html\n\n<p>one</p>\n<b>&auml; two</b>\n");
    assert_place(text_at(&html, 0), "two", 2, 11);
    size_t line, column;
    text_part_place(text_at(&html, 0), SIZE_MAX, &line, &column);
    g_assert_cmpuint(line, ==, 3);
}

/* The raw bytes of a line, of whatever encoding, from the mail as handed in. */
static const struct {
    const char *mail, *line, *raw;
} ranges[] = {
    { "\none\ntwo\nthree\n", "two\n", "two\n" },
    { "\r\none\r\ntwo\r\nthree\r\n", "two\n", "two\r\n" },
    { "Content-Transfer-Encoding: quoted-printable\n\none\nt=\nwo=20\nthree\n", "two \n",
      "t=\nwo=20\n" },
    { "Content-Transfer-Encoding: base64\n\nb25lCnR3\nbwp0aHJl\nZQo=\n", "two\n", "CnR3\nbwp0" },
    { "Content-Type: text/html\n\n<p>one</p><p>two</p><p>three</p>\n", "two\n", "two</p><p>" },
    { "Content-Type: text/plain; format=flowed\n\none\n> tw \n> o\nthree\n", "> tw o\n",
      "> tw \n> o\n" },
    { "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\ntwo\nthree\n--b--\n", "two\n",
      "two\n" },
};

static void test_ranges(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++) {
        g_auto(Reading) reading = read_mail(ranges[i].mail);
        const TextPart *part = text_at(&reading, 0);
        g_autofree char *text = text_of(part);
        const char *line = strstr(text, ranges[i].line);
        g_assert_nonnull(line);
        size_t start = (size_t)(line - text), raw_start, raw_end;
        text_part_bytes(part, start, start + strlen(ranges[i].line), &raw_start, &raw_end);
        g_autofree char *raw = g_strndup(ranges[i].mail + raw_start, raw_end - raw_start);
        g_assert_cmpstr(raw, ==, ranges[i].raw);
        text_part_bytes(part, start, start, &raw_start, &raw_end);
        g_assert_cmpuint(raw_start, ==, raw_end);
    }
}

/* ---- limits ------------------------------------------------------------------------------ */

static void test_limits(void)
{
    static const char mail[] = "Content-Type: multipart/mixed; boundary=b\n\n"
                               "--b\n\n1234567\xC3\xBC\n--b\n\nabcdefghij\n--b\n\nnever\n--b--\n";
    Limits limits = limits_default;
    limits.part_text_bytes = 8;
    limits.text_bytes = 12;
    g_auto(Reading) reading = read_mail_within(mail, &limits);
    g_autofree char *parts = parts_as_text(&reading);
    g_assert_cmpstr(parts, ==, "1: 1234567|2: abcde|"); /* no half character */
    g_assert_cmpuint(reading.met, ==, limit_bit(LIMIT_TEXT));

    limits.part_text_bytes = limits.text_bytes = 24;
    g_auto(Reading) whole = read_mail_within(mail, &limits);
    g_assert_cmpuint(whole.met, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/readable/parts", test_parts);
    g_test_add_func("/readable/charsets", test_charsets);
    g_test_add_func("/readable/flowed", test_flowed);
    g_test_add_func("/readable/places", test_places);
    g_test_add_func("/readable/ranges", test_ranges);
    g_test_add_func("/readable/limits", test_limits);
    return g_test_run();
}
