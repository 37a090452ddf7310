/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The product without processes: the front's own call-backs judge in libmilter's threads. What the
 * other way is measured against; not for use, since one bad post ends it.
 * Usage: in_process -f -c CONFIG -p SOCKET
 */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/counters.h"
#include "daemon/generation.h"
#include "daemon/session.h"
#include "settings/config.h"

int main(int argc, char **argv)
{
    if (argc != 6) {
        fputs("usage: in_process -f -c CONFIG -p SOCKET\n", stderr);
        return EXIT_FAILURE;
    }
    message_library_start();
    log_open("in_process", true, false);
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load(argv[3], diagnostics);
    if (config->policies == NULL) {
        file_set_print_diagnostics(config->files, diagnostics, stderr, false);
        return EXIT_FAILURE;
    }
    Judging *judging = judging_new_in_process(g_steal_pointer(&config->policies));
    generation_announce(generation_new(judging, LOG_FROM_FULL, "/nonexistent"));
    session_counters = counters_new();
    bool is_served = smfi_register(session_callbacks) == MI_SUCCESS &&
                     smfi_setconn(argv[5]) == MI_SUCCESS && smfi_main() == MI_SUCCESS;
    return is_served ? EXIT_SUCCESS : EXIT_FAILURE;
}
