/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/socket.h"

static void test_sound(void)
{
    static const struct {
        const char *text, *normal;
        bool is_open_to_all;
    } cases[] = {
        { "local:/run/k.sock", "local:/run/k.sock", false },
        { "unix:/run/k.sock", "local:/run/k.sock", false },
        { "/run/k.sock", "local:/run/k.sock", false },
        { "inet:8899@127.0.0.1", "inet:8899@127.0.0.1", false },
        { "inet:8899@mail.example", "inet:8899@mail.example", false },
        { "inet:8899@[127.0.0.1]", "inet:8899@[127.0.0.1]", false },
        { "inet:65535", "inet:65535", true },
        { "inet6:1@[::1]", "inet6:1@[::1]", false },
        { "inet6:1@[2001:db8::25]", "inet6:1@[2001:db8::25]", false },
        { "inet6:1@mail.example", "inet6:1@mail.example", false },
        { "inet6:1", "inet6:1", true },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *normal = NULL;
        g_autoptr(GError) error = NULL;
        g_assert_true(socket_parse(cases[i].text, &normal, &error));
        g_assert_no_error(error);
        g_assert_cmpstr(normal, ==, cases[i].normal);
        g_assert_cmpint(socket_is_open_to_all(normal), ==, cases[i].is_open_to_all);
    }
}

static void test_wrong(void)
{
    static const struct {
        const char *text, *message; /* as a pattern */
    } cases[] = {
        { "inet:localhost:8899", "*Postfix*inet:8899@localhost" },
        { "inet:127.0.0.1:8899", "*Postfix*inet:8899@127.0.0.1" },
        { "inet6:[::1]:8899", "*Postfix*inet6:8899@[::1]" },
        { "inet:8899:localhost", "*no port*inet:PORT@HOST" },
        { "inet:", "*no port*" },
        { "inet:0@localhost", "*`0` is no port*" },
        { "inet:65536@localhost", "*no port*" },
        { "inet:+25@localhost", "*no port*" },
        { "inet:25@", "*no host*" },
        { "inet:25@a b", "*no host*" },
        { "inet:25@[::1]", "*no host*" },
        { "inet:25@[", "*no host*" },
        { "inet6:25@127.0.0.1", "*no host*" },
        { "inet6:25@::1", "*no host*inet6:PORT@[ADDRESS]" },
        { "local:run/k.sock", "*begins with /*" },
        { "unix:", "*begins with /*" },
        { "k.sock", "a socket is local:/PATH*" },
        { "", "a socket is local:/PATH*" },
        { "8899@localhost", "a socket is local:/PATH*" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *normal = NULL;
        g_autoptr(GError) error = NULL;
        g_test_message("%s", cases[i].text);
        g_assert_false(socket_parse(cases[i].text, &normal, &error));
        g_assert_null(normal);
        g_test_message("%s", error->message);
        g_assert_true(g_pattern_match_simple(cases[i].message, error->message));
    }
}

/* sun_path holds 107 bytes and the NUL behind them. */
static void test_length(void)
{
    for (size_t length = 106; length <= 109; length++) {
        g_autofree char *path = g_strnfill(length, 'x');
        g_autofree char *normal = NULL;
        path[0] = '/';
        g_assert_cmpint(socket_parse(path, &normal, NULL), ==, length <= 107);
    }
}

static void test_reinject(void)
{
    static const struct {
        const char *text, *host; /* NULL: none */
        unsigned port;
    } rows[] = {
        { "smtp:127.0.0.1:10026", "127.0.0.1", 10026 },
        { "smtp:mail.school.example:25", "mail.school.example", 25 },
        { "smtp:[::1]:25", "::1", 25 },
        { "smtp:localhost", NULL, 0 },
        { "smtp:localhost:0", NULL, 0 },
        { "smtp:localhost:65536", NULL, 0 },
        { "smtp::25", NULL, 0 },
        { "smtp:::1:25", NULL, 0 },
        { "smtp:[::1:25", NULL, 0 },
        { "smtp:a/b:25", NULL, 0 },
        { "smtp:a@b:25", NULL, 0 },
        { "inet:25@localhost", NULL, 0 },
        { "lmtp:localhost:24", NULL, 0 },
        { "smtp:", NULL, 0 },
        { "smtp", NULL, 0 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *host = NULL;
        unsigned port = 0;
        g_test_message("%s", rows[i].text);
        g_assert_cmpint(reinject_parse(rows[i].text, &host, &port), ==, rows[i].host != NULL);
        g_assert_cmpstr(host, ==, rows[i].host);
        g_assert_cmpuint(port, ==, rows[i].port);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/socket/sound", test_sound);
    g_test_add_func("/socket/wrong", test_wrong);
    g_test_add_func("/socket/length", test_length);
    g_test_add_func("/socket/reinject", test_reinject);
    return g_test_run();
}
