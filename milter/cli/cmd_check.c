/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

static json_t *diagnostic_json(const Diagnostic *diagnostic)
{
    json_t *object = json_object();
    json_object_set_new(object, "severity",
                        json_string(diagnostic->is_error ? "error" : "warning"));
    json_object_set_new(object, "file", json_text(diagnostic->place.file));
    json_object_set_new(object, "line", json_integer(diagnostic->place.line));
    json_object_set_new(object, "column", json_integer(diagnostic->place.column));
    json_object_set_new(object, "message", json_text(diagnostic->message));
    return object;
}

static void print_diagnostics(const Cli *cli, const Diagnostics *diagnostics)
{
    if (!cli->json) {
        file_set_print_diagnostics(cli->config->files, diagnostics, stderr,
                                   isatty(STDERR_FILENO) != 0);
        return;
    }
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        g_autofree char *line = json_line(diagnostic_json(diagnostics_at(diagnostics, i)));
        puts(line);
    }
}

static void print_summary(const Policies *policies, size_t tests, size_t failed)
{
    printf("%zu rules, %u lists, %zu tests: %s\n", rule_set_count(policies->rules),
           policies->lists->len, tests, failed == 0 ? "all well" : "some fail");
}

/* Configuration first; rules are tried on their tests only when all of it can be read. */
int cmd_check(Cli *cli, int argc, char **argv)
{
    if (!cli_parse(cli, argc, argv, NULL)) {
        return cli->status;
    }
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    cli->config = config_load(cli->config_file, diagnostics);
    bool is_wrong = diagnostics_error_count(diagnostics) > 0 || cli->config->policies == NULL;
    size_t tests = 0;
    if (is_wrong) {
        cli_raise(cli, EX_CONFIG);
    } else {
        tests = rule_set_test(cli->config->policies->rules, diagnostics);
    }
    size_t failed = is_wrong ? 0 : diagnostics_error_count(diagnostics);
    print_diagnostics(cli, diagnostics);
    if (failed > 0) {
        cli_raise(cli, EXIT_SOMETHING);
    }
    if (!is_wrong && !cli->json && !cli->quiet) {
        print_summary(cli->config->policies, tests, failed);
    }
    policies_free(g_steal_pointer(&cli->config->policies));
    return cli->status;
}
