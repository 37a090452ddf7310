/* SPDX-License-Identifier: BSD-2-Clause */
/* A list's digest is many messages by many people, and nobody forwarded them. */
#include "mail/layers.h"

#define BORDER_70 "----------------------------------------------------------------------\n\n"
#define BORDER_30 "------------------------------\n\n"
#define END       "End of something\n****************\n"

static const char first_message[] = "From: Bo <bo@b.example>\nDate: Fri, 3 May 2024 10:11:00 "
                                    "+0200\nSubject: paper\n\nThe paper is out.\n\n";
static const char second_message[] = "From: Cy <cy@c.example>\nDate: Fri, 3 May 2024 11:00:00 "
                                     "+0200\nSubject: Re: paper\n\n> The paper is out.\n\nNo.\n\n";

typedef struct Case {
    const char *subject;
    unsigned messages; /* of the two above */
    bool has_end;
    bool is_digest;
} Case;

static const Case cases[] = {
    { "Caretakers Digest, Vol 3, Issue 4", 2, true, true },
    { "Caretakers Digest, Vol 3, Issue 4", 2, false, true },
    { "[caretakers] Digest Number 81", 1, false, true },
    { "Caretakers Nachrichtensammlung, Band 3, Eintrag 4", 2, false, true },
    { "Lot Caretakers, Vol 3, Parution 4", 2, false, true },
    { "Paczka Caretakers, Tom 3, Numer 4", 2, false, true },
    { "Caretakers Digest, Vol 3, Issue 4", 0, true, false },
    { "paper", 2, true, true },
    { "paper", 1, true, false },
    { "a digest of what was said", 2, false, false },
    { "Fwd: Caretakers Digest, Vol 3, Issue 4", 2, true, false },
    { "Re: Caretakers Digest, Vol 3, Issue 4", 2, true, false },
};

static char *mail_of(const Case *one)
{
    return g_strconcat(
        "From: list@lists.example\nTo: caretakers@lists.example\nSubject: ", one->subject,
        "\n\nToday's topics:\n\n  1. paper\n\n", BORDER_70, one->messages > 0 ? first_message : "",
        one->messages > 1 ? BORDER_30 : "", one->messages > 1 ? second_message : "",
        one->has_end ? BORDER_30 END : "", NULL);
}

static void test_what_is_a_digest(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *raw = mail_of(&cases[i]);
        g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
        g_autoptr(Layers) layers = layers_split(message, &limits_default);
        g_test_message("%s, %u messages", cases[i].subject, cases[i].messages);
        g_assert_cmpint(layers->is_digest, ==, cases[i].is_digest);
        if (cases[i].is_digest) {
            g_assert_false(layers->is_forwarded);
        }
    }
}

static const Layer *find_layer(const Layers *layers, LayerKind kind, unsigned level)
{
    for (size_t i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        if (layer->kind == kind && layer->level == level) {
            return layer;
        }
    }
    return NULL;
}

/* What is answered in a digest is quoted there, and no rule takes it for a forward. */
static void test_messages_stand_for_themselves(void)
{
    g_autofree char *raw = mail_of(&cases[0]);
    g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
    g_autoptr(Layers) layers = layers_split(message, &limits_default);
    const Layer *forwarded = find_layer(layers, LAYER_FORWARDED, 1),
                *quoted = find_layer(layers, LAYER_QUOTED, 2);

    g_assert_nonnull(forwarded);
    g_assert_cmpuint(forwarded->digest, ==, 1);
    g_assert_cmpstr(forwarded->origin.from, ==, "Bo <bo@b.example>");
    g_assert_cmpint(layer_kind_for_rules(layers, forwarded), ==, LAYER_FORWARDED);
    g_assert_nonnull(quoted);
    g_assert_cmpuint(layers_at(layers, (size_t)quoted->parent)->digest, ==, 2);
    g_assert_cmpint(layer_kind_for_rules(layers, quoted), ==, LAYER_QUOTED);
    g_assert_nonnull(find_layer(layers, LAYER_FOOTER, 0));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/layers_digest/what-is-one", test_what_is_a_digest);
    g_test_add_func("/layers_digest/messages", test_messages_stand_for_themselves);
    return g_test_run();
}
