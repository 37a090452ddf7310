/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/json.h"

static const struct {
    Span text;
    const char *line;
} strings[] = {
    { { "Grüße", 7 }, "\"Grüße\"" },
    { { "", 0 }, "\"\"" },
    { { NULL, 0 }, "null" },
    { { "two\nlines\t\"", 11 }, "\"two\\nlines\\t\\\"\"" },
    { { "a\0b", 3 }, "\"a\\u0000b\"" },
    { { "\xff", 1 }, "\"\357\277\275\"" },
    { { "a\0b\xfc", 4 }, "\"a\\u0000b\357\277\275\"" },
    { { "f\xfcr \xc3", 5 }, "\"f\357\277\275r \357\277\275\"" },
    { { "\xed\xa0\x80", 3 }, "\"\357\277\275\357\277\275\357\277\275\"" }, /* a surrogate */
};

static void test_strings(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++) {
        g_autofree char *line = json_line(json_span(strings[i].text));
        g_assert_cmpstr(line, ==, strings[i].line);
    }
    g_autofree char *nothing = json_line(json_text(NULL));
    g_assert_cmpstr(nothing, ==, "null");
}

static void test_line(void)
{
    json_t *value = json_object();
    json_object_set_new(value, "verdict", json_text("hoax"));
    json_object_set_new(value, "score", json_real(0.1 + 0.2));
    json_object_set_new(value, "also", json_integer(2));
    g_autofree char *line = json_line(value);
    g_assert_cmpstr(line, ==, "{\"verdict\":\"hoax\",\"score\":0.3,\"also\":2}");
}

/* Any bytes at all give one line of valid UTF-8. */
static void test_any_bytes(void)
{
    for (int round = 0; round < 2000; round++) {
        char bytes[40];
        size_t length = (size_t)g_test_rand_int_range(0, sizeof bytes);
        for (size_t i = 0; i < length; i++) {
            bytes[i] = (char)g_test_rand_int_range(0, 256);
        }
        g_autofree char *line = json_line(json_span(span_make(bytes, length)));
        g_assert_true(g_utf8_validate(line, -1, NULL));
        g_assert_null(strchr(line, '\n'));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json/strings", test_strings);
    g_test_add_func("/json/line", test_line);
    g_test_add_func("/json/any-bytes", test_any_bytes);
    return g_test_run();
}
