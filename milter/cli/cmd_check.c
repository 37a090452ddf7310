/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cases.h"

#include <stdio.h>
#include <unistd.h>

#include "records/held.h"

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

static void append_count(GString *line, size_t count, const char *one, const char *several)
{
    if (count > 0) {
        g_string_append_printf(line, "%s%zu %s", line->len > 0 ? ", " : "", count,
                               count == 1 ? one : several);
    }
}

/* The tests beside the rules, the cases of the lists, and how many of both failed. */
typedef struct Tried {
    size_t tests, cases, failed;
} Tried;

/* "156 rules, 9 lists, 312 tests, 4 cases: 1 error, 2 warnings", or "all well". */
static void print_summary(const Policies *policies, const Tried *tried,
                          const Diagnostics *diagnostics)
{
    g_autoptr(GString) wrong = g_string_new(NULL);
    size_t errors = diagnostics_error_count(diagnostics);
    append_count(wrong, errors - tried->failed, "error", "errors");
    append_count(wrong, tried->failed, "failed test", "failed tests");
    append_count(wrong, diagnostics_count(diagnostics) - errors, "warning", "warnings");
    if (policies != NULL) {
        g_autoptr(GString) cases = g_string_new(NULL);
        append_count(cases, tried->cases, "case", "cases");
        g_string_prepend(cases, cases->len > 0 ? ", " : "");
        printf("%zu rules, %u lists, %zu tests%s: ", rule_set_count(policies->rules),
               policies->lists->len, tried->tests, cases->str);
    }
    puts(wrong->len > 0 ? wrong->str : "all well");
}

static void on_failed(const char *path, const char *why, void *user)
{
    diagnostics_error(user, (Place){ .file = g_intern_string(path) }, "%s", why);
}

/* How many cases of the lists there are; those that fail are errors. */
static size_t replay_cases(Cli *cli, Diagnostics *diagnostics)
{
    CaseSums sums = { 0 };
    g_autofree char *folder = cases_folder(cli->config_file);
    if (g_file_test(folder, G_FILE_TEST_IS_DIR) && cli_start_judging(cli)) {
        cases_replay(folder, cli->judging, &sums, on_failed, diagnostics);
    }
    return sums.cases;
}

static void check_spool(const Config *config, Diagnostics *diagnostics)
{
    g_autoptr(GError) error = NULL;
    if (config->policies != NULL && policies_use_spool(config->policies) &&
        !held_spool_is_sound(config->service.spool, &error)) {
        diagnostics_error(diagnostics, (Place){ .file = g_intern_string(config->service.spool) },
                          "%s", error->message);
    }
}

/*
 * What is wrong with a single list's file does not keep the rules from being tried on their tests;
 * what keeps the configuration from being used does.
 */
int cmd_check(Cli *cli, int argc, char **argv)
{
    if (!cli_parse(cli, argc, argv, NULL)) {
        return cli->status;
    }
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    cli->config = config_load(cli->config_file, diagnostics);
    const Policies *policies = cli->config->policies;
    file_set_warn_of_owners(cli->config->files, diagnostics);
    check_spool(cli->config, diagnostics);
    size_t errors = diagnostics_error_count(diagnostics);
    size_t tests = policies == NULL ? 0 : rule_set_test(policies->rules, diagnostics);
    size_t cases = policies == NULL ? 0 : replay_cases(cli, diagnostics);
    size_t failed = diagnostics_error_count(diagnostics) - errors;

    print_diagnostics(cli, diagnostics);
    if (errors > 0) {
        cli_raise(cli, EX_CONFIG);
    }
    if (failed > 0) {
        cli_raise(cli, EXIT_SOMETHING);
    }
    if (!cli->json && !cli->quiet) {
        print_summary(policies, &(Tried){ tests, cases, failed }, diagnostics);
    }
    return cli->status;
}
