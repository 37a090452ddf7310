/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The worst megabytes we know of, each taken apart, in the processor's time: none may cost 100 ms.
 * A text that costs more than what is here belongs here. Prints all, slowest last.
 */
#include <stdio.h>
#include <time.h>

#include "mail/layers.h"

enum { MEGABYTE = 1000000, ROUNDS = 3 };

typedef struct Hostile {
    const char *name;
    const char *type;     /* Content-Type, and what fields follow it */
    const char *repeated; /* until the text is a megabyte long */
} Hostile;

#define PLAIN "text/plain; charset=utf-8"
#define HTML  "text/html; charset=utf-8"

static const Hostile hostiles[] = {
    { "words", PLAIN, "word " },
    { "blank lines", PLAIN, "\n" },
    { "quote marks", PLAIN, ">" },
    { "quoted and not, in turn", PLAIN, "> a\nb\n" },
    { "names as quote marks", PLAIN, "Steve> a\nAnna> b\n" },
    { "labels", PLAIN, "From: a@b.example\n" },
    { "header blocks", PLAIN,
      "From: a@b.example\nDate: 3 May 2024\nSubject: x\nTo: y@z.example\n\n" },
    { "forward marks", PLAIN, "---------- Forwarded message ---------\nFrom: a@b.example\n" },
    { "marks with ends to come", PLAIN, "----- Forwarded message from a@b.example -----\n" },
    { "Yahoo's header in one line", PLAIN,
      "----- Forwarded Message -----From: A <a@x>To: B <b@y>Sent: 3 May 2024Subject: S\n" },
    { "attributions", PLAIN, "On Mon, 3 May 2024, Bo <bo@b.example> wrote:\n" },
    { "attributions cut in two", PLAIN, "On Mon, 3 May 2024,\n" },
    { "dates and names", PLAIN, "3.5.2024 10:11 Bo Kern:\n" },
    { "borders", PLAIN, "------------------------------\n" },
    { "signature marks", PLAIN, "-- \nAnna\n\n" },
    { "list footers", PLAIN,
      "________________\nTo unsubscribe send a mail to x@lists.example\n\n" },
    { "greetings", PLAIN, "Dear all,\n\nSincerely,\nAnna\n\n" },
    { "digests", PLAIN,
      "------------------------------\n\nFrom: a@b.example\nDate: 3 May 2024\nSubject: "
      "x\n\nhi\n\n" },
    { "first lines of a notice", PLAIN, "-----[ kustode 12345678 ]-----\n" },
    { "forged notices", PLAIN, "-----[ kustode 12345678 ]-----\nx\n-----[ /kustode ]-----\n" },
    { "a notice's first line, in one", PLAIN, "-----[ kustode 12345678 ]-----" },
    { "first lines of uuencode", PLAIN, "begin 644 a\n" },
    { "armour", PLAIN, "-----BEGIN PGP SIGNED MESSAGE-----\n" },
    { "combining letters", PLAIN, "a\xcc\x81\xcc\xa3\xcc\x82" },
    { "flowed quotes", PLAIN "; format=flowed", "> word \n>> w \n" },
    { "quoted-printable", PLAIN "\nContent-Transfer-Encoding: quoted-printable", "=C3=A4=\n" },
    { "open elements", HTML, "<div>" },
    { "open quotations", HTML, "<blockquote type=cite>a<br>" },
    { "quotations", HTML, "<blockquote>a</blockquote>" },
    { "open signatures", HTML, "<div class=moz-signature>a<br>" },
    { "open forwards", HTML, "<div class=moz-forward-container>a<br>" },
    { "attributes", HTML, "<a b=c d=e " },
    { "comments", HTML, "<!--" },
    { "parts", "multipart/mixed; boundary=b", "--b\n\na\n" },
    { "delimiters of others", "multipart/mixed; boundary=b", "--b0x\n" },
    { "attached messages", "multipart/mixed; boundary=b",
      "--b\nContent-Type: message/rfc822\n\nFrom: a@b.example\n\na\n" },
    { "messages in a digest", "multipart/digest; boundary=b", "--b\n\nFrom: a@b.example\n\na\n" },
    { "alternatives", "multipart/alternative; boundary=b",
      "--b\nContent-Type: text/html\n\n<p>a\n" },
    { "messages in messages", "message/rfc822", "Content-Type: message/rfc822\n\n" },
};

static GString *mail_of(const Hostile *hostile)
{
    GString *mail = g_string_sized_new(MEGABYTE + 1000);
    g_string_printf(mail,
                    "From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n"
                    "Content-Type: %s\n\n",
                    hostile->type);
    while (mail->len < MEGABYTE) {
        g_string_append(mail, hostile->repeated);
    }
    return mail;
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double cost_of(Span raw)
{
    double least = G_MAXDOUBLE;
    for (int i = 0; i < ROUNDS; i++) {
        double start = milliseconds();
        g_autoptr(Message) message = message_parse(raw, &limits_default);
        g_autoptr(Layers) layers = layers_split(message, &limits_default);
        least = MIN(least, milliseconds() - start);
    }
    return least;
}

typedef struct Cost {
    const char *name;
    double milliseconds;
} Cost;

static int compare_costs(gconstpointer one, gconstpointer other)
{
    const Cost *first = one, *second = other;
    return first->milliseconds < second->milliseconds ? -1 : 1;
}

/* The mails in files named on the command line instead. */
static void measure_files(GArray *costs, char **names)
{
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *bytes = NULL;
        size_t length;
        if (g_file_get_contents(*name, &bytes, &length, NULL)) {
            Cost cost = { *name, cost_of(span_make(bytes, length)) };
            g_array_append_val(costs, cost);
        }
    }
}

static void measure_table(GArray *costs)
{
    for (size_t i = 0; i < G_N_ELEMENTS(hostiles); i++) {
        g_autoptr(GString) mail = mail_of(&hostiles[i]);
        Cost cost = { hostiles[i].name, cost_of(span_make(mail->str, mail->len)) };
        g_array_append_val(costs, cost);
    }
}

int main(int argc, char **argv)
{
    g_autoptr(GArray) costs = g_array_new(FALSE, FALSE, sizeof(Cost));
    message_library_start();
    if (argc > 1) {
        measure_files(costs, argv + 1);
    } else {
        measure_table(costs);
    }
    g_array_sort(costs, compare_costs);
    for (guint i = 0; i < costs->len; i++) {
        const Cost *cost = &g_array_index(costs, Cost, i);
        printf("%8.1f ms  %s\n", cost->milliseconds, cost->name);
    }
    return 0;
}
