/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/notice_template.h"

#include <glib.h>

static GPtrArray *texts(const char *first, ...) G_GNUC_NULL_TERMINATED;

static GPtrArray *texts(const char *first, ...)
{
    GPtrArray *array = g_ptr_array_new();
    va_list more;
    va_start(more, first);
    for (const char *text = first; text != NULL; text = va_arg(more, const char *)) {
        g_ptr_array_add(array, (void *)text);
    }
    va_end(more);
    return array;
}

static NoticeTemplate *parsed(const char *text, Diagnostics *diagnostics)
{
    return notice_template_parse(span_of(text), "hoax.en.txt", diagnostics);
}

static void test_fills(void)
{
    static const struct {
        const char *text, *filled;
    } rows[] = {
        { "", "" },
        { "To {list}, {contact}.\n", "To l@x.example, o@x.example.\n" },
        { "no line end", "no line end\n" },
        { "two\nlines\nrun on\n\n\nnext\n", "two lines run on\n\nnext\n" },
        { "Seen:\n- {reasons}\n", "Seen:\n- one\n- two\n" },
        { "First.\n\nNamed:\n- {references}\n\nLast.\n", "First.\n\nLast.\n" },
        { "a\n  set in\nb\n", "a\n  set in\nb\n" },
        { "- 123456789 123456789 123456789 123456789 123456789 123456789 123456789 too long\n",
          "- 123456789 123456789 123456789 123456789 123456789 123456789 123456789\n"
          "  too long\n" },
    };
    g_autoptr(GPtrArray) reasons = texts("one", "two", NULL), references = g_ptr_array_new();
    const NoticeValues values = { "l@x.example", "o@x.example", reasons, references };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autoptr(NoticeTemplate) notice = parsed(rows[i].text, diagnostics);
        g_assert_nonnull(notice);
        g_autofree char *filled = notice_template_fill(notice, &values);
        g_assert_cmpstr(filled, ==, rows[i].filled);
    }
}

/* A value is text, whatever stands in it. */
static void test_values_are_not_filled_again(void)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(NoticeTemplate) notice = parsed("{list}\n", diagnostics);
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    const NoticeValues values = { "{contact}@x.example", "o@x.example", none, none };
    g_autofree char *filled = notice_template_fill(notice, &values);
    g_assert_cmpstr(filled, ==, "{contact}@x.example\n");
}

static void test_errors_have_their_place(void)
{
    static const struct {
        const char *text;
        unsigned line, column;
    } rows[] = {
        { "fine\nthe {lists}\n", 2, 5 },
        { "schöne {Liste}\n", 1, 8 },
        { "{list} and {\n", 1, 12 },
        { "\xff\n", 1, 1 },
        { "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n", 17, 1 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autoptr(NoticeTemplate) notice = parsed(rows[i].text, diagnostics);
        g_assert_null(notice);
        g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, 1);
        g_assert_cmpuint(diagnostics_at(diagnostics, 0)->place.line, ==, rows[i].line);
        g_assert_cmpuint(diagnostics_at(diagnostics, 0)->place.column, ==, rows[i].column);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notice-template/fills", test_fills);
    g_test_add_func("/notice-template/values", test_values_are_not_filled_again);
    g_test_add_func("/notice-template/errors", test_errors_have_their_place);
    return g_test_run();
}
