/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/reading.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/descriptors.h"
#include "daemon/start_error.h"
#include "pool/passing.h"
#include "pool/roster.h"
#include "pool/sealed.h"
#include "pool/zygote.h"
#include "records/log.h"
#include "text/pattern.h"

enum { SENT_REPORT, SENT_ROSTER, N_SENT };

static Config *load(const ReadingOrder *order, Diagnostics *diagnostics)
{
    g_autoptr(FileSet) former =
        order->former == NULL ? NULL : file_set_unpack(order->former->packed);
    return order->from_former
               ? config_load_packed(order->path, g_steal_pointer(&former), diagnostics)
               : config_load_for_service(order->path, former, diagnostics);
}

static bool send_report(int control, const Config *config, const Diagnostics *diagnostics)
{
    g_autoptr(GError) error = NULL;
    int sent[N_SENT] = { report_new(config, diagnostics, &error), -1 };
    /* One that is wrong goes with its report twice: a message has all descriptors or none. */
    if (error == NULL) {
        sent[SENT_ROSTER] = config->policies == NULL
                                ? dup(sent[SENT_REPORT])
                                : sealed_new(roster_pack(config->policies), &error);
    }
    if (error != NULL) {
        log_service(LOG_ERR, "%s", error->message);
        return false;
    }
    bool is_sent = pass_send(control, "r", 1, sent, N_SENT);
    close(sent[SENT_REPORT]);
    close(sent[SENT_ROSTER]);
    return is_sent;
}

G_NORETURN static void read_and_serve(const ReadingOrder *order, int control)
{
    message_library_start();
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    Config *config = load(order, diagnostics);
    Policies *policies = config->policies;
    if (policies != NULL && !order->only_report) {
        zygote_warm_up(policies);
    }
    if (!send_report(control, config, diagnostics)) {
        _exit(EX_OSERR);
    }
    if (policies == NULL || order->only_report) {
        _exit(policies == NULL ? EX_CONFIG : EXIT_SUCCESS);
    }
    if (order->former == NULL) {
        /* Without JIT all is many times slower, and nothing else would tell. */
        g_autofree char *pcre = pattern_library_version();
        log_service(LOG_INFO, "%s", pcre);
    }
    const ZygoteOptions options = { .has_filter = config->service.sandbox == SANDBOX_ON };
    config->policies = NULL;
    config_free(config);
    malloc_trim(0);
    zygote_run(control, policies, &options);
}

pid_t reading_start(const ReadingOrder *order, int *control)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        return -1;
    }
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_NAME, "kustode-zygote");
        /* The terminal's Ctrl-C is for the supervisor. */
        setpgid(0, 0);
        descriptors_keep(&ends[1], 1);
        read_and_serve(order, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return -1;
    }
    *control = ends[0];
    return pid;
}

Report *reading_receive(int control, int *roster)
{
    char byte;
    int received[N_SENT] = { -1, -1 };
    *roster = -1;
    if (!pass_receive(control, &byte, 1, received, N_SENT)) {
        return NULL;
    }
    Report *report = report_read(received[SENT_REPORT]);
    if (report != NULL && report->is_good) {
        *roster = received[SENT_ROSTER];
    } else if (received[SENT_ROSTER] >= 0) {
        close(received[SENT_ROSTER]);
    }
    return report;
}
