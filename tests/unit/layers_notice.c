/* SPDX-License-Identifier: BSD-2-Clause */
/* Notices that kustode put in come back in answers and forwards: layers of their own, judged never.
 */
#include "mail/layers.h"
#include "mail/notice.h"

static const char *const notice_words =
    "Hinweis für die Liste: Dieser Text ist eine Falschmeldung.\n"
    "Please do not send it to anyone.\n";

/* `text` with each "{notice}" replaced by a notice, `prefix` before each of its lines, `end`
 * behind. */
static char *with_notice(const char *text, const char *prefix, const char *end)
{
    g_autofree char *framed = notice_frame(notice_words);
    g_auto(GStrv) lines = g_strsplit(framed, "\n", -1);
    g_autoptr(GString) notice = g_string_new(NULL);
    for (char **line = lines; line[1] != NULL; line++) {
        g_string_append_printf(notice, "%s%s%s\n", prefix, *line, end);
    }
    GString *out = g_string_new(text);
    g_string_replace(out, "{notice}", notice->str, 0);
    return g_string_free(out, FALSE);
}

static char *summary(const Layers *layers)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        g_string_append_printf(text, "%s %u %zu-%zu\n", layer_kind_name(layer->kind), layer->level,
                               layer->first_line, layer->last_line);
    }
    return g_string_free(text, FALSE);
}

static void check_partition(const Layers *layers)
{
    for (size_t p = 0; p < layers->parts->len; p++) {
        const TextPart *part = g_ptr_array_index(layers->parts, p);
        size_t covered = 0;
        for (size_t i = 0; i < layers->all->len; i++) {
            const Layer *layer = layers_at(layers, i);
            if (layer->text_part == part) {
                g_assert_cmpuint(layer->start, ==, covered);
                covered = layer->end;
            }
        }
        g_assert_cmpuint(covered, ==, part->text.length);
    }
}

typedef struct Case {
    const char *title;
    const char *header;
    const char *body;
    const char *prefix, *end; /* of each line of the notice */
    bool is_forwarded;
    const char *summary;
} Case;

#define PLAIN "Content-Type: text/plain; charset=utf-8\n"
#define HTML  "Content-Type: text/html; charset=utf-8\n"

static const Case cases[] = {
    { "above the poster's words", PLAIN, "{notice}\nThe printer is on again.\n", "", "", false,
      "notice 0 1-4\nown 0 5-6\n" },
    { "nothing but a notice", PLAIN, "{notice}", "", "", false, "notice 0 1-4\n" },
    { "a language of its own is no reason for a forward", PLAIN,
      "I was told that the printer in room four is on again, and that it works.\n\n{notice}\nWho "
      "was it "
      "that mended it?\n",
      "", "", false, "own 0 1-2\nnotice 0 3-6\nown 0 7-8\n" },
    { "in what is answered", PLAIN "In-Reply-To: <1{notice}b.example>\n",
      "On 3 May 2024 at 10:11, Bo <bo@b.example> wrote:\n{notice}>\n> The paper is out.\n\nIs "
      "it?\n",
      "> ", "", false, "quoted 1 1-1\nnotice 1 2-5\nquoted 1 6-8\nown 0 9-9\n" },
    { "nothing else quoted", PLAIN "In-Reply-To: <1{notice}b.example>\n", "{notice}\nThank you.\n",
      "> ", "", false, "notice 1 1-4\nown 0 5-6\n" },
    { "in a forward", PLAIN "Subject: Fwd: paper\n",
      "See below.\n\n---------- Forwarded message ---------\nFrom: Bo <bo@b.example>\nDate: Fri, 3 "
      "May 2024 at 10:11\nSubject: paper\nTo: <anna@a.example>\n\n{notice}\nThe paper is out.\n",
      "", "", true, "own 0 1-2\nforwarded 1 3-8\nnotice 1 9-12\nforwarded 1 13-14\n" },
    { "behind the signature", PLAIN, "The printer is on.\n\n-- \nAnna, room 4\n\n{notice}", "", "",
      false, "own 0 1-2\nsignature 0 3-5\nnotice 0 6-9\n" },
    { "in HTML", HTML, "<p>The printer is on.</p><pre>{notice}</pre><p>Anna</p>", "", "", false,
      "own 0 1-1\nnotice 0 1-4\nown 0 5-5\n" },
    { "line by line in HTML", HTML, "<div>{notice}</div><p>The printer is on.</p>", "", "<br>",
      false, "notice 0 1-4\nown 0 5-5\n" },
    { "in a quotation of HTML", HTML,
      "<p>Is it?</p><blockquote type=cite><div>The paper is "
      "out.</div><div>{notice}</div></blockquote>",
      "", "<br>", false, "own 0 1-1\nquoted 1 1-1\nnotice 1 1-4\n" },
};

static char *mail_of(const Case *one)
{
    g_autofree char *body = with_notice(one->body, one->prefix, one->end);
    return g_strconcat("From: Anna <anna@a.example>\nTo: caretakers@lists.example\n", one->header,
                       "\n", body, NULL);
}

static void test_cases(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *raw = mail_of(&cases[i]);
        g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
        g_autoptr(Layers) layers = layers_split(message, &limits_default);
        g_autofree char *text = summary(layers);
        g_test_message("%s", cases[i].title);
        g_assert_cmpstr(text, ==, cases[i].summary);
        g_assert_cmpint(layers->is_forwarded, ==, cases[i].is_forwarded);
        check_partition(layers);
    }
}

static void test_rules_never_see_it(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *raw = mail_of(&cases[i]);
        g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
        g_autoptr(Layers) layers = layers_split(message, &limits_default);
        for (size_t k = 0; k < layers->all->len; k++) {
            const Layer *layer = layers_at(layers, k);
            Span text = layer_text(layer);
            bool holds_words =
                memmem(text.text, text.length, "Falschmeldung", strlen("Falschmeldung")) != NULL;
            g_assert_cmpint(holds_words, ==, layer->kind == LAYER_NOTICE);
            g_assert_cmpint(holds_words, ==, layer_kind_for_rules(layers, layer) == LAYER_NOTICE);
        }
    }
}

/* Whoever dresses his text as a notice of ours has it judged. */
static void test_other_words_in_our_frame_are_the_posters(void)
{
    g_autofree char *raw = mail_of(&cases[0]);
    g_autoptr(GString) other = g_string_new(raw);
    g_string_replace(other, "do not send it to anyone", "send it to everyone", 0);
    g_autoptr(Message) message = message_parse(span_make(other->str, other->len), &limits_default);
    g_autoptr(Layers) layers = layers_split(message, &limits_default);
    for (size_t i = 0; i < layers->all->len; i++) {
        g_assert_cmpint(layers_at(layers, i)->kind, !=, LAYER_NOTICE);
    }
    check_partition(layers);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/layers_notice/cases", test_cases);
    g_test_add_func("/layers_notice/rules", test_rules_never_see_it);
    g_test_add_func("/layers_notice/other-words", test_other_words_in_our_frame_are_the_posters);
    return g_test_run();
}
