/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/canonical.h"

static const struct {
    const char *source, *canonical;
} forms[] = {
    /* case, NFKC */
    { "PLEASE Forward", "please forward" },
    { "GRÜSSE aus Österreich", "grüsse aus österreich" },
    { "Straße STRASSE", "strasse strasse" },
    { "u\u0308ber A\u0308ngste", "über ängste" },
    { "ﬁle ½ ㎏ №", "file 1⁄2 kg no" },
    { "ＦＯＲＷＡＲＤ １００", "forward 100" },
    { "𝓯𝓸𝓻𝔀𝓪𝓻𝓭 𝐭𝐡𝐢𝐬 ⓣⓗⓘⓢ", "forward this this" },
    { "\u212Aelvin wa\u017F İstanbul", "kelvin was istanbul" },
    { "Ήλιος ΟΔΟΣ", "ήλιοσ οδοσ" },
    /* what no reader sees */
    { "vi\u200Brus v\u00ADirus vi\u2060rus\uFEFF", "virus virus virus" },
    { "a\u200B\u0308ngste", "ängste" },
    { "vi\001rus\177", "virus" },
    { "h\u0336o\u0336a\u0336x\u0336 z\u0300\u0301\u0302\u0303algo", "hoax zalgo" },
    /* writing for show */
    { "ᴠɪʀᴜꜱ 🅥🅘🅡🅤🅢 🅰", "virus virus a" },
    /* quotes and dashes */
    { "don’t don´t „Virus“ «x»", "don't don't \"virus\" \"x\"" },
    { "CVE‑2001—0500 – now…", "cve-2001-0500 - now..." },
    /* look-alikes */
    { "fоrwаrd", "forward" },       /* Cyrillic o and a */
    { "ΗOAX VΙRUS", "hoax virus" }, /* Greek capitals eta and iota */
    { "НOAX вirus", "hoax birus" }, /* Cyrillic capital en, small ve */
    { "hӧren", "hören" },           /* Cyrillic o with diaeresis */
    { "вирус hoax", "вирус hoax" }, /* a word in one script is a word */
    { "PDF-файл", "pdf-файл" },     /* two words */
    { "ѕ р а m", "spam" },          /* spaced and mixed */
    /* spaced words */
    { "V I R U S warning", "virus warning" },
    { "\"v i r u s!\" he said", "\"virus!\" he said" },
    { "s e n d  t h i s  t o  a l l", "send this to all" },
    { "I  a m  h e r e", "i am here" },
    { "a  b  c", "abc" },
    { "v\ni\nr\nu\ns", "virus" },
    { "a b, c d", "a b, c d" },
    { "plan A or B", "plan a or b" },
    { "3 4 5 6", "3 4 5 6" },
    /* dotted words */
    { "w.a.r.n.i.n.g, V-I-R-U-S!", "warning, virus!" },
    { "s_e_n_d t*h*i*s t~o~d~a~y", "send this today" },
    { "v·i·r·u·s v•i•r•u•s", "virus virus" },
    { "ѕ.р.a.m", "spam" }, /* dotted and mixed */
    { "ü.b.e.r", "über" },
    { "U.S.A. e.g. z.B. Ph.D.", "u.s.a. e.g. z.b. ph.d." },
    { "a.b.c.dog cat.a.b.c.d", "a.b.c.dog cat.abcd" },
    { "v.i-r.u.s", "v.i-r.u.s" },
    { "CVE-2001-0500 10-12-2001 x-y-z", "cve-2001-0500 10-12-2001 x-y-z" },
    { "http://a.example/x-y_z?q=1", "http://a.example/x-y_z?q=1" },
    /* emphasis */
    { "_never_ *open* ~it~ ***NOW***!", "never open it now!" },
    { "\"*stop*\" (_here_)", "\"*stop\" (_here)" },
    { "snake_case 2*3 C++ *.exe * item", "snake_case 2*3 c++ *.exe * item" },
    { "*a* *b* *c*", "*a* *b* *c*" },
    { "*ab>", "*ab>" },
    /* quote marks */
    { "> forward\n> this", "forward this" },
    { ">> forward\n> > this", "forward this" },
    { "| forward\n: this", "forward this" },
    { "AB> forward\nxyz> this", "forward this" },
    { ":) |x| a>b\n->c", ":) |x| a>b ->c" },
    { "one > two", "one > two" },
    /* white space */
    { "  a\tb\u00A0c2  \r\n d ", "a b c2 d" },
    { "one\n\ntwo\n \t\n\n three", "one\ntwo\nthree" },
    { "> one\n>\n> two", "one\ntwo" },
    { "one\u2028two\u2029three", "one two\nthree" },
    { "one\u1680two\u3000three\u2800four", "one two three four" },
    { "\n\n", "" },
    { "", "" },
};

static void test_forms(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autoptr(Canonical) canonical = canonical_new(span_of(forms[i].source));
        g_assert_cmpstr(canonical->text, ==, forms[i].canonical);
        g_assert_cmpuint(canonical->length, ==, strlen(forms[i].canonical));
    }
}

static const struct {
    const char *source, *literal;
} literals[] = {
    { " Forward  this ", " forward this " },
    { "> x", "> x" },
    { "v i r u s", "virus" },
    { "für ß", "für ss" },
    { "v.i.r.u.s *now*", "virus now" },
    { "AB> ", "ab> " },
    { "\tx\n", " x " },
    { " ", " " },
    { "", "" },
};

static void test_literals(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(literals); i++) {
        g_autofree char *literal = canonical_literal(span_of(literals[i].source));
        g_assert_cmpstr(literal, ==, literals[i].literal);
    }
}

/* Where `part` of the canonical form stands in the source. */
static const struct {
    const char *source, *part, *origin;
} origins[] = {
    { "Please  FORWARD this", "forward", "FORWARD" },
    { "bitte für\n> alle", "für alle", "für\n> alle" },
    { "die Straße hier", "strasse", "Straße" },
    { "die Straße hier", "ss", "ß" },
    { "x vi\u200Brus y", "virus", "vi\u200Brus" },
    { "x v i r u s y2", "virus", "v i r u s" },
    { "x v.i.r.u.s y", "virus", "v.i.r.u.s" },
    { "ein *fett* Wort", "fett", "fett" },
    { "ein fоrwаrd hier", "forward", "fоrwаrd" },
    { "x u\u0308ber y", "über", "u\u0308ber" },
    { "ein ﬁle hier", "ile", "ﬁle" },
    { "one\n\n\ntwo", "\n", "\n\n\n" },
};

static void test_origins(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(origins); i++) {
        const char *source = origins[i].source;
        g_autoptr(Canonical) canonical = canonical_new(span_of(source));
        const char *found = strstr(canonical->text, origins[i].part);
        g_assert_nonnull(found);
        size_t at = (size_t)(found - canonical->text);
        size_t start = offset_map_start(canonical->map, at);
        size_t end = offset_map_end(canonical->map, at + strlen(origins[i].part));
        g_autofree char *origin = g_strndup(source + start, end - start);
        g_assert_cmpstr(origin, ==, origins[i].origin);
    }
}

static void assert_sound(const Canonical *canonical, Span source)
{
    size_t last = 0;
    g_assert_true(g_utf8_validate(canonical->text, (gssize)canonical->length, NULL));
    g_assert_cmpuint(offset_map_derived_length(canonical->map), ==, canonical->length);
    g_assert_cmpuint(offset_map_source_length(canonical->map), ==, source.length);
    for (size_t i = 0; i < canonical->length; i++) {
        size_t start = offset_map_start(canonical->map, i);
        size_t end = offset_map_end(canonical->map, i + 1);
        g_assert_true(last <= start && start < end && end <= source.length);
        last = start;
    }
}

static void assert_idempotent(Span source)
{
    g_autoptr(Canonical) once = canonical_new(source);
    assert_sound(once, source);

    g_autoptr(GString) apart = g_string_new_len(once->text, (gssize)once->length);
    g_string_replace(apart, "\n", "\n\n", 0);
    g_autoptr(Canonical) twice = canonical_new(span_make(apart->str, apart->len));
    if (strcmp(once->text, twice->text) != 0) {
        g_autofree char *shown = g_strescape(source.text, NULL);
        g_test_message("source: \"%s\"", shown);
    }
    g_assert_cmpstr(twice->text, ==, once->text);
}

/* Every character of Unicode, between letters, as the first and as the only one. */
static void test_every_character(void)
{
    for (gunichar c = 1; c <= 0x10FFFF; c++) {
        char text[10] = "a";
        if (!g_unichar_isdefined(c) || (c >= 0xD800 && c <= 0xDFFF)) {
            continue;
        }
        size_t length = 1 + (size_t)g_unichar_to_utf8(c, text + 1);
        assert_idempotent(span_make(text + 1, length - 1));
        text[length] = 'b';
        assert_idempotent(span_make(text, length + 1));
        assert_idempotent(span_make(text + 1, length));
    }
}

/* What the parts of canonical form are about, so that chance brings them together. */
static const char *const pieces[] = {
    " ",      " ",      "  ",     "\n",     "\n\n",   "\n> ",   "> ",   ">",    "| ",     ": ",
    ":",      "|",      "ab>",    "a",      "b",      "I ",     "v i ", "Word", "für",    "ß",
    "\u0308", "\u0301", "\u0336", "\u200B", "\u00AD", "\u00A0", "а",    "р",    "Η",      "ή",
    "ӧ",      "\u1100", "\u1161", "\u11A8", "각",     "\uFF9E", "か",   "ﷺ",    "ﬁ",      "…",
    "*",      "_",      "~",      ".",      "-",      "a.b",    "-c-",  "ä.",   "*ab*",   ".d.e",
    "\u0345", "\u05B0", "\u05BC", "א",      "\u093C", "क",      "!",    "\"",   "1",      "\001",
    "´",      "´ ",     "\u2029", "𝓪",      "ŉ",      "\u0130", "병",   "毒",   "\u3099", "\u09BE",
};

static void test_random_texts(void)
{
    for (int round = 0; round < 30000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (int i = g_test_rand_int_range(0, 14); i > 0; i--) {
            g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        }
        assert_idempotent(span_make(text->str, text->len));
    }
}

/* Texts that are quadratic in other hands: each within a second, 16 times as long as the post may
 * be. */
static void test_hostile_texts(void)
{
    static const char *const units[] = {
        "a\u0308", "\u0308", "\u0308\u0323", "a ",  "a  ",
        "> ",      "ab>",    "\u200B",       "аb ", "\u1161",
        "a.",      "*",      "a.b.c ",       "_a",  "ä-a-",
        "ﷺ",       " ",      "\n",           "а",   "b\u05B0\u05BC"
    };
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 1024 * 1024) {
            g_string_append(text, units[i]);
        }
        gint64 start = g_get_monotonic_time();
        g_autoptr(Canonical) canonical = canonical_new(span_make(text->str, text->len));
        double seconds = (double)(g_get_monotonic_time() - start) / 1e6;
        g_assert_cmpuint(offset_map_source_length(canonical->map), ==, text->len);
        g_assert_cmpfloat(seconds, <, 2);
        g_assert_cmpuint(canonical->length, <=, 6 * text->len);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/canonical/forms", test_forms);
    g_test_add_func("/canonical/literals", test_literals);
    g_test_add_func("/canonical/origins", test_origins);
    g_test_add_func("/canonical/every-character", test_every_character);
    g_test_add_func("/canonical/random-texts", test_random_texts);
    g_test_add_func("/canonical/hostile-texts", test_hostile_texts);
    return g_test_run();
}
