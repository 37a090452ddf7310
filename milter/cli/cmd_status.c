/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include <stdio.h>

#include <gio/gio.h>

/* Where the daemon listens stands in the configuration, which may be wrong meanwhile: as far as it
 * can be read it counts. */
static char *control_path(const Cli *cli)
{
    g_autoptr(Diagnostics) unheard = diagnostics_new();
    g_autoptr(Config) config =
        config_load_service(cli->config_file, file_set_new(FILE_OWNERS_ANY), unheard);
    return g_strdup(config->service.control_socket);
}

int cli_call_daemon(Cli *cli, ControlRequest request)
{
    g_autofree char *path = control_path(cli);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    int status = control_call(path, request, &text, &error);
    if (status < 0) {
        bool is_forbidden = g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
        cli_fail(cli, is_forbidden ? EX_NOPERM : EX_TEMPFAIL, "%s%s", error->message,
                 is_forbidden ? "; ask as root or as the daemon's user"
                              : "; does kustode-milter run? Its control-socket must be this one");
        return cli->status;
    }
    if (!cli->quiet || status != EXIT_NOTHING) {
        fputs(text, status == EXIT_NOTHING ? stdout : stderr);
    }
    cli_raise(cli, status);
    return cli->status;
}

int cmd_status(Cli *cli, int argc, char **argv)
{
    if (!cli_parse(cli, argc, argv, NULL)) {
        return cli->status;
    }
    return cli_call_daemon(cli, cli->json ? CONTROL_STATUS_JSON : CONTROL_STATUS);
}
