/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"
#include "cli/doctor.h"

#include <stdio.h>

static void print_finding(const Cli *cli, const Finding *finding)
{
    if (!cli->json) {
        printf("wrong: %s / mend: %s\n", finding->wrong, finding->mend);
        return;
    }
    json_t *object = json_object();
    json_object_set_new(object, "check", json_text(finding->check));
    json_object_set_new(object, "wrong", json_text(finding->wrong));
    json_object_set_new(object, "mend", json_text(finding->mend));
    g_autofree char *line = json_line(object);
    puts(line);
}

int cmd_doctor(Cli *cli, int argc, char **argv)
{
    g_autofree char *folder = NULL;
    const GOptionEntry own[] = {
        { "postfix", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Postfix's folder of configuration",
          "DIR" },
        G_OPTION_ENTRY_NULL,
    };
    if (!cli_parse(cli, argc, argv, own) || !cli_load_config(cli)) {
        return cli->status;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(PostfixSetup) setup = postfix_setup_read(folder, &error);
    if (setup == NULL) {
        cli_fail(cli, EX_NOINPUT, "%s; name Postfix's folder with --postfix", error->message);
        return cli->status;
    }
    g_autoptr(GPtrArray) findings = doctor_examine(setup, cli->config->service.socket);
    for (size_t i = 0; i < findings->len; i++) {
        print_finding(cli, findings->pdata[i]);
    }
    cli_raise(cli, findings->len > 0 ? EXIT_SOMETHING : EXIT_NOTHING);
    return cli->status;
}
