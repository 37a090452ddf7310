/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/decode.h"

static Span span_of_string(const GString *string)
{
    return span_make(string->str, string->len);
}

/* ---- transfer encodings ------------------------------------------------------------------ */

static const struct {
    const char *value;
    TransferEncoding encoding;
} encoding_values[] = {
    { "7bit", TRANSFER_IDENTITY },
    { " Base64 ", TRANSFER_BASE64 },
    { "BASE64;", TRANSFER_BASE64 },
    { "(made by (a) gateway) base64 (really)", TRANSFER_BASE64 },
    { "(a \\) escaped) base64", TRANSFER_BASE64 },
    { "quoted-printable", TRANSFER_QUOTED_PRINTABLE },
    { "Quoted-Printable\r\n", TRANSFER_QUOTED_PRINTABLE },
    { "x-uuencode", TRANSFER_UUENCODE },
    { "7-bit", TRANSFER_IDENTITY },
    { "", TRANSFER_IDENTITY },
    { "(never closed base64", TRANSFER_IDENTITY },
};

static void test_encoding_names(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(encoding_values); i++) {
        g_assert_cmpint(transfer_encoding_parse(span_of(encoding_values[i].value)), ==,
                        encoding_values[i].encoding);
    }
}

static const struct {
    TransferEncoding encoding;
    const char *encoded, *decoded;
} transfers[] = {
    { TRANSFER_IDENTITY, "as = it =3D is\r\n", "as = it =3D is\r\n" },
    { TRANSFER_QUOTED_PRINTABLE, "gr=C3=BC=c3=9fe\n",
      "gr\xC3\xBC\xC3\x9F"
      "e\n" },
    { TRANSFER_QUOTED_PRINTABLE, "one =\nline", "one line" },
    { TRANSFER_QUOTED_PRINTABLE, "one =  \t\r\nline", "one line" },
    { TRANSFER_QUOTED_PRINTABLE, "blanks go \t \r\nat the end  ", "blanks go\r\nat the end" },
    { TRANSFER_QUOTED_PRINTABLE, "kept=20\n", "kept \n" },
    { TRANSFER_QUOTED_PRINTABLE, "1+1=2, =XY, =4", "1+1=2, =XY, =4" },
    { TRANSFER_QUOTED_PRINTABLE, "the end=", "the end" },
    { TRANSFER_QUOTED_PRINTABLE, "==\n=3D", "==" },
    { TRANSFER_QUOTED_PRINTABLE, "\n\n=0A", "\n\n\n" },
    { TRANSFER_BASE64, "aGVsbG8=", "hello" },
    { TRANSFER_BASE64, "aGVsbG8", "hello" },
    { TRANSFER_BASE64, "aGVs\r\nbG8=\r\n", "hello" },
    { TRANSFER_BASE64, " a G-V\ns b*G8 =", "hello" },
    { TRANSFER_BASE64, "aGU=\nbGxv", "hello" }, /* text behind a pad */
    { TRANSFER_BASE64, "aA==ZQ==bGxv=", "hello" },
    { TRANSFER_BASE64, "aGVsbG8=\n__\nA list\nhttp://a.example\n",
      "hello\n__\nA list\nhttp://a.example\n" },
    { TRANSFER_BASE64, "aGU=\n\nA footer\nbGxv\n", "he\nA footer\nllo" },
    { TRANSFER_BASE64, "====", "" },
    { TRANSFER_BASE64, "aGVsbG8=x", "hello" }, /* six bits are no octet */
    { TRANSFER_BASE64, "", "" },
    { TRANSFER_UUENCODE, "see:\nbegin 644 a.txt\n%:&5L;&\\\n`\nend\nbye\n", "see:\nhellobye\n" },
    { TRANSFER_UUENCODE, "begin 644 a.txt\n%:&5L;&\\", "hello" },
    { TRANSFER_UUENCODE, "begin 644 a.txt\n%:&5L\n", "hel" },
    { TRANSFER_UUENCODE, "begin with a word\n", "begin with a word\n" },
};

static void test_transfers(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(transfers); i++) {
        g_autoptr(OffsetMap) map = offset_map_new();
        LimitSet met = 0;
        g_autoptr(GString) decoded =
            transfer_decode(transfers[i].encoding, span_of(transfers[i].encoded), 1000, map, &met);
        g_assert_cmpstr(decoded->str, ==, transfers[i].decoded);
        g_assert_cmpuint(met, ==, 0);
        g_assert_cmpuint(offset_map_derived_length(map), ==, decoded->len);
        g_assert_cmpuint(offset_map_source_length(map), ==, strlen(transfers[i].encoded));
    }
}

/* Text is cut exactly at the maximum, never silently, and what fits is not cut. */
static void test_transfer_is_cut(void)
{
    for (int encoding = TRANSFER_IDENTITY; encoding <= TRANSFER_QUOTED_PRINTABLE; encoding++) {
        const char *encoded = encoding == TRANSFER_BASE64 ? "YWJjZGVm" : "abcdef";
        for (size_t most = 0; most < 8; most++) {
            LimitSet met = 0;
            g_autoptr(GString) decoded =
                transfer_decode((TransferEncoding)encoding, span_of(encoded), most, NULL, &met);
            g_assert_cmpuint(decoded->len, <=, most);
            g_assert_true(g_str_has_prefix("abcdef", decoded->str));
            g_assert_cmpuint(met, ==, most < 6 ? limit_bit(LIMIT_TEXT) : 0);
        }
    }
}

/* ---- maps lead back: any lines of the text, decoded anew from the range the map gives ---- */

static char *random_text(void)
{
    static const char *const pieces[] = {
        "word",         " ", "\n",   "=", "\xC3\xBC",
        "\xE2\x82\xAC", ".", "\n\n", "x", "a longer piece of text"
    };
    GString *text = g_string_new(NULL);
    for (int i = g_test_rand_int_range(0, 60); i > 0; i--) {
        g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
    }
    return g_string_free(text, FALSE);
}

/* Every octet but line ends as `=XX` or as it is, with soft line breaks here and there. */
static char *encode_quoted_printable(const char *text)
{
    GString *encoded = g_string_new(NULL);
    for (const char *c = text; *c != '\0'; c++) {
        bool must = (unsigned char)*c >= 0x80 || *c == '=' || *c == ' ';
        if (*c != '\n' && (must || g_test_rand_int_range(0, 4) == 0)) {
            g_string_append_printf(encoded, "=%02X", (unsigned char)*c);
        } else {
            g_string_append_c(encoded, *c);
        }
        g_string_append(encoded, g_test_rand_int_range(0, 9) == 0 ? "=\n" : "");
    }
    return g_string_free(encoded, FALSE);
}

static char *encode_base64_lines(const char *text)
{
    gint state = 0, save = 0;
    g_autofree char *encoded = g_malloc0(strlen(text) * 3 + 20);
    size_t length =
        g_base64_encode_step((const guchar *)text, strlen(text), TRUE, encoded, &state, &save);
    length += g_base64_encode_close(TRUE, encoded + length, &state, &save);
    return g_strndup(encoded, length);
}

static void test_maps_lead_back(void)
{
    for (int round = 0; round < 500; round++) {
        TransferEncoding encoding = round % 2 ? TRANSFER_BASE64 : TRANSFER_QUOTED_PRINTABLE;
        g_autofree char *text = random_text();
        g_autofree char *encoded =
            round % 2 ? encode_base64_lines(text) : encode_quoted_printable(text);
        g_autoptr(OffsetMap) map = offset_map_new();
        LimitSet met = 0;
        g_autoptr(GString) decoded =
            transfer_decode(encoding, span_of(encoded), SIZE_MAX, map, &met);
        g_assert_cmpstr(decoded->str, ==, text);

        size_t start = (size_t)g_test_rand_int_range(0, (int)strlen(text) + 1);
        size_t end = start + (size_t)g_test_rand_int_range(0, (int)(strlen(text) - start) + 1);
        Span range = span_slice(span_of(encoded), offset_map_start(map, start),
                                MAX(offset_map_start(map, start), offset_map_end(map, end)));
        g_autoptr(GString) again = transfer_decode(encoding, range, SIZE_MAX, NULL, &met);
        g_autofree char *wanted = g_strndup(text + start, end - start);
        g_assert_nonnull(strstr(again->str, wanted));
        g_assert_cmpuint(again->len, <=, end - start + (round % 2 ? 4 : 0));
    }
}

/* ---- charsets ---------------------------------------------------------------------------- */

static const struct {
    const char *charset;
    Span octets;
    const char *utf8;
    bool is_guessed;
} conversions[] = {
    { "utf-8", { "gr\xC3\xBC\xC3\x9F", 6 }, "gr\xC3\xBC\xC3\x9F", false },
    { "us-ascii", { "gr\xC3\xBC\xC3\x9F", 6 }, "gr\xC3\xBC\xC3\x9F", false },
    { NULL, { "gr\xC3\xBC\xC3\x9F", 6 }, "gr\xC3\xBC\xC3\x9F", false },
    { "", { "gr\xFC\xDF", 4 }, "gr\xC3\xBC\xC3\x9F", true },
    { "UTF-8", { "gr\xFC\xDF \xE2\x82\xAC", 8 }, "gr\xC3\xBC\xC3\x9F \xE2\x82\xAC", true },
    { "iso-8859-1", { "\x80 \xFC", 3 }, "\xE2\x82\xAC \xC3\xBC", false },
    { "ISO_8859-15", { "\xA4", 1 }, "\xE2\x82\xAC", false },
    { "Windows-1252", { "\x81", 1 }, "\xEF\xBF\xBD", true },
    { "koi8-r", { "\xC4\xC1\r\n", 4 }, "\xD0\xB4\xD0\xB0\n", false },
    { "gb2312", { "\xC4\xE3\xBA\xC3 ok", 7 }, "\xE4\xBD\xA0\xE5\xA5\xBD ok", false },
    { "gb2312", { "\xC4\xE3\xFF", 3 }, "\xE4\xBD\xA0\xEF\xBF\xBD", true },
    { "big5", { "\xA4\xA4<b>", 5 }, "\xE4\xB8\xAD<b>", false },
    { "shift_jis", { "\x83\x5C", 2 }, "\xE3\x82\xBD", false }, /* a `\` inside a character */
    { "iso-2022-jp", { "a\x1B$B$\"\x1B(B\nb", 11 }, "a\xE3\x81\x82\nb", false },
    { "iso-2022-jp", { "\x1B$B$\"\nb", 7 }, "\xE3\x81\x82\nb", false }, /* never switched back */
    { "iso-2022-jp", { "\xFC", 1 }, "\xEF\xBF\xBD", true },
    { "euc-kr", { "\xB0\xA1", 2 }, "\xEA\xB0\x80", false },
    { "utf-7", { "1 +AOk- 2", 9 }, "1 \xC3\xA9 2", false },
    { "utf-7", { "+AAA-", 5 }, " ", false },
    { "utf-16", { "\xFE\xFF\x00g\x00\r\x00\n\xD8\x3D\xDE\x00", 12 }, "g\n\xF0\x9F\x98\x80", false },
    { "utf-16le", { "g\0\r\0\r\0\n\0", 8 }, "g\n", false },
    { "utf-16", { "\0a\xD8\x00", 4 }, "a\xEF\xBF\xBD", true },
    { "utf-16", { "\0a\0", 3 }, "a\xEF\xBF\xBD", true },
    { "x-unknown", { "plain", 5 }, "plain", false },
    { "x-unknown", { "gr\xC3\xBC", 4 }, "gr\xC3\xBC", true },
    { "../../etc/passwd", { "\xFC", 1 }, "\xC3\xBC", true },
    { "iso-2022-jp", { "gr\xC3\xBC", 4 }, "gr\xC3\xBC", true }, /* valid UTF-8, wrongly declared */
    { "utf-8", { "\xEF\xBB\xBFtext", 7 }, "text", false },
    { "utf-8", { "a\0b", 3 }, "a b", false },
    { "utf-8", { "a\r\nb\rc\r\r\nd\n\r\r", 13 }, "a\nb\nc\nd\n\n\n", false },
    { "utf-8", { "\xED\xA0\x80", 3 }, "\xC3\xAD\xC2\xA0\xE2\x82\xAC", true }, /* a surrogate */
    { "utf-8", { "\xC0\xAF", 2 }, "\xC3\x80\xC2\xAF", true },                 /* overlong */
    { "utf-8", { NULL, 0 }, "", false },
};

static void test_conversions(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(conversions); i++) {
        g_autoptr(OffsetMap) map = offset_map_new();
        LimitSet met = 0;
        g_autoptr(GString) utf8 =
            charset_to_utf8(conversions[i].octets, conversions[i].charset, map, &met);
        g_assert_cmpstr(utf8->str, ==, conversions[i].utf8);
        g_assert_cmpuint(met, ==, conversions[i].is_guessed ? limit_bit(LIMIT_CHARSET) : 0);
        g_assert_cmpuint(offset_map_derived_length(map), ==, utf8->len);
        g_assert_cmpuint(offset_map_source_length(map), ==, conversions[i].octets.length);
    }
}

/* A line of the text is found in the octets from line end to line end. */
static void test_conversion_maps_lines(void)
{
    static const char octets[] = "\xC4\xE3\xBA\xC3\r\n\xBA\xC3 a\r\nb";
    g_autoptr(OffsetMap) map = offset_map_new();
    LimitSet met = 0;
    g_autoptr(GString) utf8 = charset_to_utf8(span_of(octets), "gbk", map, &met);
    size_t second = (size_t)(strchr(utf8->str, '\n') - utf8->str) + 1;
    size_t third = (size_t)(strchr(utf8->str + second, '\n') - utf8->str) + 1;
    g_assert_cmpuint(offset_map_start(map, second), ==, 6);
    g_assert_cmpuint(offset_map_end(map, second), ==, 6);
    g_assert_cmpuint(offset_map_end(map, third), ==, 12);
    g_assert_cmpuint(offset_map_start(map, third), ==, 12);
}

/* Whatever the octets and the label, the text is valid UTF-8 without NUL and CR. */
static void test_conversion_is_valid(void)
{
    static const char *const charsets[] = { NULL,     "utf-8",       "utf-16",       "gb18030",
                                            "big5",   "shift_jis",   "euc-jp",       "euc-tw",
                                            "utf-7",  "iso-2022-jp", "iso-2022-kr",  "iso-2022-cn",
                                            "koi8-u", "viscii",      "tis-620",      "windows-1258",
                                            "euc-kr", "utf-16be",    "iso-2022-jp-2" };
    charsets_open();
    for (int round = 0; round < 4000; round++) {
        char octets[64];
        size_t length = (size_t)g_test_rand_int_range(0, sizeof octets);
        for (size_t i = 0; i < length; i++) {
            octets[i] = (char)(g_test_rand_int_range(0, 3) ? g_test_rand_int_range(0, 256)
                                                           : "\r\n\x1B$B("[round % 6]);
        }
        g_autoptr(OffsetMap) map = offset_map_new();
        LimitSet met = 0;
        g_autoptr(GString) utf8 = charset_to_utf8(
            span_make(octets, length), charsets[(size_t)round % G_N_ELEMENTS(charsets)], map, &met);
        g_assert_true(g_utf8_validate_len(utf8->str, utf8->len, NULL));
        g_assert_null(memchr(utf8->str, '\r', utf8->len));
        g_assert_cmpuint(offset_map_derived_length(map), ==, utf8->len);
        g_assert_cmpuint(offset_map_source_length(map), ==, length);
    }
}

static void test_encoding_into_charsets(void)
{
    g_autoptr(GString) latin = NULL;
    g_assert_true(charset_from_utf8(span_of("gr\xC3\xBC\xC3\x9F"), "iso-8859-1", &latin));
    g_assert_cmpstr(latin->str, ==, "gr\xFC\xDF");

    GString *none = NULL;
    g_assert_false(charset_from_utf8(span_of("\xE2\x82\xAC"), "iso-8859-1", &none));
    g_assert_false(charset_from_utf8(span_of("\xC3\xBC"), "us-ascii", &none));
    g_assert_false(charset_from_utf8(span_of("a"), "x-unknown", &none));
    g_assert_false(charset_from_utf8(span_of("a"), NULL, &none));
    g_assert_null(none);

    g_autoptr(GString) japanese = NULL;
    g_assert_true(charset_from_utf8(span_of("\xE3\x81\x82"), "ISO-2022-JP", &japanese));
    g_assert_cmpstr(japanese->str, ==, "\x1B$B$\"\x1B(B");
}

/* ---- header fields ----------------------------------------------------------------------- */

static const struct {
    const char *raw, *text;
} fields[] = {
    { " plain text\r\n", "plain text" },
    { " folded\r\n\tfield\n  twice", "folded field  twice" },
    { "=?utf-8?q?gr=C3=BC=C3=9Fe?=", "gr\xC3\xBC\xC3\x9F"
                                     "e" },
    { "=?ISO-8859-1?Q?a_b?= c", "a b c" },
    { "=?utf-8?b?w7w=?= =?utf-8?b?w58=?=", "\xC3\xBC\xC3\x9F" },
    { "=?utf-8?b?4oI=?=\r\n =?UTF-8?Q?=AC?=", "\xE2\x82\xAC" }, /* a character cut in two */
    { "=?utf-8?q?a?= =?koi8-r?q?=C4?=", "a\xD0\xB4" },
    { "=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c" },
    { "=?utf-8*de?q?a?=", "a" },
    { "x=?utf-8?q?=41?=y", "xAy" },
    { "\"=?utf-8?q?=41?=\" <a@b.example>", "\"A\" <a@b.example>" },
    { "=?utf-8?q?a b?=", "a b" }, /* a blank inside */
    { "=?utf-8?q?Really?_Yes?=", "Really? Yes"
                                 "" },
    { "=?utf-8?q?\?=", "" },
    { "=?utf-8?b?aGU=bGxv?=", "hello" }, /* text behind a pad */
    { "=??q?a?= =??q?b?=", "ab" },       /* no charset at all */
    { "=?utf-8?x?a?=", "=?utf-8?x?a?=" },
    { "=?utf-8?q?open", "=?utf-8?q?open" },
    { "=?utf-8?q?open =?utf-8?q?closed?=", "=?utf-8?q?open closed" },
    { "=?nonsense?q?gr=FC?=", "gr\xC3\xBC" },
    { "=?utf-8?q?a=0D=0AX-Forged:_1?=", "a X-Forged: 1" },
    { "|=?utf-8?q?=00=7F=C2=85?=|", "|   |" },
    { "gr\xC3\xBC \xFC", "gr\xC3\xBC \xC3\xBC" },
    { "=?", "=?" },
    { "=", "=" },
    { "a=?=?=?b", "a=?=?=?b" },
};

static void test_fields(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autofree char *text = header_decode(span_of(fields[i].raw));
        g_assert_cmpstr(text, ==, fields[i].text);
    }
}

static const struct {
    const char *field, *name, *value;
} parameters[] = {
    { " text/plain; charset=utf-8", "charset", "utf-8" },
    { "text/plain; CHARSET = \"utf-8\" ; format=flowed", "Charset", "utf-8" },
    { "text/plain; charset=utf-8;\r\n\tformat=flowed", "format", "flowed" },
    { "text/plain; charset=us-ascii (Plain text)", "charset", "us-ascii" },
    { "text/plain (; charset=wrong); charset=right", "charset", "right" },
    { "text/plain; x=\"; charset=wrong\"; charset=right", "charset", "right" },
    { "text/plain; charset=first; charset=second", "charset", "first" },
    { "text/plain", "charset", NULL },
    { "text/plain; charset", "charset", NULL },
    { "text/plain; charsets=utf-8", "charset", NULL },
    { "a/b; name=my file.txt ; x=y", "name", "my file.txt" },
    { "a/b; name=\"a \\\"b\\\" ; c\"", "name", "a \"b\" ; c" },
    { "a/b; name=\"never closed", "name", "never closed" },
    { "a/b; name=\"=?utf-8?q?gr=C3=BC?=.txt\"", "name", "gr\xC3\xBC.txt" },
    { "a/b; name*=utf-8'de'gr%C3%BC.txt", "name", "gr\xC3\xBC.txt" },
    { "a/b; name*=iso-8859-1''gr%fc", "name", "gr\xC3\xBC" },
    { "a/b; name*=gr%C3%BC", "name", "gr\xC3\xBC" },
    { "a/b; name=plain; name*=utf-8''better", "name", "better" },
    { "a/b; name*1=two; name*0=one", "name", "onetwo" },
    { "a/b; name*0*=utf-8''gr%C3; name*1*=%BC; name*2=\"%41\"", "name", "gr\xC3\xBC%41" },
    { "a/b; name*0=one; name*2=three", "name", "one" },
    { "a/b; name*99=x; name*x=y; name*0x=z", "name", NULL },
    { "a/b; boundary==_1=_2", "boundary", "=_1=_2" },
    { "a/b; name*=utf-8''%0d%0aX", "name", "X" },
    { "", "name", NULL },
};

static void test_parameters(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(parameters); i++) {
        g_autofree char *value = parameter_decode(span_of(parameters[i].field), parameters[i].name);
        g_assert_cmpstr(value, ==, parameters[i].value);
    }
}

/* Encoded and read again it is the same text, in lines that RFC 2047 allows. */
static void test_header_round_trip(void)
{
    static const char *const pieces[] = {
        "a",  " ", "\xC3\xBC",         "\xE2\x82\xAC", "=?",
        "?=", "_", "\xF0\x9F\x98\x80", "Warnung",      "[Liste]"
    };
    for (int round = 0; round < 2000; round++) {
        g_autoptr(GString) text = g_string_new("x");
        for (int i = g_test_rand_int_range(0, 50); i > 0; i--) {
            g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        }
        g_string_append(text, "\xC3\xA9");
        size_t used = (size_t)g_test_rand_int_range(0, 100);
        g_autofree char *encoded = header_encode(span_of_string(text), used);
        g_autofree char *again = header_decode(span_of(encoded));
        g_assert_cmpstr(again, ==, text->str);

        g_auto(GStrv) lines = g_strsplit(encoded, "\n", -1);
        for (size_t i = 0; lines[i] != NULL; i++) {
            g_assert_cmpuint(strlen(lines[i]) + (i == 0 && lines[i][0] != '\0' ? used : 0), <=, 76);
            g_assert_true(g_str_is_ascii(lines[i]));
        }
    }
}

static void test_header_encoding_of_ascii(void)
{
    g_autofree char *plain = header_encode(span_of("[Hoax?] Re: plain"), 9);
    g_assert_cmpstr(plain, ==, "[Hoax?] Re: plain");
    g_autofree char *forged = header_encode(span_of("a\r\nX-Forged: 1"), 9);
    g_assert_cmpstr(forged, ==, "a  X-Forged: 1");
    g_autofree char *q = header_encode(span_of("Grüße aus Wien"), 9);
    g_assert_true(g_str_has_prefix(q, "=?utf-8?Q?Gr"));
    g_autofree char *b = header_encode(span_of("Вирус"), 9);
    g_assert_true(g_str_has_prefix(b, "=?utf-8?B?"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decode/encoding-names", test_encoding_names);
    g_test_add_func("/decode/transfers", test_transfers);
    g_test_add_func("/decode/transfer-is-cut", test_transfer_is_cut);
    g_test_add_func("/decode/maps-lead-back", test_maps_lead_back);
    g_test_add_func("/decode/conversions", test_conversions);
    g_test_add_func("/decode/conversion-maps-lines", test_conversion_maps_lines);
    g_test_add_func("/decode/conversion-is-valid", test_conversion_is_valid);
    g_test_add_func("/decode/encoding-into-charsets", test_encoding_into_charsets);
    g_test_add_func("/decode/fields", test_fields);
    g_test_add_func("/decode/parameters", test_parameters);
    g_test_add_func("/decode/header-round-trip", test_header_round_trip);
    g_test_add_func("/decode/header-encoding-of-ascii", test_header_encoding_of_ascii);
    return g_test_run();
}
