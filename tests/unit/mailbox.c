/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/mailbox.h"

#include <glib/gstdio.h>
#include <lzma.h>
#include <zlib.h>

#define FIRST  "From ada@example.org Sat Jan  3 01:05:34 1998\n"
#define SECOND "From ben at example.org  Sun Jan  4 10:00:00 1998\n"

static char *folder; /* of this run */

static char *path_of(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static char *write_file(const char *name, const char *bytes, size_t length)
{
    char *path = path_of(name);
    g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
    return path;
}

/* All messages of `input`, each between brackets, then the error if there is one. */
static char *read_all(const char *input)
{
    GError *error = NULL;
    g_autoptr(GString) all = g_string_new(NULL);
    g_autoptr(Mailbox) mailbox = mailbox_open(input, &error);
    MailboxMessage message;
    while (mailbox != NULL && mailbox_next(mailbox, &message, &error)) {
        g_string_append_printf(all, "[%zu@%" G_GUINT64_FORMAT " ", message.number, message.offset);
        g_string_append_len(all, message.raw.text, (gssize)message.raw.length);
        g_string_append_c(all, ']');
    }
    if (error != NULL) {
        g_string_append_printf(all, "!%d", error->code);
    }
    g_clear_error(&error);
    return g_strdup(all->str);
}

static void assert_messages(const char *bytes, const char *expected)
{
    g_autofree char *path = write_file("box", bytes, strlen(bytes));
    g_autofree char *found = read_all(path);
    g_assert_cmpstr(found, ==, expected);
}

static void test_mbox(void)
{
    static const struct {
        const char *bytes, *expected;
    } cases[] = {
        { "", "" },
        { FIRST "A: 1\n\nx\n", "[0@0 A: 1\n\nx\n]" },
        { FIRST "A: 1\n\nx\n\n" SECOND "B: 2\n\ny\n\n", "[0@0 A: 1\n\nx\n][1@55 B: 2\n\ny\n]" },
        /* pipermail, with the blank line in front that some archives have */
        { "\n" SECOND "B: 2\n\ny\n", "[0@1 B: 2\n\ny\n]" },
        /* a sentence, and a line that no blank line precedes, split nothing */
        { FIRST "A: 1\n\nx\n\nFrom here on it is fine\n",
          "[0@0 A: 1\n\nx\n\nFrom here on it is fine\n]" },
        { FIRST "A: 1\n\nx\n" SECOND "y\n", "[0@0 A: 1\n\nx\n" SECOND "y\n]" },
        /* quoted by mboxo, by mboxrd; in a header nothing is quoted */
        { FIRST "A: 1\n>From B\n\n>From a\n>>From b\n> From c\n",
          "[0@0 A: 1\n>From B\n\nFrom a\n>From b\n> From c\n]" },
        /* the blank line between header and body is not the one behind the message */
        { FIRST "A: 1\n\n" SECOND "B: 2\n\n\n", "[0@0 A: 1\n\n][1@52 B: 2\n\n]" },
        { FIRST "A: 1\r\n\r\nx\r\n\r\n" SECOND "B: 2\r\n\r\n",
          "[0@0 A: 1\r\n\r\nx\r\n][1@59 B: 2\r\n\r\n]" },
        /* without a `From ` line: one message, as it is */
        { "A: 1\n\n>From x\n\n" SECOND "y\n\n", "[0@0 A: 1\n\n>From x\n\n" SECOND "y\n\n]" },
        { "\n\nplain\n", "[0@0 \n\nplain\n]" },
        { "From the desk of Ada\n", "[0@0 From the desk of Ada\n]" },
        { "\x01\x02\xff no mail", "[0@0 \x01\x02\xff no mail]" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_messages(cases[i].bytes, cases[i].expected);
    }
}

static void test_from_lines(void)
{
    static const struct {
        const char *line;
        bool splits;
    } cases[] = {
        { "From a@b.example Sat Jan  3 01:05:34 1998", true },
        { "From a@b.example Sat Jan  3 01:05 1998", true },
        { "From a@b.example Sat Jan  3 01:05:34 MET 1998", true },
        { "From a at b.example  Sat Jan  3 01:05:34 1998", true },
        { "From - Sat Jan 03 01:05:34 1998", true },
        { "From MAILER-DAEMON Sat Jan  3 01:05:34 1998 +0100", true },
        { "From a@b.example Sat, 3 Jan 1998 01:05:34 +0100", true },
        { "From Sat to Sun Jan wrote 3 letters", false },
        { "From a@b.example", false },
        { "From: a@b.example Sat Jan  3 01:05:34 1998", false },
        { "from a@b.example Sat Jan  3 01:05:34 1998", false },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *bytes = g_strconcat(FIRST "A: 1\n\nx\n\n", cases[i].line, "\n\ny\n", NULL);
        g_autofree char *path = write_file("box", bytes, strlen(bytes));
        g_autofree char *found = read_all(path);
        g_test_message("%s", cases[i].line);
        g_assert_cmpint(strstr(found, "[1@") != NULL, ==, cases[i].splits);
    }
}

/* A mailbox larger than any buffer, with lines longer than one, gives every byte back. */
static void test_large(void)
{
    g_autoptr(GString) box = g_string_new(NULL);
    g_autoptr(GString) body = g_string_new(NULL);
    for (size_t i = 0; i < 300000; i++) {
        g_string_append_c(body, i % 997 == 0 ? '\n' : i < 150000 ? 'a' : (char)('a' + i % 26));
        if (i == 150000) {
            g_string_append_len(body, body->str, (gssize)body->len);
        }
    }
    for (size_t i = 0; i < 5; i++) {
        g_string_append_printf(box, FIRST "A: %zu\n\n%s\n\n", i, body->str);
    }
    g_autofree char *path = write_file("large", box->str, box->len);
    g_autoptr(Mailbox) mailbox = mailbox_open(path, NULL);
    MailboxMessage message;
    double progress = 0;
    for (size_t i = 0; i < 5; i++) {
        g_autofree char *expected = g_strdup_printf("A: %zu\n\n%s\n", i, body->str);
        g_assert_true(mailbox_next(mailbox, &message, NULL));
        g_assert_cmpmem(message.raw.text, message.raw.length, expected, strlen(expected));
        g_assert_cmpuint(message.number, ==, i);
        g_assert_cmpfloat(mailbox_progress(mailbox), >=, progress);
        progress = mailbox_progress(mailbox);
        g_assert_cmpfloat(progress, <=, 1);
    }
    g_assert_false(mailbox_next(mailbox, &message, NULL));
    g_assert_cmpfloat(mailbox_progress(mailbox), ==, 1);
}

static GByteArray *packed_gzip(const char *text)
{
    z_stream stream = { 0 };
    GByteArray *packed = g_byte_array_new();
    g_byte_array_set_size(packed, (guint)strlen(text) + 100);
    g_assert_cmpint(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
    stream.next_in = (Bytef *)(gsize)text;
    stream.avail_in = (uInt)strlen(text);
    stream.next_out = packed->data;
    stream.avail_out = packed->len;
    g_assert_cmpint(deflate(&stream, Z_FINISH), ==, Z_STREAM_END);
    g_byte_array_set_size(packed, (guint)stream.total_out);
    deflateEnd(&stream);
    return packed;
}

static GByteArray *packed_xz(const char *text)
{
    GByteArray *packed = g_byte_array_new();
    size_t used = 0;
    g_byte_array_set_size(packed, (guint)strlen(text) + 1000);
    g_assert_cmpint(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, NULL, (const uint8_t *)text,
                                            strlen(text), packed->data, &used, packed->len),
                    ==, LZMA_OK);
    g_byte_array_set_size(packed, (guint)used);
    return packed;
}

static void assert_packed(const GByteArray *packed, const char *expected)
{
    g_autofree char *path = write_file("packed", (const char *)packed->data, packed->len);
    g_autofree char *found = read_all(path);
    g_assert_cmpstr(found, ==, expected);
}

static void test_packed(void)
{
    static const char box[] = FIRST "A: 1\n\nx\n\n" SECOND "B: 2\n\nyyyyyyyyyyyyyyyyyyyy\n";
    static const char expected[] = "[0@0 A: 1\n\nx\n][1@55 B: 2\n\nyyyyyyyyyyyyyyyyyyyy\n]";
    g_autoptr(GByteArray) gzip = packed_gzip(box);
    g_autoptr(GByteArray) xz = packed_xz(box);
    assert_packed(gzip, expected);
    assert_packed(xz, expected);

    /* two members in a row, then the zeros of a tape */
    g_autoptr(GByteArray) members = packed_gzip(FIRST "A: 1\n\n");
    g_autoptr(GByteArray) member = packed_gzip("x\n");
    g_byte_array_append(members, member->data, member->len);
    g_byte_array_append(members, (const guint8 *)"\0\0\0\0", 4);
    assert_packed(members, "[0@0 A: 1\n\nx\n]");
    g_byte_array_append(members, (const guint8 *)"junk", 4);
    assert_packed(members, "[0@0 A: 1\n\nx\n]!2");
}

/* Cut anywhere, what can be read is delivered, and the error says so. */
static void test_truncated(void)
{
    static const char box[] = FIRST "A: 1\n\nx\n\n" SECOND "B: 2\n\ny\n";
    GByteArray *packed[] = { packed_gzip(box), packed_xz(box) };
    for (size_t i = 0; i < G_N_ELEMENTS(packed); i++) {
        for (guint length = 8; length < packed[i]->len; length++) {
            g_autofree char *path = write_file("cut", (const char *)packed[i]->data, length);
            g_autofree char *found = read_all(path);
            g_assert_true(g_str_has_suffix(found, "!2"));
        }
        g_byte_array_unref(packed[i]);
    }
    g_autoptr(GByteArray) cut = packed_gzip(box);
    g_byte_array_set_size(cut, cut->len - 4);
    g_autofree char *path = write_file("cut", (const char *)cut->data, cut->len);
    g_autoptr(Mailbox) mailbox = mailbox_open(path, NULL);
    MailboxMessage message;
    g_autoptr(GError) error = NULL;
    g_assert_true(mailbox_next(mailbox, &message, &error));
    g_assert_true(mailbox_next(mailbox, &message, &error));
    g_assert_false(mailbox_next(mailbox, &message, &error));
    g_assert_error(error, MAILBOX_ERROR, MAILBOX_ERROR_BROKEN);
    g_assert_nonnull(strstr(error->message, path));
    g_autofree char *place = g_strdup_printf("at byte %u of the file", cut->len);
    g_assert_nonnull(strstr(error->message, place));
    g_clear_error(&error);
    g_assert_false(mailbox_next(mailbox, &message, &error));
    g_assert_no_error(error);
}

static void test_damaged(void)
{
    g_autoptr(GByteArray) damaged = packed_gzip(FIRST "A: 1\n\nx\n\n" SECOND "B: 2\n\ny\n");
    damaged->data[damaged->len / 2] ^= 0x55;
    g_autofree char *path = write_file("damaged", (const char *)damaged->data, damaged->len);
    g_autofree char *found = read_all(path);
    g_assert_true(g_str_has_suffix(found, "!2"));
}

static void test_directory(void)
{
    g_autofree char *directory = path_of("posts");
    g_assert_cmpint(g_mkdir(directory, 0700), ==, 0);
    static const char *const names[] = {
        "10", "9", "2.eml", "02.eml", ".hidden", "b", "a10", "a9"
    };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = g_build_filename("posts", names[i], NULL);
        g_autofree char *bytes = g_strdup_printf("N: %s\n", names[i]);
        g_free(write_file(name, bytes, strlen(bytes)));
    }
    g_autofree char *found = read_all(directory);
    g_assert_cmpstr(found, ==,
                    "[0@0 N: 02.eml\n][0@0 N: 2.eml\n][0@0 N: 9\n][0@0 N: 10\n]"
                    "[0@0 N: a9\n][0@0 N: a10\n][0@0 N: b\n]");
    g_autofree char *third = g_strconcat(directory, ":2", NULL);
    g_autofree char *one = read_all(third);
    g_assert_cmpstr(one, ==, "[0@0 N: 9\n]");
    g_autoptr(Mailbox) mailbox = mailbox_open(directory, NULL);
    MailboxMessage message;
    g_assert_true(mailbox_next(mailbox, &message, NULL));
    g_autofree char *first = g_build_filename(directory, "02.eml", NULL);
    g_assert_cmpstr(message.source, ==, first);
}

/* A file that cannot be read is named, the others are read. */
static void test_directory_goes_on(void)
{
    g_autofree char *directory = path_of("broken");
    g_assert_cmpint(g_mkdir(directory, 0700), ==, 0);
    g_free(write_file("broken/1", "N: 1\n", 5));
    g_free(write_file("broken/2", "\x1f\x8b\x08 no", 6));
    g_free(write_file("broken/3", "N: 3\n", 5));
    g_autoptr(Mailbox) mailbox = mailbox_open(directory, NULL);
    MailboxMessage message;
    g_autoptr(GError) error = NULL;
    g_assert_true(mailbox_next(mailbox, &message, &error));
    g_assert_false(mailbox_next(mailbox, &message, &error));
    g_assert_error(error, MAILBOX_ERROR, MAILBOX_ERROR_BROKEN);
    g_clear_error(&error);
    g_assert_true(mailbox_next(mailbox, &message, &error));
    g_assert_cmpmem(message.raw.text, message.raw.length, "N: 3\n", 5);
    g_assert_false(mailbox_next(mailbox, &message, &error));
    g_assert_no_error(error);
}

static void test_maildir(void)
{
    static const char *const names[] = { "mail", "mail/new", "mail/cur", "mail/tmp" };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = path_of(names[i]);
        g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
    }
    g_free(write_file("mail/new/900000001.1.host", "N: new\n", 7));
    g_free(write_file("mail/cur/900000000.1.host:2,S", "N: cur\n", 7));
    g_free(write_file("mail/tmp/900000002.1.host", "N: tmp\n", 7));
    g_free(write_file("mail/index", "no mail\n", 8));
    g_autofree char *directory = path_of("mail");
    g_autofree char *found = read_all(directory);
    g_assert_cmpstr(found, ==, "[0@0 N: new\n][0@0 N: cur\n]");
    g_autofree char *file = path_of("mail/cur/900000000.1.host:2,S");
    g_autofree char *one = read_all(file);
    g_assert_cmpstr(one, ==, "[0@0 N: cur\n]");
}

static void test_number(void)
{
    g_autofree char *path = write_file("two", FIRST "A: 1\n\n\n" SECOND "B: 2\n\n",
                                       strlen(FIRST "A: 1\n\n\n" SECOND "B: 2\n\n"));
    static const struct {
        const char *number, *expected;
    } cases[] = { { ":0", "[0@0 A: 1\n\n]" },
                  { ":1", "[1@53 B: 2\n\n]" },
                  { ":2", "!0" },
                  { ":18446744073709551615", "!0" },
                  { ":x", "!0" },
                  { ":", "!0" } };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *input = g_strconcat(path, cases[i].number, NULL);
        g_autofree char *found = read_all(input);
        g_assert_cmpstr(found, ==, cases[i].expected);
    }
    g_free(write_file("two:1", "N: really\n", 10));
    g_autofree char *input = g_strconcat(path, ":1", NULL);
    g_autofree char *found = read_all(input);
    g_assert_cmpstr(found, ==, "[0@0 N: really\n]");
}

static void test_missing(void)
{
    g_autofree char *path = path_of("nothing");
    g_autoptr(GError) error = NULL;
    g_assert_null(mailbox_open(path, &error));
    g_assert_error(error, MAILBOX_ERROR, MAILBOX_ERROR_NO_INPUT);
    g_assert_nonnull(strstr(error->message, path));
}

static void remove_folder(const char *path)
{
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    const char *name;
    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        remove_folder(inside);
    }
    g_remove(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    folder = g_dir_make_tmp("kustode-mailbox-XXXXXX", NULL);
    g_assert_nonnull(folder);
    g_test_add_func("/mailbox/mbox", test_mbox);
    g_test_add_func("/mailbox/from-lines", test_from_lines);
    g_test_add_func("/mailbox/large", test_large);
    g_test_add_func("/mailbox/packed", test_packed);
    g_test_add_func("/mailbox/truncated", test_truncated);
    g_test_add_func("/mailbox/damaged", test_damaged);
    g_test_add_func("/mailbox/directory", test_directory);
    g_test_add_func("/mailbox/directory-goes-on", test_directory_goes_on);
    g_test_add_func("/mailbox/maildir", test_maildir);
    g_test_add_func("/mailbox/number", test_number);
    g_test_add_func("/mailbox/missing", test_missing);
    int result = g_test_run();
    remove_folder(folder);
    g_free(folder);
    return result;
}
