/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/front.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sysexits.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/generation.h"
#include "daemon/in_flight.h"
#include "daemon/session.h"
#include "text/pattern.h"

enum {
    REPLY_MICROSECONDS =
        200 * 1000, /* libmilter still writes the answer of a call-back that has returned */
};

static LogFrom log_from_of(const Service *service)
{
    static const char *const names[] = {
        [LOG_FROM_FULL] = "full", [LOG_FROM_DOMAIN] = "domain", [LOG_FROM_NONE] = "none"
    };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_strcmp0(service->log_from, names[i]) == 0) {
            return i;
        }
    }
    return LOG_FROM_FULL;
}

static void announce(Config *config, const char *by)
{
    unsigned lists = config->policies->lists->len;
    Judging *judging = judging_new_in_process(g_steal_pointer(&config->policies));
    log_service(LOG_INFO, "gen=%s files=%zu lists=%u by=%s", judging_generation(judging),
                file_set_count(config->files), lists, by);
    generation_announce(generation_new(judging, log_from_of(&config->service)));
}

static void log_diagnostics(const Diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        const Diagnostic *diagnostic = diagnostics_at(diagnostics, i);
        log_service(diagnostic->is_error ? LOG_ERR : LOG_WARNING, "%s:%u:%u: %s: %s",
                    diagnostic->place.file, diagnostic->place.line, diagnostic->place.column,
                    diagnostic->is_error ? "error" : "warning", diagnostic->message);
    }
}

static void reload(const char *path)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load_for_service(path, NULL, diagnostics);
    log_diagnostics(diagnostics);
    if (config->policies == NULL) {
        g_autoptr(Generation) kept = generation_in_force();
        log_service(LOG_ERR, "the configuration is wrong, gen=%s stays in force",
                    judging_generation(kept->judging));
        return;
    }
    announce(config, "reload");
}

/*
 * libmilter notices smfi_stop only after up to five seconds, so the process leaves without it; what
 * it still holds then is idle connections.
 */
G_NORETURN static void leave(void)
{
    unsigned left = in_flight_finish(FRONT_LEAVE_SECONDS);
    g_usleep(REPLY_MICROSECONDS);
    if (left > 0) {
        log_service(LOG_WARNING, "%u posts in flight were not finished in time; they come again",
                    left);
    }
    exit(EXIT_SUCCESS);
}

static void *await_signals(void *path)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, FRONT_RELOAD);
    sigaddset(&signals, FRONT_LEAVE);
    for (int signal; sigwait(&signals, &signal) == 0;) {
        if (signal == FRONT_LEAVE) {
            leave();
        }
        reload(path);
    }
    return NULL;
}

void front_run(int listen_fd, const char *path, Config *config)
{
    message_library_start();
    /* Without JIT all is many times slower, and nothing else would tell. */
    g_autofree char *pcre = pattern_library_version();
    log_service(LOG_INFO, "%s", pcre);
    announce(config, "start");
    pthread_t thread;
    if (pthread_create(&thread, NULL, await_signals, (void *)path) != 0) {
        g_error("no thread for signals");
    }
    /* Debian's libmilter takes a socket that is open already; where it does not, the next call says
     * so. */
    g_autofree char *connection = g_strdup_printf("fd:%d", listen_fd);
    if (smfi_register(session_callbacks) != MI_SUCCESS || smfi_setconn(connection) != MI_SUCCESS ||
        smfi_opensocket(0) != MI_SUCCESS) {
        log_service(LOG_CRIT, "libmilter does not take an open socket (fd:N)");
        exit(EX_SOFTWARE);
    }
    int result = smfi_main();
    /* Only a signal sent to this process alone, not by the supervisor, ends here. */
    if (result != MI_SUCCESS) {
        log_service(LOG_CRIT, "libmilter has given up");
        exit(EX_SOFTWARE);
    }
    leave();
}
