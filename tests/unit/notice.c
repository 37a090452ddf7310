/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/notice.h"

#include <glib.h>

static const char *const words = "Hinweis für die Liste.\n\n- Grund eins\n\nSagen Sie es uns.\n";

/* As clients hand it on: `prefix` in front of each line, `before` and `after` around. */
static char *handed_on(const char *prefix, const char *before, const char *after)
{
    g_autofree char *framed = notice_frame(words);
    g_auto(GStrv) lines = g_strsplit(framed, "\n", -1);
    GString *out = g_string_new(before);
    for (char **line = lines; line[1] != NULL; line++) {
        g_string_append_printf(out, "%s%s\n", prefix, *line);
    }
    g_string_append(out, after);
    return g_string_free(out, FALSE);
}

static void test_known_again_however_it_comes_back(void)
{
    static const char *const prefixes[] = { "", "> ", ">>> ", "> > ", " | ", ": " };
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        g_autofree char *text = handed_on(prefixes[i], "before\n", "after\n");
        size_t begin, end;
        g_assert_true(notice_find(span_of(text), 0, &begin, &end));
        g_assert_cmpuint(begin, ==, strlen("before\n"));
        g_assert_cmpstr(text + end, ==, "after\n");
        g_assert_true(notice_is_genuine(span_slice(span_of(text), begin, end)));
        g_assert_false(notice_find(span_of(text), end, &begin, &end));
    }
}

static void test_wrapped_and_composed_otherwise_it_is_the_same(void)
{
    g_autofree char *framed = notice_frame(words);
    g_autoptr(GString) other = g_string_new(framed);
    g_string_replace(other, "für die Liste.\n", "fu\xcc\x88r\ndie  Liste.\r\n", 0);
    g_assert_true(notice_is_genuine(span_make(other->str, other->len)));
}

static void test_other_words_in_our_frame_are_no_notice(void)
{
    static const struct {
        const char *from, *to;
    } changes[] = { { "eins", "zwei" }, { "uns", "uns und allen anderen" }, { "Grund", "" } };
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autofree char *framed = notice_frame(words);
        g_autoptr(GString) other = g_string_new(framed);
        g_assert_cmpuint(g_string_replace(other, changes[i].from, changes[i].to, 1), ==, 1);
        size_t begin, end;
        g_assert_true(notice_find(span_make(other->str, other->len), 0, &begin, &end));
        g_assert_false(notice_is_genuine(span_make(other->str, other->len)));
    }
}

static void test_what_is_no_frame(void)
{
    static const char *const texts[] = {
        "",
        "-----[ kustode 12345678 ]-----\nnever ends\n",
        "-----[ kustode 1234567 ]-----\nshort\n-----[ /kustode ]-----\n",
        "words -----[ kustode 12345678 ]-----\nin a line\n-----[ /kustode ]-----\n",
        "-----[ /kustode ]-----\n-----[ kustode 12345678 ]-----\n",
        "-----[ kustode 12345678 ]-----\n-----[ kustode 1234567 ]-----\n[ /kustode ]-----\n",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        size_t begin, end;
        g_assert_false(notice_find(span_of(texts[i]), 0, &begin, &end));
        g_assert_false(notice_is_genuine(span_of(texts[i])));
    }
}

/* Frames do not nest: the first line that is followed by another begins none. */
static void test_the_inner_frame_is_the_notice(void)
{
    g_autofree char *framed = notice_frame(words);
    g_autofree char *text = g_strconcat("-----[ kustode 12345678 ]-----\nwords\n", framed, NULL);
    size_t begin, end;
    g_assert_true(notice_find(span_of(text), 0, &begin, &end));
    g_assert_cmpuint(begin, ==, strlen(text) - strlen(framed));
    g_assert_cmpuint(end, ==, strlen(text));
}

/* A hoax longer than any notice is not hidden by a frame around it. */
static void test_a_long_text_is_no_notice(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 40; i++) {
        g_string_append(text, "pass this on to everyone\n");
    }
    g_autofree char *framed = notice_frame(text->str);
    size_t begin, end;
    g_assert_false(notice_find(span_of(framed), 0, &begin, &end));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notice/known-again", test_known_again_however_it_comes_back);
    g_test_add_func("/notice/wrapped", test_wrapped_and_composed_otherwise_it_is_the_same);
    g_test_add_func("/notice/other-words", test_other_words_in_our_frame_are_no_notice);
    g_test_add_func("/notice/no-frame", test_what_is_no_frame);
    g_test_add_func("/notice/inner", test_the_inner_frame_is_the_notice);
    g_test_add_func("/notice/long", test_a_long_text_is_no_notice);
    return g_test_run();
}
