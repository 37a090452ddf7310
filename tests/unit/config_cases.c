/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Replays tests/cases/config: each folder is a configuration, `expected` what
 * is said of it, and what its lists come to; `show` names lists whose every
 * value is shown with its origin. KUSTODE_BLESS=1 rewrites `expected`.
 */
#include "settings/config.h"

#include <unistd.h>

static const char *const cases_folder = "tests/cases/config";

/* As the loader is started in the folder itself, no path of this machine is in
 * its messages. */
static char *load_and_print(void)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load("kustode.yaml", diagnostics);
    g_autofree char *names = NULL;

    file_set_print_diagnostics(config->files, diagnostics, out, false);
    fprintf(out, "%s\n", config->policies == NULL ? "refused" : "accepted");
    for (guint i = 0; config->policies != NULL && i < config->policies->lists->len; i++) {
        const Policy *policy = g_ptr_array_index(config->policies->lists, i);
        fprintf(out, "list %s %s\n", policy->address, list_mode_name(policy->mode));
    }
    g_file_get_contents("show", &names, NULL, NULL);
    g_auto(GStrv) lines = g_strsplit(names == NULL ? "" : names, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        if ((*line)[0] == '\0') {
            continue;
        }
        g_autoptr(GPtrArray) values = config_effective(config, *line);
        fprintf(out, "\n%s\n", *line);
        for (guint i = 0; values != NULL && i < values->len; i++) {
            const EffectiveValue *value = g_ptr_array_index(values, i);
            fprintf(out, "    %s: %s  # %s\n", value->key, value->value, value->origin);
        }
        fputs(values == NULL ? "    no list\n" : "", out);
    }
    fclose(out);
    return text;
}

/* The first line that differs: a whole output twice is no message. */
static void assert_same_lines(const char *text, const char *expected)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_auto(GStrv) expected_lines = g_strsplit(expected, "\n", -1);
    for (size_t i = 0; lines[i] != NULL && expected_lines[i] != NULL; i++) {
        g_assert_cmpstr(lines[i], ==, expected_lines[i]);
    }
    g_assert_cmpuint(g_strv_length(lines), ==, g_strv_length(expected_lines));
}

static void replay(gconstpointer name)
{
    g_autofree char *folder = g_build_filename(cases_folder, name, NULL);
    g_autofree char *here = g_get_current_dir();
    g_autofree char *expected = NULL;
    g_assert_cmpint(chdir(folder), ==, 0);
    g_autofree char *text = load_and_print();
    if (g_strcmp0(g_getenv("KUSTODE_BLESS"), "1") == 0) {
        g_assert_true(g_file_set_contents("expected", text, -1, NULL));
    }
    g_assert_true(g_file_get_contents("expected", &expected, NULL, NULL));
    g_assert_cmpint(chdir(here), ==, 0);
    assert_same_lines(text, expected);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) folder = g_dir_open(cases_folder, 0, &error);
    const char *name;
    g_assert_no_error(error);
    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *path = g_build_filename(cases_folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            g_autofree char *test = g_strconcat("/config/", name, NULL);
            g_test_add_data_func_full(test, g_strdup(name), replay, g_free);
        }
    }
    return g_test_run();
}
