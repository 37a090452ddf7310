/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of SpamAssassin turned into ours, and said of each that cannot be why. */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/import_rules.h"

static bool arguments_are_sound(Cli *cli)
{
    bool is_sound = g_strv_length(cli->inputs) >= 2 && strcmp(cli->inputs[0], "spamassassin") == 0;
    if (!is_sound) {
        cli_fail(cli, EX_USAGE,
                 "`spamassassin` and its files are expected, as in: kustode import spamassassin "
                 "local.cf -o /etc/kustode/rules.d/local.yaml");
    }
    return is_sound;
}

/* SpamAssassin's own files are partly in ISO 8859-1. */
static bool read_files(Cli *cli, Import *import)
{
    for (size_t i = 1; cli->inputs[i] != NULL; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;
        gsize length;
        if (!g_file_get_contents(cli->inputs[i], &text, &length, &error)) {
            cli_fail(cli, EX_NOINPUT, "%s", error->message);
            return false;
        }
        bool is_utf8 = g_utf8_validate(text, -1, NULL);
        g_autofree char *utf8 =
            is_utf8 ? NULL : g_convert(text, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
        import_read(import, cli->inputs[i], is_utf8 ? text : utf8);
    }
    return true;
}

static void write_rules(Cli *cli, const char *output, const GString *yaml)
{
    g_autoptr(GError) error = NULL;
    if (output == NULL) {
        fputs(yaml->str, stdout);
    } else if (!g_file_set_contents(output, yaml->str, (gssize)yaml->len, &error)) {
        cli_fail(cli, EX_CANTCREAT, "%s", error->message);
    }
}

static void say_what_is_left_out(Cli *cli, const Diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        const Diagnostic *each = diagnostics_at(diagnostics, i);
        if (each->is_error || !cli->quiet) {
            fprintf(stderr, "%s:%u: %s: %s\n", each->place.file, each->place.line,
                    each->is_error ? "left out" : "warning", each->message);
        }
    }
    if (diagnostics_error_count(diagnostics) > 0) {
        cli_raise(cli, EXIT_SOMETHING);
    }
}

int cmd_import(Cli *cli, int argc, char **argv)
{
    g_autofree char *output = NULL;
    const GOptionEntry own[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "where the rules go", "FILE.yaml" },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    g_autoptr(Import) import = import_new();
    if (!cli_parse(cli, argc, argv, own) || !arguments_are_sound(cli) || !read_files(cli, import)) {
        return cli->status;
    }
    g_autoptr(GString) yaml = g_string_new(NULL);
    size_t count = import_write(import, yaml);
    say_what_is_left_out(cli, import->diagnostics);
    write_rules(cli, output, yaml);
    if (!cli->quiet) {
        fprintf(stderr, "%zu rules turned, %zu lines left out\n", count,
                diagnostics_error_count(import->diagnostics));
    }
    return cli->status;
}
