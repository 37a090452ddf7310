/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/layers.h"

/* A post and its layers, freed together. */
typedef struct Post {
    Message *message;
    Layers *layers;
} Post;

static Post post_split(const char *raw, size_t length)
{
    Post post = { .message = message_parse(span_make(raw, length), &limits_default) };
    post.layers = layers_split(post.message, &limits_default);
    return post;
}

static void post_clear(Post *post)
{
    layers_free(post->layers);
    message_free(post->message);
}

/* "kind level how first-last" of each layer, one a line. */
static char *summary(const Layers *layers)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        const char *how = layer_how_name(layer->how);
        g_string_append_printf(text, "%s %u %s %zu-%zu\n", layer_kind_name(layer->kind),
                               layer->level, how == NULL ? "-" : how, layer->first_line,
                               layer->last_line);
    }
    return g_string_free(text, FALSE);
}

typedef struct Case {
    const char *title;
    const char *header; /* besides From, To and Content-Type */
    const char *body;
    bool is_forwarded;
    const char *summary;
} Case;

static const Case cases[] = {
    { "own words alone", "Subject: printer\n", "The printer is on again.\n\nAnna\n", false,
      "own 0 - 1-3\n" },
    { "signature and footer", "Subject: printer\n",
      "The printer is on again.\n\n-- \nAnna, room "
      "4\n\n_______________________________________________\n"
      "caretakers mailing list -- caretakers@lists.example\nTo unsubscribe send an email to "
      "caretakers-leave@lists.example\n",
      false, "own 0 - 1-2\nsignature 0 - 3-5\nfooter 0 - 6-8\n" },
    { "a client's forward", "Subject: Fwd: paper\n",
      "See below.\n\n---------- Forwarded message ---------\nFrom: Bo <bo@b.example>\nDate: Fri, 3 "
      "May 2024 at 10:11\nSubject: paper\n"
      "To: <anna@a.example>\n\nThe paper is out.\n",
      true, "own 0 - 1-2\nforwarded 1 marked 3-9\n" },
    { "the same in German, with a foreign end mark", "Subject: WG: Papier\n",
      "Siehe unten.\n\n----- Weitergeleitete Nachricht von Bo <bo@b.example> -----\nDatum: "
      "3.5.2024\nVon: Bo <bo@b.example>\nAn: anna@a.example\n"
      "Betreff: Papier\n\nDas Papier ist aus.\n\n----- Ende der weitergeleiteten Nachricht "
      "-----\n\nWer kauft neues?\n",
      true, "own 0 - 1-2\nforwarded 1 marked 3-12\nown 0 - 13-13\n" },
    { "quoted by Apple's client", "Subject: paper\n",
      "> Begin forwarded message:\n>\n> From: Bo <bo@b.example>\n> Subject: paper\n> Date: 3 May "
      "2024 at 10:11\n> To: anna@a.example\n>\n"
      "> The paper is out.\n",
      true, "forwarded 1 marked 1-8\n" },
    { "an answer below quoted lines", "Subject: Re: paper\nIn-Reply-To: <1@b.example>\n",
      "On 3 May 2024 at 10:11, Bo <bo@b.example>\nwrote:\n> The paper is out.\n\nNot any more.\n",
      false, "quoted 1 - 1-4\nown 0 - 5-5\n" },
    { "an answer above a header block", "Subject: Re: paper\nIn-Reply-To: <1@b.example>\n",
      "Not any more.\n\n________________________________\nFrom: Bo <bo@b.example>\nSent: Friday, 3 "
      "May 2024 10:11\nTo: caretakers@lists.example\n"
      "Subject: paper\n\nThe paper is out.\n",
      false, "own 0 - 1-2\nquoted 1 - 3-9\n" },
    { "a forward below a header block", "Subject: FW: paper\n",
      "From: Bo <bo@b.example>\nSent: Friday, 3 May 2024 10:11\nTo: anna@a.example\nSubject: "
      "paper\n\nThe paper is out.\n",
      true, "forwarded 1 marked 1-6\n" },
    { "a quote inside a forward", "Subject: Fwd: paper\n",
      "-------- Forwarded Message --------\nSubject: Re: paper\nDate: Fri, 3 May 2024 10:11:00 "
      "+0200\nFrom: Bo <bo@b.example>\n\n"
      "On 2 May 2024, Cy <cy@c.example> wrote:\n> Is there paper?\n\nNo.\n",
      true, "forwarded 1 marked 1-5\nquoted 2 - 6-8\nforwarded 1 marked 9-9\n" },
    { "a forward that an answer quotes", "Subject: Re: paper\nIn-Reply-To: <1@b.example>\n",
      "On 3 May 2024 at 10:11, Bo <bo@b.example> wrote:\n> ---------- Forwarded message "
      "----------\n> From: Cy <cy@c.example>\n"
      "> Subject: paper\n>\n> The paper is out.\n\nI know.\n",
      false, "quoted 1 - 1-1\nforwarded 2 marked 2-7\nown 0 - 8-8\n" },
    { "Yahoo's header in one line", "Subject: paper\n",
      "   ----- Weitergeleitete Nachricht ----- Von: Bo <bo@b.example>An: \"Anna\" "
      "<anna@a.example>Gesendet: Freitag, 3. Mai 2024, 10:11:00 "
      "MESZBetreff: Papier\n Das Papier ist aus.\n",
      true, "forwarded 1 marked 1-2\n" },
    { "own words below what was pasted", "Subject: heating\n",
      "I got this from the porter:\n\nDear all,\n\nThe heating is off until Monday, please bring a "
      "coat and keep the windows shut. The kitchen is warm and open to everybody until the boiler "
      "works again.\n\nRegards,\nBo\n\nDoes anybody have a coat for me?\n\nAnna\n",
      true, "own 0 - 1-2\nforwarded 1 pasted 3-9\nown 0 - 10-12\n" },
    { "a letter and its translation", "Subject: Garten\n",
      "An alle Eltern,\n\nder Garten der Schule braucht Hilfe, der Zaun hat ein Loch und die Beete "
      "müssen umgegraben werden. Kommt am Samstag um neun.\n\nDear parents,\n\nthe garden of the "
      "school needs help, the fence has a hole and the beds must be dug before the winter comes. "
      "Come on Saturday at nine.\n\nAnna\n",
      false, "own 0 - 1-9\n" },
    { "the poster's own header", "Subject: paper\n",
      "From: Anna <anna@a.example>\nDate: 3 May 2024\nSubject: paper\n\nThe paper is out.\n", false,
      "own 0 - 1-5\n" },
    { "a mark above and below the header", "Subject: paper\n",
      "============ Forwarded message ============\nFrom: Bo <bo@b.example>\nTo: <cy@c.example>\n"
      "Subject: paper\n============ Forwarded message ============\n\nThe paper is out.\n",
      true, "forwarded 1 marked 1-7\n" },
    { "footers of two lists", "To: anna@lists.example\nSubject: Fwd: paper\n",
      "---------- Forwarded message ---------\nFrom: Bo <bo@b.example>\nSubject: paper\n"
      "To: <store@c.example>\n\nThe paper is out.\n"
      "_______________________________________________\nStore mailing list\nStore@c.example\n"
      "http://c.example/mailman/listinfo/store\n"
      "_______________________________________________\nAnna mailing list\nAnna@lists.example\n"
      "http://lists.example/mailman/listinfo/anna\n",
      true, "forwarded 1 marked 1-6\nfooter 1 - 7-10\nfooter 0 - 11-14\n" },
    { "pasted in another language", "Subject: Warnung\n",
      "Das kam gestern bei mir an, ich hänge den Text hier an. Ob es stimmt, weiß ich nicht, bitte "
      "nicht weiterschicken.\n\nAnna\n\n\n"
      "This notice is from the network desk.\n\nSome of the machines that are listed below have "
      "been seen to send mail that they should "
      "not have sent. Please install the updates that were announced in April and start the "
      "machines again.\n\nThank you,\n\n"
      "The network desk, desk@netz.example\n",
      true, "own 0 - 1-5\nforwarded 1 pasted 6-12\n" },
    { "only blank lines", "Subject: nothing\n", "\n\n   \n", false, "own 0 - 1-3\n" },
};

static char *mail_of(const Case *one)
{
    return g_strdup_printf(
        "From: Anna Berg <anna@a.example>\nTo: caretakers@lists.example\n%sContent-Type: "
        "text/plain; charset=utf-8\n\n%s",
        one->header, one->body);
}

static void test_cases(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *raw = mail_of(&cases[i]);
        Post post = post_split(raw, strlen(raw));
        g_autofree char *text = summary(post.layers);
        g_test_message("%s", cases[i].title);
        g_assert_cmpstr(text, ==, cases[i].summary);
        g_assert_cmpint(post.layers->is_forwarded, ==, cases[i].is_forwarded);
        g_assert_null(post.layers->skipped);
        post_clear(&post);
    }
}

static void test_origin(void)
{
    g_autofree char *raw = mail_of(&cases[2]);
    Post post = post_split(raw, strlen(raw));
    const Layer *layer = layers_at(post.layers, 1);

    g_assert_cmpstr(layer->origin.from, ==, "Bo <bo@b.example>");
    g_assert_cmpstr(layer->origin.to, ==, "<anna@a.example>");
    g_assert_cmpstr(layer->origin.subject, ==, "paper");
    g_assert_cmpstr(layer->origin.date, ==, "Fri, 3 May 2024 at 10:11");
    g_assert_null(layer->origin.message_id);
    g_assert_true(span_starts_with(
        span_slice(layer_text(layer), layer->body_start - layer->start, layer_text(layer).length),
        "The paper is out."));
    g_assert_cmpuint(layer->confidence, >, 80);
    g_assert_cmpuint(layer->evidence->len, >, 0);
    post_clear(&post);
}

static const char attached[] =
    "From: Anna Berg <anna@a.example>\nTo: caretakers@lists.example\nSubject: Fwd: "
    "paper\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the "
    "mail.\n\n--b\n"
    "Content-Type: message/rfc822\n\nFrom: Bo <bo@b.example>\nTo: anna@a.example\nSubject: paper\n"
    "Date: Fri, 3 May 2024 10:11:00 +0200\nMessage-ID: <1@b.example>\n\nThe paper is "
    "out.\n\n--b--\n";

static void test_attached(void)
{
    Post post = post_split(attached, strlen(attached));
    g_autofree char *text = summary(post.layers);
    const Layer *whole = layers_at(post.layers, 1), *inner = layers_at(post.layers, 2);

    g_assert_cmpstr(text, ==, "own 0 - 1-1\nforwarded 1 attached 0-0\nown 1 - 1-1\n");
    g_assert_true(post.layers->is_forwarded);
    g_assert_cmpstr(whole->origin.from, ==, "Bo <bo@b.example>");
    g_assert_cmpstr(whole->origin.message_id, ==, "<1@b.example>");
    g_assert_cmpuint(layer_text(whole).length, ==, 0);
    g_assert_cmpint(inner->parent, ==, (int)whole->id);
    g_assert_cmpint(layer_kind_for_rules(post.layers, inner), ==, LAYER_FORWARDED);
    g_assert_cmpint(layer_kind_for_rules(post.layers, layers_at(post.layers, 0)), ==, LAYER_OWN);
    post_clear(&post);
}

/* A post that was tagged before it came to another list; the same text decides the same. */
static void test_brackets_in_front_of_a_subject(void)
{
    static const char *const subjects[] = {
        "Tidal clocks (fwd)",
        "[harbour] Tidal clocks (fwd)",
        "[Hoax?] [harbour] Tidal clocks (fwd)",
        "[Fwd: Tidal clocks]",
        "[Hoax?] [Fwd: Tidal clocks]",
        "[harbour] [Hoax?] Fwd: Tidal clocks",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
        g_autofree char *raw =
            g_strdup_printf("From: a@x.example\nSubject: %s\n\nFrom: Ines <ines@y.example>\n"
                            "Date: Mon, 4 Mar 2002 10:00:00 +0100\nSubject: Tidal clocks\n\n"
                            "They run late in spring.\n",
                            subjects[i]);
        Post post = post_split(raw, strlen(raw));
        g_assert_true(post.layers->is_forwarded);
        post_clear(&post);
    }
}

static void test_reports_forward_nothing(void)
{
    static const char raw[] = "From: <>\nTo: anna@a.example\nSubject: failed\nContent-Type: "
                              "multipart/report; boundary=b\n\n--b\n\nNot delivered.\n"
                              "--b\nContent-Type: message/rfc822\n\nFrom: anna@a.example\nSubject: "
                              "paper\n\nThe paper is out.\n--b--\n";
    Post post = post_split(raw, strlen(raw));

    g_assert_false(post.layers->is_forwarded);
    g_assert_cmpint(layers_at(post.layers, 1)->kind, ==, LAYER_QUOTED);
    post_clear(&post);
}

static void test_skipped(void)
{
    static const struct {
        const char *raw, *skipped;
    } posts[] = {
        { "From: a@a.example\nAuto-Submitted: auto-replied\n\nI am away.\n", "auto-reply" },
        { "From: a@a.example\nPrecedence: auto_reply\n\nI am away.\n", "auto-reply" },
        { "From: a@a.example\nAuto-Submitted: no\n\nI am here.\n", NULL },
        { "From: a@a.example\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n",
          "encrypted" },
        { "From: a@a.example\nContent-Type: multipart/encrypted; "
          "protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\n\nx\n--b--\n",
          "encrypted" },
        { "From: a@a.example\nContent-Type: application/pkcs7-mime; "
          "smime-type=enveloped-data\n\nx\n",
          "encrypted" },
        { "From: a@a.example\nContent-Type: application/pkcs7-mime; smime-type=signed-data\n\nx\n",
          NULL },
        /* As list software hands it on: its footer beside it. */
        { "From: a@a.example\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: "
          "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\nContent-"
          "Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: "
          "application/octet-stream\n\nx\n--b--\n--o\n\n___________________\nTo unsubscribe send "
          "an email to x-leave@lists.example\n--o--\n",
          "encrypted" },
        { "From: a@a.example\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nPlease read "
          "it.\n--o\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx\n--o--\n",
          NULL },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(posts); i++) {
        Post post = post_split(posts[i].raw, strlen(posts[i].raw));
        g_test_message("%s", posts[i].raw);
        g_assert_cmpstr(post.layers->skipped, ==, posts[i].skipped);
        post_clear(&post);
    }
}

/* Receipts, invitations and answers of machines bring nothing; what is signed brings what is in it.
 */
static void test_kinds_of_mail(void)
{
    static const struct {
        const char *raw;
        bool is_forwarded;
    } posts[] = {
        { "From: bo@b.example\nSubject: Read: paper\nContent-Type: multipart/report; "
          "report-type=disposition-notification; boundary=b\n\n--b\n\nYour message was "
          "read.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: "
          "rfc822;bo@b.example\n--b\nContent-Type: message/rfc822\n\nFrom: "
          "anna@a.example\nSubject: "
          "paper\n\nThe paper is out.\n--b--\n",
          false },
        { "From: bo@b.example\nSubject: Invitation\nContent-Type: multipart/alternative; "
          "boundary=b\n\n--b\n\nWhen: Friday\nWhere: room 4\n\nWe meet.\n--b\nContent-Type: "
          "text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--b--\n",
          false },
        { "From: bo@b.example\nSubject: Away: paper\nAuto-Submitted: auto-replied\n\nI am away "
          "until "
          "Monday.\n\n> The paper is out.\n",
          false },
        { "From: bo@b.example\nSubject: Fwd: paper\nContent-Type: multipart/signed; "
          "protocol=\"application/pkcs7-signature\"; boundary=b\n\n--b\n\n---------- Forwarded "
          "message "
          "---------\nFrom: Anna <anna@a.example>\nDate: Fri, 3 May 2024 at 10:11\nSubject: "
          "paper\nTo: Bo <bo@b.example>\n\nThe paper is out.\n--b\nContent-Type: "
          "application/pkcs7-signature\n\nx\n--b--\n",
          true },
        { "From: bo@b.example\nSubject: paper\nContent-Type: multipart/signed; "
          "protocol=\"application/pgp-signature\"; boundary=b\n\n--b\nContent-Type: "
          "multipart/mixed; "
          "boundary=c\n\n--c\n\nSee this.\n--c\nContent-Type: message/rfc822\n\nFrom: "
          "anna@a.example\n\nThe paper is out.\n--c--\n--b\nContent-Type: "
          "application/pgp-signature\n\nx\n--b--\n",
          true },
        { "From: bo@b.example\nSubject: Fwd: paper\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: "
          "SHA256\n\nSee below.\n\n- ---------- Forwarded message ----------\nFrom: Anna "
          "<anna@a.example>\nDate: Fri, 3 May 2024 10:11:00 +0200\nTo: Bo "
          "<bo@b.example>\nSubject: paper\n\nThe paper is out.\n-----BEGIN PGP "
          "SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n",
          true },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(posts); i++) {
        Post post = post_split(posts[i].raw, strlen(posts[i].raw));
        g_test_message("%s", posts[i].raw);
        g_assert_cmpint(post.layers->is_forwarded, ==, posts[i].is_forwarded);
        post_clear(&post);
    }
}

static void test_resent_mail_is_foreign(void)
{
    static const char raw[] = "Resent-From: anna@a.example\nFrom: Bo <bo@b.example>\nTo: "
                              "caretakers@lists.example\n\nThe paper is out.\n";
    Post post = post_split(raw, strlen(raw));

    g_assert_true(post.layers->is_forwarded);
    g_assert_cmpint(layers_at(post.layers, 0)->kind, ==, LAYER_FORWARDED);
    post_clear(&post);
}

/* Every byte of every text in one layer, in order; parents before or beside their children, one
 * level up. */
static void check_partition(const Layers *layers)
{
    for (size_t p = 0; p < layers->parts->len; p++) {
        const TextPart *part = g_ptr_array_index(layers->parts, p);
        size_t covered = 0;
        for (size_t i = 0; i < layers->all->len; i++) {
            const Layer *layer = layers_at(layers, i);
            if (layer->text_part != part) {
                continue;
            }
            g_assert_cmpuint(layer->start, ==, covered);
            g_assert_cmpuint(layer->end, >, layer->start);
            g_assert_true(layer->body_start >= layer->start && layer->body_start <= layer->end);
            g_assert_true(
                g_utf8_validate_len(layer_text(layer).text, layer_text(layer).length, NULL));
            covered = layer->end;
        }
        g_assert_cmpuint(covered, ==, part->text.length);
    }
    g_assert_cmpuint(layers->all->len, <=, limits_default.layers);
    for (size_t i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        g_assert_cmpuint(layer->id, ==, i);
        g_assert_cmpint(layer->same_as, <, (int)i);
        if (layer->parent >= 0) {
            g_assert_cmpuint(layers_at(layers, (size_t)layer->parent)->level, <=, layer->level);
            g_assert_cmpint(layer->parent, !=, (int)i);
        }
    }
}

static const char *const pieces[] = {
    "---------- Forwarded message ---------\n",
    "-----Original Message-----\n",
    "----- End forwarded message -----\n",
    "From: A <a@a.example>\n",
    "To: b@b.example\n",
    "Subject: Re: paper\n",
    "Date: 3 May 2024 10:11\n",
    "On 3 May 2024, A <a@a.example> wrote:\n",
    "> ",
    ">> ",
    "\n",
    "\n\n",
    "-- \n",
    "The paper is out.\n",
    "Bo\n",
    "________________\n",
    "http://lists.example/mailman/listinfo/x\n",
    "Von: ",
    "é",
    "-----BEGIN PGP SIGNED MESSAGE-----\n",
    "-----BEGIN PGP SIGNATURE-----\n",
    "Sent from my iPhone\n",
    "--- begin forwarded text\n",
    "--- end forwarded text\n",
    "This notice is from the desk.\n",
};

static void test_partition(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20240503);

    for (size_t round = 0; round < 4000; round++) {
        bool is_html = g_rand_boolean(random);
        g_autoptr(GString) raw = g_string_new(
            "From: Anna <anna@a.example>\nTo: x@lists.example\nSubject: paper\nContent-Type: ");
        g_string_append(raw,
                        is_html ? "text/html; charset=utf-8\n\n" : "text/plain; charset=utf-8\n\n");
        for (int i = g_rand_int_range(random, 0, 40); i > 0; i--) {
            g_string_append(raw, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
            g_string_append(raw, !is_html                 ? ""
                                 : g_rand_boolean(random) ? "<blockquote type=cite>"
                                                          : "</blockquote><br>");
        }
        Post post = post_split(raw->str, raw->len);
        check_partition(post.layers);
        post_clear(&post);
    }
}

static void test_layers_are_limited(void)
{
    g_autoptr(GString) raw = g_string_new("From: a@a.example\n\n");

    for (size_t i = 0; i < 2000; i++) {
        g_string_append(raw, "> quoted\nanswered\n");
    }
    Post post = post_split(raw->str, raw->len);
    check_partition(post.layers);
    g_assert_true((post.layers->limits & limit_bit(LIMIT_LAYERS)) != 0);
    /* What is beyond the limit is judged as the poster's own: nothing hides behind many layers. */
    g_assert_cmpint(layers_at(post.layers, post.layers->all->len - 1)->kind, ==, LAYER_OWN);
    post_clear(&post);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/layers/cases", test_cases);
    g_test_add_func("/layers/origin", test_origin);
    g_test_add_func("/layers/attached", test_attached);
    g_test_add_func("/layers/brackets", test_brackets_in_front_of_a_subject);
    g_test_add_func("/layers/reports", test_reports_forward_nothing);
    g_test_add_func("/layers/skipped", test_skipped);
    g_test_add_func("/layers/kinds", test_kinds_of_mail);
    g_test_add_func("/layers/resent", test_resent_mail_is_foreign);
    g_test_add_func("/layers/partition", test_partition);
    g_test_add_func("/layers/limit", test_layers_are_limited);
    return g_test_run();
}
