/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/unread.h"

static void test_names(void)
{
    static const struct {
        const char *type, *name;
    } parts[] = {
        { "application/ms-tnef; name=winmail.dat", "TNEF" },
        { "application/octet-stream; name=WINMAIL.DAT", "TNEF" },
        { "application/octet-stream; name=\"letter.msg\"", "Outlook message" },
        { "application/vnd.ms-outlook", "Outlook message" },
        { "application/pkcs7-mime; smime-type=enveloped-data", "S/MIME" },
        { "application/octet-stream; name=smime.p7m", "S/MIME" },
        { "text/calendar; method=REQUEST", "calendar" },
        { "text/plain; name=letter.msg", NULL },
        { "image/png; name=msg.png", NULL },
        { "application/pdf", NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *raw = g_strconcat(
            "From: a@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHere.\n"
            "--b\nContent-Type: ",
            parts[i].type, "\n\nx\n--b--\n", NULL);
        g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
        g_autoptr(GPtrArray) unread = unread_parts(message);
        g_test_message("%s", parts[i].type);
        g_assert_cmpuint(unread->len, ==, parts[i].name != NULL);
        if (parts[i].name != NULL) {
            const MimePart *part = g_ptr_array_index(unread, 0);
            g_assert_cmpstr(part->id, ==, "2");
            g_assert_cmpstr(unread_name(part), ==, parts[i].name);
        }
    }
}

static void test_encrypted_is_named_once(void)
{
    static const char raw[] = "From: a@a.example\nContent-Type: multipart/encrypted; boundary=b; "
                              "protocol=\"application/pgp-encrypted\"\n\n--b\nContent-Type: "
                              "application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: "
                              "application/octet-stream\n\nx\n--b--\n";
    g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
    g_autoptr(GPtrArray) unread = unread_parts(message);
    g_assert_cmpuint(unread->len, ==, 1);
    g_assert_cmpstr(unread_name(g_ptr_array_index(unread, 0)), ==, "encrypted");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/unread/names", test_names);
    g_test_add_func("/unread/encrypted", test_encrypted_is_named_once);
    return g_test_run();
}
