/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/options.h"

#include "daemon/start_error.h"

Options *options_parse(char **arguments, GError **error)
{
    g_autofree char *config = NULL, *socket = NULL, *pid_file = NULL, *user = NULL;
    gboolean in_foreground = FALSE, only_check = FALSE, is_verbose = FALSE, show_version = FALSE;
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "Read this configuration", "FILE" },
        { "socket", 'p', 0, G_OPTION_ARG_STRING, &socket,
          "Listen here: local:/PATH, inet:PORT@HOST, inet6:PORT@[ADDRESS]", "SOCKET" },
        { "foreground", 'f', 0, G_OPTION_ARG_NONE, &in_foreground,
          "Stay in the foreground and log to standard error", NULL },
        { "pid-file", 'P', 0, G_OPTION_ARG_FILENAME, &pid_file, "Write the process id here",
          "FILE" },
        { "user", 'u', 0, G_OPTION_ARG_STRING, &user, "Run as this user", "USER[:GROUP]" },
        { "check", 'n', 0, G_OPTION_ARG_NONE, &only_check, "Check the configuration and leave",
          NULL },
        { "verbose", 'v', 0, G_OPTION_ARG_NONE, &is_verbose, "Log also why a mail was not judged",
          NULL },
        { "version", 'V', 0, G_OPTION_ARG_NONE, &show_version,
          "Show the versions of the program and its libraries", NULL },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GOptionContext) context =
        g_option_context_new("- judge the posts of mailing lists for a mail server");
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse_strv(context, &arguments, error)) {
        return NULL;
    }
    if (arguments[1] != NULL) {
        g_set_error(error, START_ERROR, EX_USAGE, "unexpected argument \"%s\"", arguments[1]);
        return NULL;
    }
    Options *options = g_new0(Options, 1);
    /* Absolute, since the daemon leaves its directory and reads the file again at each reload. */
    options->config = config == NULL ? NULL : g_canonicalize_filename(config, NULL);
    options->pid_file = pid_file == NULL ? NULL : g_canonicalize_filename(pid_file, NULL);
    options->socket = g_steal_pointer(&socket);
    options->user = g_steal_pointer(&user);
    options->in_foreground = in_foreground;
    options->only_check = only_check;
    options->is_verbose = is_verbose;
    options->show_version = show_version;
    return options;
}

void options_free(Options *options)
{
    if (options == NULL) {
        return;
    }
    g_free(options->config);
    g_free(options->socket);
    g_free(options->pid_file);
    g_free(options->user);
    g_free(options);
}
