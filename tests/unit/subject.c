/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/subject.h"

#include <glib.h>

#include "decision/edit.h"

static const char *const tags[] = { "[Hoax?]", "[Falschmeldung?]", "[Fausse alerte ?]",
                                    "[\xd0\xbb\xd0\xbe\xd0\xb6\xd1\x8c?]",
                                    "[\xe8\xbb\xa2\xe9\x80\x81]" };

#define XS_10   "xxxxxxxxxx"
#define XS_100  XS_10 XS_10 XS_10 XS_10 XS_10 XS_10 XS_10 XS_10 XS_10 XS_10
#define XS_1000 XS_100 XS_100 XS_100 XS_100 XS_100 XS_100 XS_100 XS_100 XS_100 XS_100
#define XS_3000 XS_1000 XS_1000 XS_1000

/* As clients write them: plain, folded, encoded in several charsets, broken, raw 8-bit, list
 * prefixes. */
static const char *const subjects[] = {
    "Viruswarnung",
    "",
    "=?utf-8?Q?Gr=C3=BC=C3=9Fe_an_alle?=",
    "=?iso-8859-1?Q?Gr=FC=DFe?= =?iso-8859-1?Q?_an_alle?=",
    "=?utf-8?B?0J/RgNC40LLQtdGC?=\n =?utf-8?B?INC80LjRgA==?=",
    "=?koi8-r?B?8NLJ18XU?= plain tail",
    "plain head =?windows-1252?Q?=80uro?=",
    "=?unknown-8bit?Q?=FF=FE?=",
    "=?utf-8?Q?broken",
    "Gr\xc3\xbc\xc3\x9f"
    "e raw",
    "caf\xe9 latin one",
    "a subject that is folded\n  behind its first words and goes on and on, longer than any line "
    "should be",
    "one-word-that-is-much-longer-than-any-line-ought-to-be-and-cannot-be-broken-at-a-blank-"
    "anywhere-at-all",
    "[kustoden] Fwd: something with a list prefix",
    "Re: AW: [kustoden] WG: chain of prefixes",
    "controls \033[2J and \177 inside",
    XS_3000,
};

/* The blanks of folds do not count: a reader sees one. */
static char *folded_text(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \t\n", -1);
    GString *joined = g_string_new(NULL);
    for (size_t i = 0; words[i] != NULL; i++) {
        if (words[i][0] != '\0') {
            g_string_append_printf(joined, "%s%s", joined->len > 0 ? " " : "", words[i]);
        }
    }
    return g_string_free(joined, FALSE);
}

static char *shown(const char *raw)
{
    g_autofree char *decoded = header_decode(span_of(raw));
    return folded_text(decoded);
}

static void assert_sound(const char *value)
{
    g_assert_true(field_value_is_sound(value));
    g_auto(GStrv) lines = g_strsplit(value, "\n", -1);
    for (size_t i = 0; lines[i] != NULL; i++) {
        size_t columns = strlen(lines[i]) + (i == 0 ? strlen("Subject: ") : 0);
        bool breakable = strchr(lines[i] + 1, ' ') != NULL;
        g_assert_true(columns <= 78 || !breakable);
        for (const char *p = lines[i]; *p != '\0'; p++) {
            g_assert_true(*p == '\t' || (*p >= ' ' && *p <= '~'));
        }
        g_assert_true(i == 0 || lines[i][0] == ' ' || lines[i][0] == '\t');
    }
}

static void test_tag_stands_in_front_and_the_rest_is_kept(void)
{
    for (size_t t = 0; t < G_N_ELEMENTS(tags); t++) {
        for (size_t s = 0; s < G_N_ELEMENTS(subjects); s++) {
            g_autofree char *value = subject_with_tag(span_of(subjects[s]), tags[t]);
            g_assert_nonnull(value);
            assert_sound(value);
            g_autofree char *original = shown(subjects[s]);
            g_autofree char *joined = g_strconcat(tags[t], " ", original, NULL);
            g_autofree char *expected = folded_text(joined);
            g_autofree char *got = shown(value);
            g_assert_cmpstr(got, ==, expected);
        }
    }
}

/* A thread of five answers, each through the filter again and each client with its own prefix. */
static void test_never_twice(void)
{
    static const char *const prefixes[] = {
        "Re: ", "AW: ", "[kustoden] ", "Fwd: ", "RE[2]: ", "\xe5\x9b\x9e\xe5\xa4\x8d\xef\xbc\x9a"
    };
    for (size_t t = 0; t < G_N_ELEMENTS(tags); t++) {
        for (size_t s = 0; s < G_N_ELEMENTS(subjects); s++) {
            g_autofree char *value = subject_with_tag(span_of(subjects[s]), tags[t]);
            for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
                g_autofree char *text = header_decode(span_of(value));
                g_autofree char *answer = g_strconcat(prefixes[i], text, NULL);
                g_autofree char *again = subject_with_tag(span_of(answer), tags[t]);
                g_assert_null(again);
                g_free(value);
                value = header_encode(span_of(answer), strlen("Subject: "));
            }
        }
    }
}

static void test_words_like_the_tag_are_no_tag(void)
{
    g_assert_false(subject_has_tag("What does [Hoax?] mean", "[Hoax?]"));
    g_assert_false(subject_has_tag("A sentence: [Hoax?] inside", "[Hoax?]"));
    g_assert_true(subject_has_tag("re: [list] aw: [hoax?] x", "[Hoax?]"));
}

static bool covers(const char *signature)
{
    g_autofree char *mail = g_strdup_printf(
        "DKIM-Signature: %s\nFrom: A <a@mail.school.example>\nSubject: s\n\nb\n", signature);
    g_autoptr(Message) message = message_parse(span_of(mail), &limits_default);
    return dkim_covers(message, "Subject");
}

static void test_dkim_alignment(void)
{
    g_assert_true(covers("v=1; d=mail.school.example; h=from:subject:to; b=x"));
    g_assert_true(covers("v=1; d=School.Example;\n h=From :\n Subject; b=x"));
    g_assert_false(covers("v=1; d=school.example; h=from:to; b=x"));
    g_assert_false(covers("v=1; d=other.example; h=from:subject; b=x"));
    g_assert_false(covers("v=1; d=example; h=from:subject; b=x"));
    g_assert_false(covers("v=1; d=ool.example; h=from:subject; b=x"));
    g_assert_false(covers("h=subject"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/subject/in-front", test_tag_stands_in_front_and_the_rest_is_kept);
    g_test_add_func("/subject/never-twice", test_never_twice);
    g_test_add_func("/subject/words-like-the-tag", test_words_like_the_tag_are_no_tag);
    g_test_add_func("/subject/dkim-alignment", test_dkim_alignment);
    return g_test_run();
}
