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
#include "pool/sandbox.h"
#include "pool/sealed.h"
#include "pool/zygote.h"
#include "records/log.h"
#include "text/pattern.h"

enum { SENT_REPORT, SENT_FILES, SENT_ROSTER, N_SENT };
G_STATIC_ASSERT((int)N_SENT <= (int)PASSED_MOST);

enum {
    MIB = 1024 * 1024,
    READING_BYTES = 48 * MIB, /* of address space; what is not written to costs nothing */
    HEAP_STEP_BYTES = 128 * 1024,
    LARGE_BLOCK_BYTES = 4 * MIB, /* the text of a post at most */
};

typedef struct Reading {
    const ReadingOrder *order;
    Config *config;
    int sent[N_SENT];
    GError *error; /* they could not be made */
} Reading;

static FileSet *former_files(const ReadingOrder *order)
{
    g_autoptr(GBytes) bytes = order->former == NULL ? NULL : sealed_read(order->former->files_fd);
    if (bytes == NULL) {
        return NULL;
    }
    g_autoptr(GVariant) packed =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(FILE_SET_TYPE), bytes, FALSE));
    return file_set_unpack(packed);
}

/* Otherwise each worker would die at its birth, and each post wait for another. */
static void check_sandbox(Config *config, Diagnostics *diagnostics)
{
    g_autoptr(GError) error = NULL;
    if (config->service.sandbox == SANDBOX_ON && !sandbox_is_possible(&error)) {
        diagnostics_error(diagnostics, (Place){ 0 }, "%s; `sandbox: off` does without",
                          error->message);
        g_clear_pointer(&config->policies, policies_free);
    }
}

static Config *load(const ReadingOrder *order, Diagnostics *diagnostics)
{
    g_autoptr(FileSet) former = former_files(order);
    Config *config = order->from_former
                         ? config_load_packed(order->path, g_steal_pointer(&former), diagnostics)
                         : config_load_for_service(order->path, former, diagnostics);
    check_sandbox(config, diagnostics);
    return config;
}

/* One that is wrong has no roster; its report goes twice, since a message has all descriptors or
 * none. */
static int new_roster(Reading *reading)
{
    const Policies *policies = reading->config->policies;
    if (policies == NULL) {
        return dup(reading->sent[SENT_REPORT]);
    }
    g_autoptr(GByteArray) roster = roster_pack(policies);
    return sealed_new(span_make((const char *)roster->data, roster->len), &reading->error);
}

static void *read_all(void *user)
{
    Reading *reading = user;
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    reading->config = load(reading->order, diagnostics);
    reading->sent[SENT_REPORT] = report_new(reading->config, diagnostics, &reading->error);
    if (reading->error == NULL) {
        reading->sent[SENT_FILES] =
            sealed_new_of(file_set_pack(reading->config->files), &reading->error);
    }
    if (reading->error == NULL) {
        reading->sent[SENT_ROSTER] = new_roster(reading);
    }
    return NULL;
}

/*
 * In a thread that is over before the first fork, for the C library gives a thread a heap of its
 * own: what reading leaves behind, full of holes, stays out of the one that every worker writes to
 * and so has a copy of. With 10,000 lists all processes have 49 MiB this way, 117 otherwise. That
 * heap is had in one piece, for it would grow by a page a system call: 6,600 of them, 20 ms.
 */
static void read_aside(Reading *reading)
{
    mallopt(M_TOP_PAD, READING_BYTES);
    GThread *thread = g_thread_try_new("reading", read_all, reading, &reading->error);
    if (thread != NULL) {
        g_thread_join(thread);
    }
    mallopt(M_TOP_PAD, HEAP_STEP_BYTES);
}

/* The workers' heap neither shrinks nor grows with every post. glibc finds that out for itself as
 * long as nobody sets anything. */
static void prepare_heap_for_workers(void)
{
    malloc_trim(0);
    mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK_BYTES);
    mallopt(M_TRIM_THRESHOLD, 2 * LARGE_BLOCK_BYTES);
}

static bool send_all(int control, const Reading *reading)
{
    if (reading->error != NULL) {
        log_service(LOG_ERR, "%s", reading->error->message);
        return false;
    }
    bool is_sent = pass_send(control, "r", 1, reading->sent, N_SENT);
    for (int i = 0; i < N_SENT; i++) {
        close(reading->sent[i]);
    }
    return is_sent;
}

G_NORETURN static void read_and_serve(const ReadingOrder *order, int control)
{
    Reading reading = { .order = order };
    g_autoptr(GError) error = NULL;
    if (order->identity != NULL && geteuid() == 0 && !identity_take_on(order->identity, &error)) {
        log_service(LOG_ERR, "%s", error->message);
        _exit(error->code);
    }
    message_library_start();
    read_aside(&reading);
    Config *config = reading.config;
    Policies *policies = config == NULL ? NULL : config->policies;
    if (policies != NULL && !order->only_report) {
        zygote_warm_up(policies);
    }
    if (!send_all(control, &reading)) {
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
    prepare_heap_for_workers();
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
        int kept[] = { ends[1], order->former == NULL ? ends[1] : order->former->files_fd };
        descriptors_keep(kept, G_N_ELEMENTS(kept));
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
    int received[N_SENT];
    *roster = -1;
    if (!pass_receive(control, &byte, 1, received, N_SENT)) {
        return NULL;
    }
    Report *report = report_read(received[SENT_REPORT], received[SENT_FILES]);
    if (report != NULL && report->is_good) {
        *roster = received[SENT_ROSTER];
    } else if (received[SENT_ROSTER] >= 0) {
        close(received[SENT_ROSTER]);
    }
    return report;
}
