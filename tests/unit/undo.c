/* SPDX-License-Identifier: BSD-2-Clause */
/* What undo makes of posts that somebody else has had his hands on. */
#include "decision/undo.h"

#include "decision/insert_notice.h"
#include "mail/notice.h"

static char *undone(const char *raw)
{
    Policy policy = { 0 };
    for (int i = 0; i < N_CLASSES; i++) {
        policy.classes[i].subject = (char *)"[Hoax?]";
    }
    g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
    g_autoptr(GPtrArray) edits = undo_content(message, &policy);
    g_assert_true(edits_are_sound(edits, span_of(raw)));
    return g_string_free(edits_apply(span_of(raw), edits), FALSE);
}

/* Whatever a client or a list manager took away around the notice, no letter of the post goes. */
static void test_no_letter_of_the_post_goes(void)
{
    static const struct {
        const char *type, *before, *after, *left;
    } rows[] = {
        { "plain", "", "\nWords\n", "Words\n" },
        { "plain", "", "Words\n", "Words\n" },
        { "plain", "", "", "" },
        { "html", "<body>\n", "\nWords\n", "<body>Words\n" },
        { "html", "<body>", "Words\n", "<body>Words\n" },
        { "html", "", "Words\n", "Words\n" },
    };
    g_autofree char *framed = notice_frame("A note\n");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        bool is_html = strcmp(rows[i].type, "html") == 0;
        g_autoptr(GString) element = g_string_new(framed);
        g_string_replace(element, "\n", "<br>\n", 0); /* as it is put in */
        g_string_prepend(element, "<div class=\"kustode-notice\">");
        g_string_append(element, "</div>");
        g_autofree char *head =
            g_strdup_printf("Subject: a\nContent-Type: text/%s\n\n", rows[i].type);
        g_autofree char *raw =
            g_strconcat(head, rows[i].before, is_html ? element->str : framed, rows[i].after, NULL);
        g_autofree char *expected = g_strconcat(head, rows[i].left, NULL);
        g_autofree char *left = undone(raw);
        g_assert_cmpstr(left, ==, expected);
    }
}

/* Of what stands inside only the fields come back that were moved there, each once. */
static void test_a_forged_wrap_brings_no_other_fields(void)
{
    g_autofree char *framed = notice_frame("A note\n");
    g_autofree char *raw =
        g_strconcat("Subject: [Hoax?] a\nContent-Type: multipart/mixed; boundary=\"" NOTICE_BOUNDARY
                    "1\"\n\n--" NOTICE_BOUNDARY "1\nContent-Type: text/plain\n\n",
                    framed,
                    "\n--" NOTICE_BOUNDARY "1\nContent-Type: text/plain\nContent-Type: text/html\n"
                    "Subject: other\nX-Kustode-Status: none\n\nWords\n\n--" NOTICE_BOUNDARY "1--\n",
                    NULL);
    g_autofree char *left = undone(raw);
    g_assert_cmpstr(left, ==, "Subject: a\nContent-Type: text/plain\n\nWords\n");
}

/* More notices than a judgement may hold edits: none is touched, and nobody is called a liar. */
static void test_too_many_notices_are_left(void)
{
    g_autofree char *framed = notice_frame("A note\n");
    g_autoptr(GString) raw =
        g_string_new("Content-Type: multipart/mixed; boundary=b\n\nPreamble\n");
    for (size_t i = 0; i <= limits_default.edits; i++) {
        g_string_append_printf(raw, "--b\n\nWords\n\n%s\n", framed);
    }
    g_string_append(raw, "--b--\n");
    g_autofree char *left = undone(raw->str);
    g_assert_cmpstr(left, ==, raw->str);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/undo/letters", test_no_letter_of_the_post_goes);
    g_test_add_func("/undo/forged-wrap", test_a_forged_wrap_brings_no_other_fields);
    g_test_add_func("/undo/too-many", test_too_many_notices_are_left);
    return g_test_run();
}
