/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/line_kind.h"

typedef struct Case {
    const char *line;
    LineMark mark;
    unsigned quote_depth;
    HeaderLabel label;
    const char *language; /* NULL: not looked at */
} Case;

static const Case cases[] = {
    { "", LINE_BLANK, 0, LABEL_NONE, NULL },
    { "   \t", LINE_BLANK, 0, LABEL_NONE, NULL },
    { "> ", LINE_BLANK, 1, LABEL_NONE, NULL },
    { "The printer is on again.", LINE_PLAIN, 0, LABEL_NONE, NULL },
    { ">> really?", LINE_PLAIN, 2, LABEL_NONE, NULL },
    { "> > really?", LINE_PLAIN, 2, LABEL_NONE, NULL },
    { ">|really?", LINE_PLAIN, 1, LABEL_NONE, NULL },
    { "| really?", LINE_PLAIN, 1, LABEL_NONE, NULL },
    { "| a | table |", LINE_PLAIN, 0, LABEL_NONE, NULL },
    { "JD> really?", LINE_PLAIN, 1, LABEL_NONE, NULL },
    { ">From the beginning it was so", LINE_PLAIN, 0, LABEL_NONE,
      NULL }, /* mbox escape, RFC 4155 */

    { "---------- Forwarded message ---------", LINE_FORWARD_START, 0, LABEL_NONE, "en" },
    { "---------- Forwarded message ----------\r", LINE_FORWARD_START, 0, LABEL_NONE, "en" },
    { "> Begin forwarded message:", LINE_FORWARD_START, 1, LABEL_NONE, "en" },
    { "*---------- FORWARDED MESSAGE ----------*", LINE_FORWARD_START, 0, LABEL_NONE, "en" },
    { "- ----- Forwarded message from A <a@b.example> -----", LINE_FORWARD_START, 0, LABEL_NONE,
      "en" }, /* RFC 9580 7.2 */
    { "<---- Begin Forwarded Message ---->", LINE_FORWARD_START, 0, LABEL_NONE, "en" },
    { "This is a forwarded message", LINE_FORWARD_START, 0, LABEL_NONE, "en" },
    { "-------- Weitergeleitete Nachricht --------", LINE_FORWARD_START, 0, LABEL_NONE, "de" },
    { "Début du message réexpédié :", LINE_FORWARD_START, 0, LABEL_NONE, "fr" },
    { "Début du message réexpédié\u00A0:", LINE_FORWARD_START, 0, LABEL_NONE, "fr" },
    { "-------- İletilen İleti --------", LINE_FORWARD_START, 0, LABEL_NONE, "tr" },
    { "---------- メッセージを転送 ---------", LINE_FORWARD_START, 0, LABEL_NONE, "ja" },
    { "-------- Προωθημένο μήνυμα --------", LINE_FORWARD_START, 0, LABEL_NONE, "el" },
    { "-------- הודעה מועברת --------", LINE_FORWARD_START, 0, LABEL_NONE, "he" },
    { "----- Weitergeleitete Nachricht ----- Von: A <a@b.example>An: C <c@d.example>",
      LINE_FORWARD_START, 0, LABEL_NONE, "de" },
    { "Forwarded message", LINE_PLAIN, 0, LABEL_NONE, NULL },
    { "I read the forwarded message:", LINE_PLAIN, 0, LABEL_NONE, NULL },
    { "-----Original Message-----", LINE_ORIGINAL_START, 0, LABEL_NONE, "en" },
    { "-----Ursprüngliche Nachricht-----", LINE_ORIGINAL_START, 0, LABEL_NONE, "de" },
    { "------------------ 原始邮件 ------------------", LINE_ORIGINAL_START, 0, LABEL_NONE, "zh" },
    { "----- End forwarded message -----", LINE_FORWARD_END, 0, LABEL_NONE, "en" },
    { "===8<===========End of original message text===========", LINE_FORWARD_END, 0, LABEL_NONE,
      "en" },

    { "From: A <a@b.example>", LINE_HEADER_LABEL, 0, LABEL_FROM, "en" },
    { "*From:* A", LINE_HEADER_LABEL, 0, LABEL_FROM, "en" },
    { "> Betreff: Drucker", LINE_HEADER_LABEL, 1, LABEL_SUBJECT, "de" },
    { "À :\u00A0a@b.example", LINE_HEADER_LABEL, 0, LABEL_TO, "fr" },
    { "件名：プリンター", LINE_HEADER_LABEL, 0, LABEL_SUBJECT, "ja" },
    { "Тема: принтер", LINE_HEADER_LABEL, 0, LABEL_SUBJECT, NULL },
    { "Gönderen: A", LINE_HEADER_LABEL, 0, LABEL_FROM, "tr" },
    { "Message-ID: <1@b.example>", LINE_HEADER_LABEL, 0, LABEL_MESSAGE_ID, NULL },
    { "Received: from b.example", LINE_HEADER_LABEL, 0, LABEL_OTHER, NULL },
    { "Note: the printer is on", LINE_PLAIN, 0, LABEL_NONE, NULL },

    { "On 3 May 2024 at 10:11, A B <a@b.example> wrote:", LINE_ATTRIBUTION, 0, LABEL_NONE, "en" },
    { "---- On Fri, 3 May 2024 10:11 A B <a@b.example> wrote ----", LINE_ATTRIBUTION, 0, LABEL_NONE,
      "en" },
    { "Am 03.05.2024 um 10:11 schrieb A B:", LINE_ATTRIBUTION, 0, LABEL_NONE, "de" },
    { "Le 3 mai 2024 à 10:11, A B <a@b.example> a écrit :", LINE_ATTRIBUTION, 0, LABEL_NONE, "fr" },
    { "Dnia 3.05.2024 o godz. 10:11 A B napisał(a):", LINE_ATTRIBUTION, 0, LABEL_NONE, "pl" },
    { "A B <a@b.example> kirjoitti 3.5.2024 10.11:", LINE_ATTRIBUTION, 0, LABEL_NONE, "fi" },
    { "3.5.2024 10:11 пользователь A B <a@b.example> написал:", LINE_ATTRIBUTION, 0, LABEL_NONE,
      "ru" },
    { "在 2024年5月3日，A B <a@b.example> 写道：", LINE_ATTRIBUTION, 0, LABEL_NONE, "zh" },
    { "2024-05-03 10:11 GMT+02:00 A B <a@b.example>:", LINE_ATTRIBUTION, 0, LABEL_NONE, NULL },
    { "This is what she wrote:", LINE_PLAIN, 0, LABEL_NONE, NULL },
    { "The meeting is on 3 May 2024:", LINE_PLAIN, 0, LABEL_NONE, NULL },

    { "-- ", LINE_SIGNATURE, 0, LABEL_NONE, NULL },
    { "--", LINE_SIGNATURE, 0, LABEL_NONE, NULL },
    { "> -- ", LINE_SIGNATURE, 1, LABEL_NONE, NULL },
    { "-- first point", LINE_PLAIN, 0, LABEL_NONE, NULL },
    { "________________________________", LINE_RULE, 0, LABEL_NONE, NULL },
    { "- - - - - - -", LINE_RULE, 0, LABEL_NONE, NULL },
    { "Sent from my iPhone", LINE_DEVICE, 0, LABEL_NONE, "en" },
    { "Von meinem iPhone gesendet", LINE_DEVICE, 0, LABEL_NONE, "de" },
    { "Sent from my desk, which is easier than the telephone", LINE_PLAIN, 0, LABEL_NONE, NULL },
    { "http://lists.example/mailman/listinfo/caretakers", LINE_FOOTER, 0, LABEL_NONE, NULL },
    { "To unsubscribe send an email to caretakers-leave@lists.example", LINE_FOOTER, 0, LABEL_NONE,
      NULL },
};

static void test_cases(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        LineKind kind = line_kind(span_of(cases[i].line));
        g_test_message("%s", cases[i].line);
        g_assert_cmpint(kind.mark, ==, cases[i].mark);
        g_assert_cmpuint(kind.quote_depth, ==, cases[i].quote_depth);
        g_assert_cmpint(kind.label, ==, cases[i].label);
        if (cases[i].language != NULL) {
            g_assert_cmpstr(kind.language, ==, cases[i].language);
        }
    }
}

static void test_values(void)
{
    static const char line[] = "> *Subject:*  Printer";
    LineKind kind = line_kind(span_of(line));

    g_assert_cmpstr(line + kind.content_start, ==, "*Subject:*  Printer");
    g_assert_cmpstr(line + kind.value_start, ==, "Printer");

    static const char yahoo[] = "   ----- Forwarded Message ----- From: A";
    kind = line_kind(span_of(yahoo));
    g_assert_cmpstr(yahoo + kind.value_start, ==, " From: A");
}

/* No line, however long or odd, sends an offset out of it. */
static void test_offsets_stay_inside(void)
{
    static const char *const pieces[] = { ">", "-", "From:", "：", "\u00A0", "*",  " ",    "wrote:",
                                          "@", "<", "1.2.3", "é",  "|",      "\t", "---- " };
    g_autoptr(GRand) random = g_rand_new_with_seed(20240503);

    for (size_t round = 0; round < 20000; round++) {
        g_autoptr(GString) line = g_string_new(NULL);
        for (int i = g_rand_int_range(random, 0, 12); i > 0; i--) {
            g_string_append(line, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
        }
        LineKind kind = line_kind(span_make(line->str, line->len));
        g_assert_cmpuint(kind.content_start, <=, line->len);
        g_assert_cmpuint(kind.value_start, <=, line->len);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/line-kind/cases", test_cases);
    g_test_add_func("/line-kind/values", test_values);
    g_test_add_func("/line-kind/offsets", test_offsets_stay_inside);
    return g_test_run();
}
