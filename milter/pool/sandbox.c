/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <gio/gio.h>

enum {
    MIB = 1024 * 1024,
    HEAP_BYTES =
        256 * MIB, /* on top of what the zygote holds; a post of 4 MiB of text needs some 40 */
    STACK_BYTES = 1 * MIB, /* answers a stack overflow in 4 ms instead of 33 (measured at 8 MiB) */
};

/* What judging was seen to call, and what the C library needs for memory, time and dying. */
static const int allowed[] = {
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(getrandom),
};

/* Asked for by a charset that is not there, or by GLib out of habit: refused softly, the caller
 * copes. */
static const int refused[] = {
    SCMP_SYS(open),      SCMP_SYS(openat),     SCMP_SYS(stat),       SCMP_SYS(lstat),
    SCMP_SYS(fstat),     SCMP_SYS(newfstatat), SCMP_SYS(statx),      SCMP_SYS(access),
    SCMP_SYS(faccessat), SCMP_SYS(readlink),   SCMP_SYS(readlinkat), SCMP_SYS(ioctl),
    SCMP_SYS(close),
};

bool sandbox_is_possible(GError **error)
{
    /* libseccomp asks the kernel whether it knows this action; a service's own filter may forbid
     * the question, and with it the answer. */
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter != NULL) {
        seccomp_release(filter);
        return true;
    }
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                "judging processes cannot be locked in, seccomp(2) is not there or not allowed "
                "(under systemd: SystemCallFilter=@system-service seccomp)");
    return false;
}

static int add_rules(scmp_filter_ctx filter)
{
    int failed = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(allowed); i++) {
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0);
    }
    /* abort(3) sends its signal so; to itself, never to another process of the same user. */
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                               SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
    /* Memory may be had, but never memory that can be executed. */
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    return failed;
}

static bool filter_calls(GError **error)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int failed = filter == NULL ? -ENOMEM : add_rules(filter);
    if (failed == 0) {
        failed = seccomp_load(filter);
    }
    if (filter != NULL) {
        seccomp_release(filter);
    }
    if (failed != 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "cannot filter system calls: %s",
                    g_strerror(-failed));
    }
    return failed == 0;
}

static void limit_to(int resource, rlim_t value)
{
    struct rlimit limit = { value, value };
    setrlimit(resource, &limit);
}

/* Private writable memory as RLIMIT_DATA counts it: VmData of /proc/self/status, 0 when it cannot
 * be read. */
static rlim_t data_bytes(void)
{
    g_autofree char *status = NULL;
    if (!g_file_get_contents("/proc/self/status", &status, NULL, NULL)) {
        return 0;
    }
    const char *data = strstr(status, "\nVmData:");
    return data == NULL ? 0 : g_ascii_strtoull(data + strlen("\nVmData:"), NULL, 10) * 1024;
}

static void limit_resources(void)
{
    limit_to(RLIMIT_DATA, data_bytes() + HEAP_BYTES);
    limit_to(RLIMIT_STACK, STACK_BYTES);
    limit_to(RLIMIT_FSIZE, 0);
    limit_to(RLIMIT_CORE, 0);
    limit_to(RLIMIT_NOFILE, 0);
}

bool sandbox_enter(int channel, bool with_filter, GError **error)
{
    if (channel > 0) {
        close_range(0, (unsigned)channel - 1, 0);
    }
    close_range((unsigned)channel + 1, ~0u, 0);
    if (!with_filter) {
        return true;
    }
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    limit_resources();
    return filter_calls(error);
}
