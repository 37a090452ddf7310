/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/message.h"

#define TOP "From: ada@example.org\nSubject: one\n"

/* ---- what a parse gave, as text -----------------------------------------------------------------
 */

static void describe_part(const MimePart *part, GString *out)
{
    g_string_append_printf(out, "[%s %s", part->id, part->type);
    if (part->children->len == 0) {
        Span body = mime_part_body(part);
        g_string_append_c(out, ' ');
        g_string_append_len(out, body.text, (gssize)body.length);
    }
    for (guint i = 0; i < part->children->len; i++) {
        describe_part(g_ptr_array_index(part->children, i), out);
    }
    g_string_append_c(out, ']');
}

static char *limits_text(LimitSet limits)
{
    GString *out = g_string_new(NULL);
    for (int limit = 0; limit < N_LIMITS; limit++) {
        if (limits & limit_bit((Limit)limit)) {
            g_string_append_printf(out, "!%s", limit_name((Limit)limit));
        }
    }
    return g_string_free(out, FALSE);
}

/* `[1 text/plain body]`, the parts of a multipart inside, then `!limit`. */
static char *parsed(Span raw)
{
    g_autoptr(Message) message = message_parse(raw, &limits_default);
    g_autoptr(GString) out = g_string_new(NULL);
    describe_part(message->top, out);
    g_autofree char *limits = limits_text(message->limits);
    g_string_append(out, limits);
    return g_strdup(out->str);
}

static GString *with_crlf(const char *text)
{
    GString *crlf = g_string_new(text);
    g_string_replace(crlf, "\n", "\r\n", 0);
    return crlf;
}

/* ---- what holds for every parse
 * ------------------------------------------------------------------ */

static void assert_fields_sound(const MimePart *part)
{
    size_t at = part->start;
    for (guint i = 0; i < part->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(part->fields, i);
        g_assert_cmpuint(field->start, >=, at);
        g_assert_cmpuint(field->end, >, field->start);
        g_assert_true(field->raw.text > part->source.text + field->start);
        g_assert_true(field->raw.text + field->raw.length <= part->source.text + field->end);
        g_assert_true(g_utf8_validate(field->text, -1, NULL));
        g_assert_cmpint(
            g_ascii_strncasecmp(part->source.text + field->start, field->name, strlen(field->name)),
            ==, 0);
        at = field->end;
    }
    g_assert_cmpuint(at, <=, part->body_start);
}

static void assert_part_sound(const MimePart *part)
{
    g_assert_nonnull(part->id);
    g_assert_nonnull(part->type);
    g_assert_cmpuint(part->start, <=, part->body_start);
    g_assert_cmpuint(part->body_start, <=, part->end);
    g_assert_cmpuint(part->end, <=, part->source.length);
    assert_fields_sound(part);
    g_assert_cmpint(mime_part_is_attached_message(part), ==,
                    part->children->len == 1 && !g_str_has_prefix(part->type, "multipart/"));
    size_t at = part->body_start;
    for (guint i = 0; i < part->children->len; i++) {
        const MimePart *child = g_ptr_array_index(part->children, i);
        g_assert_true(child->parent == part);
        if (child->source.text == part->source.text) {
            g_assert_cmpuint(child->start, >=, at);
            g_assert_cmpuint(child->end, <=, part->end);
            at = child->end;
        } else {
            g_assert_nonnull(child->source_map);
        }
        assert_part_sound(child);
    }
}

static void assert_sound(Span raw)
{
    g_autofree char *copy = g_memdup2(raw.text, raw.length); /* of its own, for the sanitizer */
    g_autoptr(Message) message = message_parse(span_make(copy, raw.length), &limits_default);
    g_assert_true(message->raw.text == copy);
    assert_part_sound(message->top);
}

/* ---- structure
 * ------------------------------------------------------------------------------------ */

static const struct {
    const char *name, *raw, *expected;
} structures[] = {
    { "plain", TOP "\nbody\n", "[1 text/plain body\n]" },
    { "empty body", TOP "\n", "[1 text/plain ]" },
    { "no blank line", "Subject: one", "[1 text/plain ]" },
    { "no header", "\nbody\n", "[1 text/plain body\n]" },
    { "no mail at all", "just words\nand more\n",
      "[1 text/plain just words\nand more\n]!unparsed" },
    { "nothing", "", "[1 text/plain ]" },
    { "broken type", TOP "Content-Type: TEXT\n\nbody", "[1 text/plain body]" },
    { "type in capitals", TOP "Content-Type: Text/HTML; charset=x\n\nb", "[1 text/html b]" },
    { "mixed",
      TOP "Content-Type: multipart/mixed; boundary=\"b 1\"\n\nlead\n--b 1\n\na\n\n--b 1  \n"
          "Content-Type: text/html\n\nc\n--b 1--\ntrail\n",
      "[ multipart/mixed[1 text/plain a\n][2 text/html c]]" },
    { "nested",
      TOP "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
          "Content-Type: multipart/alternative; boundary=bb\n\n--bb\n\na\n--bb\n"
          "Content-Type: text/html\n\nc\n--bb--\n\n--b\n\nd\n--b--\n",
      "[ multipart/mixed[1 multipart/alternative[1.1 text/plain a][1.2 text/html c]]"
      "[2 text/plain d]]" },
    { "never closed",
      TOP "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
          "Content-Type: multipart/mixed; boundary=c\n\n--c\n\na\n--b\n\nd\n",
      "[ multipart/mixed[1 multipart/mixed[1.1 text/plain a]][2 text/plain d\n]]" },
    { "part of a header alone",
      TOP
      "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/x-a\n--b\n--b\n\nc\n"
      "--b--\n",
      "[ multipart/mixed[1 text/x-a ][2 text/plain c]]" },
    { "attached",
      TOP "Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\n"
          "Content-Type: message/rfc822\n\nSubject: two\n\ninner\n--b--\n",
      "[ multipart/mixed[1 text/plain a][2 message/rfc822[2.1 text/plain inner]]]" },
    { "attached multipart",
      TOP "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
          "Subject: two\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c\n\ny\n--c--\n"
          "--b--\n",
      "[ multipart/mixed[1 message/rfc822[1.TEXT multipart/mixed[1.1 text/plain x]"
      "[1.2 text/plain y]]]]" },
    { "attached on top", TOP "Content-Type: message/rfc822\n\nSubject: two\n\ninner\n",
      "[1 message/rfc822[1.1 text/plain inner\n]]" },
    { "digest",
      TOP "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: two\n\nx\n"
          "--b\nContent-Type: text/plain\n\ny\n--b--\n",
      "[ multipart/digest[1 message/rfc822[1.1 text/plain x]][2 text/plain y]]" },
    { "no boundary", TOP "Content-Type: multipart/mixed\n\n--b\n\nhidden?\n",
      "[1 text/plain --b\n\nhidden?\n]!content" },
    { "boundary that is nowhere", TOP "Content-Type: multipart/mixed; boundary=c\n\n--b\n\nx\n",
      "[1 text/plain --b\n\nx\n]!content" },
    { "two types", TOP "Content-Type: multipart/mixed; boundary=b\nContent-Type: text/plain\n\nx\n",
      "[1 text/plain x\n]!content" },
    { "the same type twice", TOP "Content-Type: text/html\nContent-Type: text/html\n\nx\n",
      "[1 text/html x\n]" },
    { "folded, blanks before the colon",
      TOP "Content-Type \t:\n multipart/mixed;\n\tboundary=b\n\n--b\n\nx\n--b--\n",
      "[ multipart/mixed[1 text/plain x]]" },
    { "a file that is a message",
      TOP "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n"
          "Content-Disposition: attachment; filename=\"a.EML\"\n\nSubject: two\n\nx\n--b--\n",
      "[ multipart/mixed[1 text/plain[1.1 text/plain x]]]" },
    { "a file that says so and is none",
      TOP "Content-Type: text/plain; name=a.eml\n\nno header here\n",
      "[1 text/plain no header here\n]" },
    { "encoded message",
      TOP
      "Content-Type: application/octet-stream; name=a.eml\nContent-Transfer-Encoding: base64\n\n"
      "U3ViamVjdDogdHdvCgp4Cg==\n",
      "[1 application/octet-stream[1.1 text/plain x\n]]" },
    { "quoted-printable message",
      TOP "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n"
          "Subject:=20two\n\nx=3Dy\n",
      "[1 message/rfc822[1.1 text/plain x=y\n]]" },
    { "encoded message in an encoded message",
      TOP "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
          "Q29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMgpDb250ZW50LVRyYW5zZmVyLUVuY29kaW5nOiBx\n"
          "dW90ZWQtcHJpbnRhYmxlCgpTdWJqZWN0Oj0yMHR3bwoKeAp5Cg==\n",
      "[1 message/rfc822[1.1 message/rfc822[1.1.1 text/plain x\ny\n]]]" },
};

static void test_structure(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(structures); i++) {
        g_test_message("%s", structures[i].name);
        g_autofree char *found = parsed(span_of(structures[i].raw));
        g_assert_cmpstr(found, ==, structures[i].expected);
        assert_sound(span_of(structures[i].raw));
    }
}

/* On the wire lines end in CRLF, in files in LF: the parts are the same. */
static void test_crlf(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(structures); i++) {
        g_test_message("%s", structures[i].name);
        g_autoptr(GString) crlf = with_crlf(structures[i].raw);
        g_autofree char *found = parsed(span_make(crlf->str, crlf->len));
        g_autoptr(GString) lf = g_string_new(found);
        g_string_replace(lf, "\r\n", "\n", 0);
        g_assert_cmpstr(lf->str, ==, structures[i].expected);
        assert_sound(span_make(crlf->str, crlf->len));
    }
}

/* Cut anywhere, and with any byte another, a mail parses to sound ranges. */
static void test_cut_and_corrupted(void)
{
    static const char bytes[] = { '\n', '-', ':', ' ', '\0', '"', '\xff' };
    for (size_t i = 0; i < G_N_ELEMENTS(structures); i++) {
        g_autoptr(GString) raw = with_crlf(structures[i].raw);
        for (size_t at = 0; at < raw->len; at++) {
            assert_sound(span_make(raw->str, at));
            char kept = raw->str[at];
            raw->str[at] = bytes[at % G_N_ELEMENTS(bytes)];
            assert_sound(span_make(raw->str, raw->len));
            raw->str[at] = kept;
        }
    }
}

/* ---- fields
 * --------------------------------------------------------------------------------------- */

static void test_fields(void)
{
    static const char raw[] =
        "Received: by mx\n\tfor us\nSubject: =?utf-8?q?gr=C3=BC=C3=9Fe?=\n"
        "no field at all\nX-A : 1\nsubject: second\nMIME-Version:1.0\n\nbody\n";
    static const struct {
        const char *name, *text, *raw;
    } expected[] = {
        { "Received", "by mx for us", " by mx\n\tfor us" },
        { "Subject", "grüße", " =?utf-8?q?gr=C3=BC=C3=9Fe?=" },
        { "X-A", "1", " 1" },
        { "subject", "second", " second" },
        { "MIME-Version", "1.0", "1.0" },
    };
    g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
    g_assert_cmpuint(message->top->fields->len, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < message->top->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(message->top->fields, i);
        g_assert_cmpstr(field->name, ==, expected[i].name);
        g_assert_cmpstr(field->text, ==, expected[i].text);
        g_assert_cmpmem(field->raw.text, field->raw.length, expected[i].raw,
                        strlen(expected[i].raw));
    }
    const HeaderField *received = message_field(message->top, "received");
    g_assert_cmpuint(received->start, ==, 0);
    g_assert_cmpuint(received->end, ==, strlen("Received: by mx\n\tfor us\n"));
    g_assert_cmpstr(message_header(message->top, "SUBJECT"), ==, "grüße");
    g_assert_null(message_header(message->top, "Subjec"));
}

static void test_description(void)
{
    static const char raw[] =
        "Content-Type: text/plain; charset=ISO-8859-1; format=Flowed; delsp=yes\n"
        "Content-Transfer-Encoding: Quoted-Printable\n"
        "Content-Disposition: INLINE; filename*=utf-8''%C3%A4.txt\n\nx\n";
    g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
    const MimePart *part = message->top;
    g_assert_cmpstr(part->charset, ==, "ISO-8859-1");
    g_assert_cmpstr(part->file_name, ==, "ä.txt");
    g_assert_cmpstr(part->disposition, ==, "inline");
    g_assert_true(part->is_flowed && part->deletes_space);
    g_assert_cmpint(part->encoding, ==, TRANSFER_QUOTED_PRINTABLE);
    g_assert_null(part->boundary);

    static const char signed_mail[] =
        "Content-Type: multipart/signed; protocol=\"Application/PGP-Signature\"; boundary=Bb\n\n"
        "--Bb\n\nx\n--Bb\nContent-Type: application/pgp-signature\n\ny\n--Bb--\n";
    g_autoptr(Message) second = message_parse(span_of(signed_mail), &limits_default);
    g_assert_cmpstr(second->top->protocol, ==, "application/pgp-signature");
    g_assert_cmpstr(second->top->boundary, ==, "Bb");
    g_assert_null(second->top->charset);
    g_assert_false(second->top->is_flowed);
}

/* From the bytes of an encoded message the way leads back to the mail, twice encoded to the line.
 */
static void test_source_map(void)
{
    static const char raw[] = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                              "U3ViamVjdDogdHdv\nCgp4Cg==\n";
    g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
    const MimePart *inner = g_ptr_array_index(message->top->children, 0);
    g_assert_cmpmem(inner->source.text, inner->source.length, "Subject: two\n\nx\n", 16);
    size_t header = (size_t)(strstr(raw, "U3Vi") - raw);
    g_assert_cmpuint(offset_map_start(inner->source_map, 0), ==, header);
    size_t second = (size_t)(strstr(raw, "Cgp4") - raw);
    g_assert_cmpuint(offset_map_start(inner->source_map, inner->body_start), ==, second);
    g_assert_cmpuint(offset_map_end(inner->source_map, inner->body_start + 1), ==, second + 4);
}

static void test_source_map_twice(void)
{
    const char *raw = structures[G_N_ELEMENTS(structures) - 1].raw;
    g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
    const MimePart *outer = g_ptr_array_index(message->top->children, 0);
    const MimePart *inner = g_ptr_array_index(outer->children, 0);
    size_t start = offset_map_start(inner->source_map, 0);
    size_t y = inner->end - 2;
    g_assert_cmpint(inner->source.text[y], ==, 'y');
    g_assert_cmpuint(start, <, offset_map_start(inner->source_map, y));
    g_assert_cmpuint(start, >=, offset_map_start(outer->source_map, outer->body_start));
    /* y stands in the last group of the base64 text: `eAp5Cg==` */
    size_t last = (size_t)(strstr(raw, "eAp5Cg") - raw);
    g_assert_cmpuint(offset_map_start(inner->source_map, y), <=, last + 4);
    g_assert_cmpuint(offset_map_end(inner->source_map, inner->end), >, last);
    g_assert_cmpuint(offset_map_end(inner->source_map, inner->end), <=, strlen(raw));
}

/* GMime gives up on this header; what stands behind must not go unseen. */
static void test_rest_is_kept(void)
{
    g_autoptr(GString) raw = g_string_new(TOP "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
                                              "first\n--b\n");
    for (size_t i = 0; i < 9000; i++) {
        g_string_append_c(raw, 'x');
    }
    g_string_append(raw, "\n\nsecond\n--b--\n");
    g_autofree char *found = parsed(span_make(raw->str, raw->len));
    g_assert_true(
        g_str_has_prefix(found, "[ multipart/mixed[1 text/plain first][2 text/plain xxx"));
    g_assert_nonnull(strstr(found, "second"));
    g_assert_true(g_str_has_suffix(found, "!unparsed"));
}

/* ---- addresses
 * ------------------------------------------------------------------------------------ */

static void test_addresses(void)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        { "", "" },
        { "ada@example.org", "ada@example.org" },
        { "Ada <Ada@Example.ORG>", "ada@example.org" },
        { "ada@example.org (Ada (the first)), ben@example.org", "ada@example.org ben@example.org" },
        { "\"Ben, the <b@x.example>\" <ben@example.org>", "ben@example.org" },
        { "friends: ada@example.org, Ben <ben@example.org>; cy@example.org",
          "ada@example.org ben@example.org cy@example.org" },
        { "undisclosed-recipients:;", "" },
        { "<@relay.example,@two.example:ada@example.org>", "ada@example.org" },
        { "Ada\n <ada@example.org>,\n\tBen <ben@example.org>", "ada@example.org ben@example.org" },
        { "=?utf-8?q?=3Ctrust=40bank.example=3E?= <ada@example.org>", "ada@example.org" },
        { "root", "" },
        { "<>", "" },
        { "@", "" },
        { "ada@", "" },
        { "< ada@example.org >", "ada@example.org" },
        { "<ada@example.org", "ada@example.org" },
        { "(never closed <ada@example.org>", "" },
        { "\"never closed <ada@example.org>", "" },
        { "a@b.example \\", "a@b.example" },
        { "1@x.example,2@x.example,3@x.example,4@x.example,5@x.example,6@x.example",
          "1@x.example 2@x.example 3@x.example 4@x.example 5@x.example" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(GStrv) found = addresses_parse(cases[i].text, 5);
        g_autofree char *joined = g_strjoinv(" ", found);
        g_assert_cmpstr(joined, ==, cases[i].expected);
    }
}

static void test_message_addresses(void)
{
    static const char raw[] =
        "To: =?utf-8?q?a=40b=2Eexample?= <ada@example.org>\nTO: ben@example.org\n"
        "Cc: cy@example.org\n\n";
    g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
    g_auto(GStrv) found = message_addresses(message->top, "to", 10);
    g_autofree char *joined = g_strjoinv(" ", found);
    g_assert_cmpstr(joined, ==, "ada@example.org ben@example.org");
}

/* Twice the text takes about twice the time: nothing here looks back. */
static void test_addresses_linear(void)
{
    static const char *const pieces[] = { "(", "<", "\"", ":", ",", "a@b.example ", "\\", "<a:" };
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 4 << 20) {
            g_string_append(text, pieces[i]);
        }
        gint64 start = g_get_monotonic_time();
        g_auto(GStrv) found = addresses_parse(text->str, 10);
        g_assert_cmpint(g_get_monotonic_time() - start, <, 2 * G_USEC_PER_SEC);
        g_assert_cmpuint(g_strv_length(found), <=, 10);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/message/structure", test_structure);
    g_test_add_func("/message/crlf", test_crlf);
    g_test_add_func("/message/cut-and-corrupted", test_cut_and_corrupted);
    g_test_add_func("/message/fields", test_fields);
    g_test_add_func("/message/description", test_description);
    g_test_add_func("/message/source-map", test_source_map);
    g_test_add_func("/message/source-map-twice", test_source_map_twice);
    g_test_add_func("/message/rest-is-kept", test_rest_is_kept);
    g_test_add_func("/message/addresses", test_addresses);
    g_test_add_func("/message/message-addresses", test_message_addresses);
    g_test_add_func("/message/addresses-linear", test_addresses_linear);
    return g_test_run();
}
