/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <libmilter/mfapi.h>

#include "daemon/options.h"
#include "daemon/start_error.h"
#include "daemon/supervisor.h"
#include "mail/message.h"
#include "records/held.h"
#include "records/log.h"
#include "settings/config.h"
#include "text/pattern.h"

static int show_versions(void)
{
    unsigned major, minor, patch;
    smfi_version(&major, &minor, &patch);
    g_autofree char *gmime = message_library_version();
    g_autofree char *pcre = pattern_library_version();
    printf("kustode-milter %s\n", KUSTODE_VERSION);
    printf("libmilter %u.%u.%u\n", major, minor, patch);
    printf("%s\n%s\n", gmime, pcre);
    printf("GLib %u.%u.%u\n", glib_major_version, glib_minor_version, glib_micro_version);
    return EXIT_SUCCESS;
}

static int check(const Options *options)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load_for_service(options->config, NULL, diagnostics);
    g_autoptr(GError) error = NULL;
    if (config->policies != NULL && policies_use_spool(config->policies) &&
        !held_spool_is_sound(config->service.spool, &error)) {
        diagnostics_error(diagnostics, (Place){ .file = g_intern_string(config->service.spool) },
                          "%s", error->message);
    }
    file_set_print_diagnostics(config->files, diagnostics, stderr, isatty(STDERR_FILENO));
    return diagnostics_error_count(diagnostics) > 0 ? EX_CONFIG : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    (void)argc;
    setlocale(LC_CTYPE, "");
    g_auto(GStrv) arguments = g_strdupv(argv);
    g_autoptr(GError) error = NULL;
    g_autoptr(Options) options = options_parse(arguments, &error);
    if (options == NULL) {
        fprintf(stderr, PROGRAM_NAME ": %s; see " PROGRAM_NAME " --help\n", error->message);
        return EX_USAGE;
    }
    if (options->show_version) {
        return show_versions();
    }
    log_open(PROGRAM_NAME, true, options->is_verbose);
    return options->only_check ? check(options) : supervisor_run(options);
}
