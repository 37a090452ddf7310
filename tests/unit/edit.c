/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/edit.h"

#include <glib.h>

static GPtrArray *no_edits(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)edit_free);
}

static void assert_applied(const char *raw, const GPtrArray *edits, const char *expected)
{
    GString *out = edits_apply(span_of(raw), edits);
    g_assert_cmpstr(out->str, ==, expected);
    g_string_free(out, TRUE);
}

static void test_nothing_is_touched_without_edits(void)
{
    static const char *const mails[] = {
        "",
        "\n",
        "A: b\n\nbody\n",
        "A: b\r\n\r\nbody\r\n",
        "no header at all",
        "A: b",
        "\xff\xfe\n\x80",
    };
    g_autoptr(GPtrArray) edits = no_edits();
    for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
        assert_applied(mails[i], edits, mails[i]);
    }
}

static void test_marks_are_removed_in_any_spelling(void)
{
    const char *raw = "X-Kustode-Status: hoax\n"
                      "Subject: a\n"
                      "x-kustode-status: none;\n  folded\n"
                      "X-KUSTODE-STATUS : blank before the colon\n"
                      "X-Kustode-Anything: 1\n"
                      "X-Kustodian: not ours\n"
                      "\nX-Kustode-Status: in the body\n";
    g_autoptr(GPtrArray) edits = no_edits();
    edits_remove_marks(edits, span_of(raw));
    g_assert_cmpuint(edits->len, ==, 4);
    assert_applied(raw, edits,
                   "Subject: a\nX-Kustodian: not ours\n\nX-Kustode-Status: in the body\n");
}

/* What libmilter needs: ascending deletion leaves some behind, so the last goes first. */
static void test_marks_go_last_first(void)
{
    const char *raw = "X-Kustode-Status: 1\nx-kustode-status: 2\nX-Kustode-Status: 3\n\n";
    g_autoptr(GPtrArray) edits = no_edits();
    edits_remove_marks(edits, span_of(raw));
    for (guint i = 0; i < edits->len; i++) {
        const Edit *edit = g_ptr_array_index(edits, i);
        g_assert_cmpuint(edit->occurrence, ==, 3 - i);
    }
}

/* A sender chooses how many there are: twice as many must not cost four times as much. */
static void test_any_number_of_marks_is_removed(void)
{
    g_autoptr(GString) raw = g_string_new(NULL);
    for (int i = 0; i < 100000; i++) {
        g_string_append(raw, "X-Kustode-Status: forged\n");
    }
    g_string_append(raw, "A: b\n\n");
    g_autoptr(GPtrArray) edits = no_edits();
    edits_remove_marks(edits, span_make(raw->str, raw->len));
    g_assert_cmpuint(edits->len, ==, 100000);
    assert_applied(raw->str, edits, "A: b\n\n");
}

static void test_fields_are_changed_and_inserted(void)
{
    const char *raw = "From: a\r\nsubject: old\r\n folded\r\nSubject: second\r\n\r\nbody\r\n";
    g_autoptr(GPtrArray) edits = no_edits();
    g_ptr_array_add(edits, edit_new(EDIT_CHANGE_FIELD, "Subject", 1, "new\n value"));
    g_ptr_array_add(edits, edit_new(EDIT_INSERT_FIELD, "X-One", 0, "1"));
    g_ptr_array_add(edits, edit_new(EDIT_INSERT_FIELD, "X-Two", 0, "2"));
    g_ptr_array_add(edits, edit_new(EDIT_DELETE_FIELD, "X-Missing", 1, NULL));
    assert_applied(
        raw, edits,
        "X-Two: 2\r\nX-One: 1\r\nFrom: a\r\nSubject: new\r\n value\r\nSubject: second\r\n"
        "\r\nbody\r\n");
}

/* A judging process that was taken over may ask for it; it must not take the tool with it. */
static void test_of_two_edits_to_a_field_the_first_stands(void)
{
    g_autoptr(GPtrArray) edits = no_edits();
    g_ptr_array_add(edits, edit_new(EDIT_CHANGE_FIELD, "Subject", 1, "one"));
    g_ptr_array_add(edits, edit_new(EDIT_CHANGE_FIELD, "subject", 1, "two"));
    g_ptr_array_add(edits, edit_new(EDIT_DELETE_FIELD, "Subject", 1, NULL));
    assert_applied("Subject: old\nA: b\n\n", edits, "Subject: one\nA: b\n\n");
}

static void test_a_text_without_header_stays_one(void)
{
    g_autoptr(GPtrArray) edits = no_edits();
    g_ptr_array_add(edits, edit_new(EDIT_INSERT_FIELD, "X-One", 0, "1"));
    assert_applied(" words\n", edits, "X-One: 1\n\n words\n");
    assert_applied("\nwords\n", edits, "X-One: 1\n\nwords\n");
    assert_applied("A: b\n", edits, "X-One: 1\nA: b\n");
}

static void test_bytes_are_replaced(void)
{
    g_autoptr(GPtrArray) edits = no_edits();
    Edit *edit = edit_new(EDIT_REPLACE_BYTES, NULL, 0, "X\n");
    edit->start = 6;
    edit->end = 8;
    g_ptr_array_add(edits, edit);
    assert_applied("A: b\n\n12345", edits, "A: b\n\nX\n345");
}

static void test_values_with_controls_are_refused(void)
{
    static const struct {
        const char *value;
        bool is_sound;
    } rows[] = {
        { "none; list=<a@b>", true }, { "a;\n b", true },
        { "a\nX-Evil: b", false },    { "a\r\n b", false },
        { "caf\xc3\xa9", false },     { "a\x01", false },
        { "trailing\n", false },      { "", true },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_true(field_value_is_sound(rows[i].value) == rows[i].is_sound);
    }
}

static GPtrArray *one_edit(EditKind kind, const char *name, const char *value)
{
    GPtrArray *edits = no_edits();
    g_ptr_array_add(edits, edit_new(kind, name, 1, value));
    return edits;
}

static void test_edits_of_a_stranger_are_checked(void)
{
    static const struct {
        EditKind kind;
        const char *name, *value;
        bool is_sound;
    } rows[] = {
        { EDIT_CHANGE_FIELD, "subject", "[Hoax?] x", true },
        { EDIT_INSERT_FIELD, "X-Kustode-Status", "none", true },
        { EDIT_DELETE_FIELD, "Lines", NULL, true },
        { EDIT_DELETE_FIELD, "Received", NULL, false },
        { EDIT_CHANGE_FIELD, "From", "a@b", false },
        { EDIT_CHANGE_FIELD, "Subject", "x\nBcc: a@b", false },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) edits = one_edit(rows[i].kind, rows[i].name, rows[i].value);
        g_assert_true(edits_are_sound(edits, span_of("A: b\n\n")) == rows[i].is_sound);
    }
    g_autofree char *flood = g_strnfill(65 * 1024, 'a');
    for (char *fold = flood + 900; fold < flood + 65 * 1024 - 2; fold += 900) {
        fold[0] = '\n';
        fold[1] = ' ';
    }
    g_autoptr(GPtrArray) edits = one_edit(EDIT_INSERT_FIELD, "Subject", flood);
    g_assert_false(edits_are_sound(edits, span_of("A: b\n\n")));
}

static void test_ranges_lie_in_the_body_and_in_order(void)
{
    static const struct {
        size_t ranges[2][2];
        bool is_sound;
    } rows[] = {
        { { { 6, 8 }, { 8, 14 } }, true },   { { { 6, 8 }, { 7, 14 } }, false },
        { { { 6, 8 }, { 8, 15 } }, false },  { { { 8, 6 }, { 8, 9 } }, false },
        { { { 10, 11 }, { 7, 8 } }, false }, { { { 5, 8 }, { 8, 14 } }, false }, /* in the header */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) edits = no_edits();
        for (size_t j = 0; j < 2; j++) {
            Edit *edit = edit_new(EDIT_REPLACE_BYTES, NULL, 0, "x");
            edit->start = rows[i].ranges[j][0];
            edit->end = rows[i].ranges[j][1];
            g_ptr_array_add(edits, edit);
        }
        g_assert_true(edits_are_sound(edits, span_of("A: b\n\n12345678")) == rows[i].is_sound);
    }
}

static void test_only_a_blank_line_begins_a_body(void)
{
    static const struct {
        const char *raw;
        bool is_sound;
    } rows[] = { { "A: b\n\n", true },   { "A: b\r\n\r\n", true }, { "\n", true },
                 { "A: b\n \n", false }, { "A: b\n", false },      { "A: b", false },
                 { "", false },          { "words", false },       { "A: b\nwords", false } };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) edits = one_edit(EDIT_REPLACE_BYTES, NULL, "Note\n");
        Edit *edit = g_ptr_array_index(edits, 0);
        edit->start = edit->end = strlen(rows[i].raw);
        g_assert_true(edits_are_sound(edits, span_of(rows[i].raw)) == rows[i].is_sound);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/edit/nothing-touched", test_nothing_is_touched_without_edits);
    g_test_add_func("/edit/marks-any-spelling", test_marks_are_removed_in_any_spelling);
    g_test_add_func("/edit/marks-last-first", test_marks_go_last_first);
    g_test_add_func("/edit/any-number-of-marks", test_any_number_of_marks_is_removed);
    g_test_add_func("/edit/fields", test_fields_are_changed_and_inserted);
    g_test_add_func("/edit/twice", test_of_two_edits_to_a_field_the_first_stands);
    g_test_add_func("/edit/without-header", test_a_text_without_header_stays_one);
    g_test_add_func("/edit/bytes", test_bytes_are_replaced);
    g_test_add_func("/edit/sound-values", test_values_with_controls_are_refused);
    g_test_add_func("/edit/of-a-stranger", test_edits_of_a_stranger_are_checked);
    g_test_add_func("/edit/behind-blank-line", test_only_a_blank_line_begins_a_body);
    g_test_add_func("/edit/ranges", test_ranges_lie_in_the_body_and_in_order);
    return g_test_run();
}
