/* SPDX-License-Identifier: BSD-2-Clause */
/* What is kept of a generation's files, and what a list comes to whose file went wrong since. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "settings/config.h"

static char *folder;

static char *path_of(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void write_file(const char *name, const char *bytes, gssize length)
{
    g_autofree char *path = path_of(name);
    g_autofree char *above = g_path_get_dirname(path);
    g_assert_cmpint(g_mkdir_with_parents(above, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, bytes, length, NULL));
}

static void remove_file(const char *name)
{
    g_autofree char *path = path_of(name);
    g_assert_cmpint(g_remove(path), ==, 0);
}

static FileSet *read_files(const char *const *names)
{
    FileSet *files = file_set_new(FILE_OWNERS_ANY);
    for (; *names != NULL; names++) {
        g_autofree char *path = path_of(*names);
        Span bytes;
        g_assert_true(file_set_read(files, path, &bytes, NULL));
    }
    return files;
}

static FileSet *copy_of(const FileSet *files)
{
    g_autoptr(GVariant) packed = g_variant_ref_sink(file_set_pack(files));
    return file_set_unpack(packed);
}

static void assert_same_generation(const FileSet *a, const FileSet *b)
{
    char generations[2][9];
    file_set_generation(a, generations[0]);
    file_set_generation(b, generations[1]);
    g_assert_cmpstr(generations[0], ==, generations[1]);
}

static void assert_bytes(FileSet *files, const char *name, const char *expected, size_t length)
{
    g_autofree char *path = path_of(name);
    Span bytes;
    g_assert_true(file_set_read(files, path, &bytes, NULL));
    g_assert_cmpmem(bytes.text, bytes.length, expected, length);
}

/* Bytes of any kind, and whatever happens to the disk meanwhile. */
static void test_copy_stands_alone(void)
{
    static const char odd[] = "a\0b\xff\r\n";
    static const char *const names[] = { "main.yaml", "empty.yaml", "lists.d/a@x.example.yaml",
                                         NULL };
    write_file("main.yaml", odd, sizeof odd - 1);
    write_file("empty.yaml", "", 0);
    write_file("lists.d/a@x.example.yaml", "mode: live\n", -1);
    g_autoptr(FileSet) files = read_files(names);
    g_autoptr(FileSet) copy = copy_of(files);
    assert_same_generation(files, copy);

    write_file("main.yaml", "changed", -1);
    write_file("new.yaml", "new", -1);
    remove_file("empty.yaml");
    g_assert_cmpuint(file_set_count(copy), ==, 3);
    assert_bytes(copy, "main.yaml", odd, sizeof odd - 1);
    assert_bytes(copy, "empty.yaml", "", 0);
    assert_bytes(copy, "lists.d/a@x.example.yaml", "mode: live\n", strlen("mode: live\n"));
    g_autoptr(FileSet) second = copy_of(copy);
    assert_same_generation(files, second);

    g_autofree char *fresh = path_of("new.yaml");
    g_autoptr(GError) error = NULL;
    Span bytes;
    g_assert_false(file_set_exists(copy, fresh));
    g_assert_false(file_set_read(copy, fresh, &bytes, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* A file of the copy is there, but was not read before somebody reads it. */
static void test_copy_has_what_was_read(void)
{
    static const char *const names[] = { "main.yaml", NULL };
    write_file("main.yaml", "x", -1);
    g_autoptr(FileSet) files = read_files(names);
    g_autoptr(FileSet) copy = copy_of(files);
    g_autofree char *path = path_of("main.yaml");
    g_assert_true(file_set_exists(copy, path));
    g_assert_false(file_set_has(copy, path));
    assert_bytes(copy, "main.yaml", "x", 1);
    g_assert_true(file_set_has(copy, path));
}

/* Patterns mean in the copy what they mean on the disk. */
static void test_copy_is_globbed_alike(void)
{
    static const char *const names[] = { "a.yaml",       "b.yaml",    "c.yml",
                                         ".hidden.yaml", "in/d.yaml", NULL };
    static const char *const patterns[] = { "*.yaml",   "*",     "?.y*ml", "in/*.yaml",
                                            "*/*.yaml", "none*", "b.yaml" };
    for (int i = 0; names[i] != NULL; i++) {
        write_file(names[i], "x", -1);
    }
    g_autoptr(FileSet) disk = read_files(names);
    g_autoptr(FileSet) copy = copy_of(disk);
    for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autofree char *pattern = path_of(patterns[i]);
        g_auto(GStrv) expected = file_set_glob(disk, pattern);
        g_auto(GStrv) got = file_set_glob(copy, pattern);
        g_autofree char *in = path_of("in"); /* a folder is no file of the copy */
        g_autoptr(GStrvBuilder) files = g_strv_builder_new();
        for (char **path = expected; *path != NULL; path++) {
            if (strcmp(*path, in) != 0) {
                g_strv_builder_add(files, *path);
            }
        }
        g_auto(GStrv) wanted = g_strv_builder_end(files);
        g_test_message("%s", patterns[i]);
        g_assert_cmpstrv(got, wanted);
    }
}

/* Counts with its former bytes, and is shown as it is. */
static void test_former_bytes_count(void)
{
    static const char *const names[] = { "main.yaml", "list.yaml", NULL };
    write_file("main.yaml", "main", -1);
    write_file("list.yaml", "good", -1);
    g_autoptr(FileSet) before = read_files(names);
    write_file("list.yaml", "first\nwrong line", -1);
    g_autoptr(FileSet) now = read_files(names);
    g_autofree char *path = path_of("list.yaml");
    Span bytes;
    g_assert_false(file_set_take_former(now, NULL, path, &bytes));
    g_assert_false(file_set_take_former(now, before, "/nowhere", &bytes));
    g_assert_true(file_set_take_former(now, before, path, &bytes));
    g_assert_cmpmem(bytes.text, bytes.length, "good", 4);
    assert_same_generation(now, before);
    g_autoptr(FileSet) copy = copy_of(now);
    assert_bytes(copy, "list.yaml", "good", 4);

    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    diagnostics_error(diagnostics, (Place){ g_intern_string(path), 2, 1 }, "it is wrong");
    g_autofree char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    file_set_print_diagnostics(now, diagnostics, out, false);
    fclose(out);
    g_assert_nonnull(strstr(text, "wrong line"));
}

/* One that cannot even be read counts with its former bytes, too. */
static void test_former_of_one_that_cannot_be_read(void)
{
    static const char *const names[] = { "main.yaml", "list.yaml", NULL };
    write_file("main.yaml", "main", -1);
    write_file("list.yaml", "good", -1);
    g_autoptr(FileSet) before = read_files(names);
    static const char *const rest[] = { "main.yaml", NULL };
    g_autoptr(FileSet) now = read_files(rest);
    g_autofree char *path = path_of("list.yaml");
    Span bytes;
    g_assert_true(file_set_take_former(now, before, path, &bytes));
    g_assert_cmpuint(file_set_count(now), ==, 2);
    assert_same_generation(now, before);
}

typedef struct ListRow {
    const char *before, *now; /* of the list's file; NULL: there is none */
    ListMode mode;            /* of the list then */
    bool is_there;
    size_t errors;
} ListRow;

static const char *const live = "mode: live\n", *const wrong = "mode: lively\n";

static void write_list(const char *text)
{
    if (text != NULL) {
        write_file("lists.d/club@x.example.yaml", text, -1);
    } else {
        g_autofree char *path = path_of("lists.d/club@x.example.yaml");
        g_remove(path);
    }
}

static Config *load(const FileSet *former, size_t errors)
{
    g_autofree char *path = path_of("kustode.yaml");
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    Config *config = config_load_for_service(path, former, diagnostics);
    g_assert_nonnull(config->policies);
    g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, errors);
    return config;
}

/* Its last good form; without one, at a cold start, the defaults in shadow though those are live.
 */
static void test_list_keeps_its_last_good_form(void)
{
    static const ListRow rows[] = {
        { "mode: live\n", "mode: shadow\n", LIST_SHADOW, true, 0 },
        { "mode: live\n", "mode: lively\n", LIST_LIVE, true, 1 },
        { "mode: live\n", "mode: [\n", LIST_LIVE, true, 1 },
        { "mode: off\n", "modus: live\n", LIST_OFF, true, 1 },
        { "mode: live\n", NULL, LIST_OFF, false, 0 },
        { NULL, "mode: lively\n", LIST_SHADOW, true, 1 },
        { NULL, "mode: live\n", LIST_LIVE, true, 0 },
        { "mode: lively\n", "mode: lively too\n", LIST_SHADOW, true, 1 },
    };
    write_file("kustode.yaml", "rule-files: []\ndefaults: { mode: live }\n", -1);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        write_list(rows[i].before);
        g_autoptr(Config) before =
            load(NULL, rows[i].before != NULL && strstr(rows[i].before, "lively") != NULL);
        write_list(rows[i].now);
        g_autoptr(Config) now = load(before->files, rows[i].errors);
        int number = list_index_find(now->policies->index, "club@x.example");
        g_test_message("row %zu", i);
        g_assert_cmpint(number >= 0, ==, rows[i].is_there);
        if (rows[i].is_there) {
            const Policy *policy = g_ptr_array_index(now->policies->lists, number);
            g_assert_cmpint(policy->mode, ==, rows[i].mode);
        }
    }
}

/* Wrong for many reloads, it stays what it was, from one copy to the next. */
static void test_former_form_outlives_many_reloads(void)
{
    write_file("kustode.yaml", "rule-files: []\n", -1);
    write_list(live);
    g_autoptr(Config) first = load(NULL, 0);
    g_autoptr(FileSet) former = copy_of(first->files);
    write_list(wrong);
    for (int i = 0; i < 3; i++) {
        g_autoptr(Config) config = load(former, 1);
        const Policy *policy = g_ptr_array_index(config->policies->lists, 0);
        g_assert_cmpint(policy->mode, ==, LIST_LIVE);
        g_assert_cmpstr(config->policies->generation, ==, first->policies->generation);
        file_set_free(former);
        former = copy_of(config->files);
    }
    g_autofree char *path = path_of("kustode.yaml");
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) packed = config_load_packed(path, g_steal_pointer(&former), diagnostics);
    g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, 0);
    g_assert_cmpstr(packed->policies->generation, ==, first->policies->generation);
}

static void remove_tree(const char *path)
{
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    const char *name;
    while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *entry = g_build_filename(path, name, NULL);
        remove_tree(entry);
    }
    g_assert_cmpint(g_remove(path), ==, 0);
}

static const struct {
    const char *name;
    void (*run)(void);
} tests[] = {
    { "/former-files/copy/stands-alone", test_copy_stands_alone },
    { "/former-files/copy/read", test_copy_has_what_was_read },
    { "/former-files/copy/glob", test_copy_is_globbed_alike },
    { "/former-files/former/counts", test_former_bytes_count },
    { "/former-files/former/unreadable", test_former_of_one_that_cannot_be_read },
    { "/former-files/list/last-good", test_list_keeps_its_last_good_form },
    { "/former-files/list/many-reloads", test_former_form_outlives_many_reloads },
};

static void run_in_folder(gconstpointer index)
{
    folder = g_dir_make_tmp("kustode-former-XXXXXX", NULL);
    g_assert_nonnull(folder);
    tests[GPOINTER_TO_SIZE(index)].run();
    remove_tree(folder);
    g_clear_pointer(&folder, g_free);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_test_add_data_func(tests[i].name, GSIZE_TO_POINTER(i), run_in_folder);
    }
    return g_test_run();
}
