/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/files.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Folder {
    char *path;
} Folder;

static void folder_set_up(Folder *folder, gconstpointer unused)
{
    (void)unused;
    folder->path = g_dir_make_tmp("kustode-files-XXXXXX", NULL);
    g_assert_nonnull(folder->path);
}

static void folder_tear_down(Folder *folder, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GDir) entries = g_dir_open(folder->path, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *path = g_build_filename(folder->path, name, NULL);
        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(folder->path), ==, 0);
    g_free(folder->path);
}

static char *write_file(const Folder *folder, const char *name, const char *text)
{
    char *path = g_build_filename(folder->path, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void test_read(Folder *folder, gconstpointer unused)
{
    (void)unused;
    g_autoptr(FileSet) files = file_set_new(FILE_OWNERS_TRUSTED);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = write_file(folder, "a.yaml", "mode: live\n");
    Span bytes;

    g_assert_false(file_set_has(files, path));
    g_assert_true(file_set_read(files, path, &bytes, &error));
    g_assert_true(span_equals(bytes, "mode: live\n"));
    g_assert_true(file_set_has(files, path));

    g_free(write_file(folder, "a.yaml", "mode: off\n"));
    g_assert_true(file_set_read(files, path, &bytes, &error));
    g_assert_true(span_equals(bytes, "mode: live\n"));
    g_assert_cmpuint(file_set_count(files), ==, 1);
}

static void assert_refused(FileSet *files, const char *path, int code, const char *message)
{
    g_autoptr(GError) error = NULL;
    Span bytes;
    g_assert_false(file_set_read(files, path, &bytes, &error));
    g_assert_error(error, G_FILE_ERROR, code);
    g_test_message("%s", error->message);
    g_assert_true(g_pattern_match_simple(message, error->message));
    g_assert_cmpuint(file_set_count(files), ==, 0);
}

static void test_refused(Folder *folder, gconstpointer unused)
{
    (void)unused;
    g_autoptr(FileSet) files = file_set_new(FILE_OWNERS_ANY);
    g_autofree char *path = write_file(folder, "a.yaml", "mode: live\n");
    g_autofree char *link = g_build_filename(folder->path, "link.yaml", NULL);
    g_autofree char *fifo = g_build_filename(folder->path, "fifo.yaml", NULL);
    g_autofree char *huge = write_file(folder, "huge.yaml", "");
    g_autofree char *none = g_build_filename(folder->path, "none.yaml", NULL);
    g_assert_cmpint(symlink(path, link), ==, 0);
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    g_assert_cmpint(truncate(huge, 17 * 1024 * 1024), ==, 0);

    assert_refused(files, none, G_FILE_ERROR_NOENT, "*no such file*");
    assert_refused(files, link, G_FILE_ERROR_LOOP, "*symbolic link*name the file*");
    assert_refused(files, fifo, G_FILE_ERROR_INVAL, "*no regular file*");
    assert_refused(files, folder->path, G_FILE_ERROR_INVAL, "*folder*");
    assert_refused(files, huge, G_FILE_ERROR_INVAL, "*longer than 16 MiB*");
    assert_refused(files, "/dev/zero", G_FILE_ERROR_INVAL, "*no regular file*");
}

static void test_owners(Folder *folder, gconstpointer unused)
{
    (void)unused;
    static const struct {
        mode_t mode;
        const char *message; /* NULL: trusted */
    } cases[] = {
        { 0600, NULL },
        { 0644, NULL },
        { 0664, "*its group may write to it: chmod go-w */a.yaml" },
        { 0646, "*everybody may write to it: chmod go-w */a.yaml" },
    };
    g_autofree char *path = write_file(folder, "a.yaml", "mode: live\n");
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(FileSet) trusting = file_set_new(FILE_OWNERS_ANY);
        g_autoptr(FileSet) strict = file_set_new(FILE_OWNERS_TRUSTED);
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        Span bytes;
        g_assert_cmpint(chmod(path, cases[i].mode), ==, 0);
        g_assert_true(file_set_read(trusting, path, &bytes, NULL));
        file_set_warn_of_owners(trusting, diagnostics);
        if (cases[i].message == NULL) {
            g_assert_true(file_set_read(strict, path, &bytes, NULL));
            g_assert_cmpuint(diagnostics_count(diagnostics), ==, 0);
        } else {
            assert_refused(strict, path, G_FILE_ERROR_PERM, cases[i].message);
            g_assert_cmpuint(diagnostics_count(diagnostics), ==, 1);
            g_assert_false(diagnostics_at(diagnostics, 0)->is_error);
        }
    }
}

/* Only root can give a file away. */
static void test_foreign_owner(Folder *folder, gconstpointer unused)
{
    (void)unused;
    if (geteuid() != 0) {
        g_test_skip("needs root");
        return;
    }
    g_autoptr(FileSet) strict = file_set_new(FILE_OWNERS_TRUSTED);
    g_autofree char *path = write_file(folder, "a.yaml", "mode: live\n");
    g_assert_cmpint(chown(path, 65534, 65534), ==, 0);
    assert_refused(strict, path, G_FILE_ERROR_PERM,
                   "*belongs to * (uid 65534)*could change it: chown root */a.yaml");
}

static void read_all(FileSet *files, const char *const *paths)
{
    for (; *paths != NULL; paths++) {
        Span bytes;
        g_assert_true(file_set_read(files, *paths, &bytes, NULL));
    }
}

static void test_generation(Folder *folder, gconstpointer unused)
{
    (void)unused;
    char generations[5][9];
    g_autofree char *a = write_file(folder, "a.yaml", "1");
    g_autofree char *b = write_file(folder, "b.yaml", "2");
    const char *const sets[][4] = { { a, b }, { a, b, a }, { a }, { b, a }, { a, b } };

    for (size_t i = 0; i < G_N_ELEMENTS(sets); i++) {
        g_autoptr(FileSet) files = file_set_new(FILE_OWNERS_ANY);
        if (i == 4) {
            g_free(write_file(folder, "b.yaml", "3"));
        }
        read_all(files, sets[i]);
        file_set_generation(files, generations[i]);
        g_assert_cmpuint(strlen(generations[i]), ==, 8);
        g_assert_cmpuint(strspn(generations[i], "0123456789abcdef"), ==, 8);
    }
    g_assert_cmpstr(generations[1], ==, generations[0]);
    g_assert_cmpstr(generations[2], !=, generations[0]);
    g_assert_cmpstr(generations[3], ==, generations[0]);
    g_assert_cmpstr(generations[4], !=, generations[0]);
}

/* A copy elsewhere is the same generation; the sum is SHA-256 over "a.yaml" NUL "1" NUL "x". */
static void test_generation_moves_along(Folder *folder, gconstpointer unused)
{
    (void)unused;
    char generation[9];
    g_autoptr(FileSet) files = file_set_new(FILE_OWNERS_ANY);
    g_autofree char *a = write_file(folder, "a.yaml", "x");
    g_autofree char *detour = g_strconcat(folder->path, "/./a.yaml", NULL);
    g_autofree char *expected = g_compute_checksum_for_data(G_CHECKSUM_SHA256,
                                                            (const guchar *)"a.yaml\0"
                                                                            "1\0"
                                                                            "x",
                                                            10);
    read_all(files, (const char *const[]){ detour, NULL });
    file_set_generation(files, generation);
    expected[8] = '\0';
    g_assert_cmpstr(generation, ==, expected);
}

static char *printed(const FileSet *files, const Diagnostics *diagnostics, bool in_colour)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    file_set_print_diagnostics(files, diagnostics, out, in_colour);
    fclose(out);
    return text;
}

static void test_print(Folder *folder, gconstpointer unused)
{
    (void)unused;
    static const struct {
        unsigned line, column;
        const char *text; /* behind the path */
    } cases[] = {
        { 1, 7, ":1:7: error: wrong\n    mode: lief # x\n          ^~~~\n" },
        { 2, 2, ":2:2: error: wrong\n     ä: \"a b\", c\n     ^\n" },
        { 2, 5, ":2:5: error: wrong\n     ä: \"a b\", c\n        ^~~~~\n" },
        { 3, 5, ":3:5: error: wrong\n    漢字: [x]\n          ^~\n" },
        { 4, 1, ":4:1: error: wrong\n    ?[31m\n    ^~~~~\n" },
        { 1, 99, ":1:99: error: wrong\n    mode: lief # x\n                  ^\n" },
        { 99, 1, ":99:1: error: wrong\n" },
        { 0, 0, ": error: wrong\n" },
    };
    g_autofree char *path =
        write_file(folder, "a.yaml", "mode: lief # x\r\n\tä: \"a b\", c\n漢字: [x]\n\033[31m\n");
    g_autoptr(FileSet) files = file_set_new(FILE_OWNERS_ANY);
    read_all(files, (const char *const[]){ path, NULL });
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        Place place = { g_intern_string(path), cases[i].line, cases[i].column };
        diagnostics_error(diagnostics, place, "wrong");
        g_autofree char *text = printed(files, diagnostics, false);
        g_autofree char *expected = g_strconcat(path, cases[i].text, NULL);
        g_assert_cmpstr(text, ==, expected);
    }
}

/* A line of any length is cut around the word; escapes of a message never reach the terminal. */
static void test_print_hostile(Folder *folder, gconstpointer unused)
{
    (void)unused;
    g_autofree char *blanks = g_strnfill(5000, ' ');
    g_autofree char *line = g_strconcat(blanks, "word", blanks, NULL);
    g_autofree char *path = write_file(folder, "a.yaml", line);
    g_autoptr(FileSet) files = file_set_new(FILE_OWNERS_ANY);
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    read_all(files, (const char *const[]){ path, NULL });
    diagnostics_error(diagnostics, (Place){ g_intern_string(path), 1, 5001 }, "\033]0;x\a\n\xFF");
    diagnostics_warning(diagnostics, (Place){ 0 }, "nowhere");
    g_autofree char *text = printed(files, diagnostics, false);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 5);
    g_assert_cmpstr(lines[0], ==, "warning: nowhere");
    g_assert_true(g_str_has_suffix(lines[1], ":1:5001: error: ?]0;x??\xEF\xBF\xBD"));
    g_assert_cmpuint(strlen(lines[2]), ==, 4 + 120);
    g_assert_cmpuint(strspn(lines[2], " "), ==, 64);
    g_assert_cmpstr(lines[3] + 64, ==, "^~~~");
}

static void test_print_in_colour(Folder *folder, gconstpointer unused)
{
    (void)unused;
    g_autofree char *path = write_file(folder, "a.yaml", "a: b\n");
    g_autoptr(FileSet) files = file_set_new(FILE_OWNERS_ANY);
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    read_all(files, (const char *const[]){ path, NULL });
    diagnostics_error(diagnostics, (Place){ g_intern_string(path), 1, 4 }, "wrong");
    g_autofree char *text = printed(files, diagnostics, true);
    g_assert_nonnull(strstr(text, "\033[1;31merror:\033[0m wrong\n"));
    g_assert_nonnull(strstr(text, "\033[1;32m^\033[0m\n"));
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(Folder *folder, gconstpointer unused);
    } tests[] = {
        { "/files/read", test_read },
        { "/files/refused", test_refused },
        { "/files/owners", test_owners },
        { "/files/foreign_owner", test_foreign_owner },
        { "/files/generation", test_generation },
        { "/files/generation_moves_along", test_generation_moves_along },
        { "/files/print", test_print },
        { "/files/print_hostile", test_print_hostile },
        { "/files/print_in_colour", test_print_in_colour },
    };
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_test_add(tests[i].name, Folder, NULL, folder_set_up, tests[i].run, folder_tear_down);
    }
    return g_test_run();
}
