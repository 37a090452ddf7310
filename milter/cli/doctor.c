/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/doctor.h"

#include <stdlib.h>
#include <string.h>

typedef struct Examination {
    const PostfixSetup *setup;
    const char *socket;
    char *entry; /* how Postfix writes kustode's socket */
    GPtrArray *findings;
} Examination;

static void finding_free(void *data)
{
    Finding *finding = data;
    g_free(finding->wrong);
    g_free(finding->mend);
    g_free(finding);
}

/* Both texts become the finding's. */
static void add(Examination *examination, const char *check, char *wrong, char *mend)
{
    Finding *finding = g_new(Finding, 1);
    *finding = (Finding){ check, wrong, mend };
    g_ptr_array_add(examination->findings, finding);
}

static const char *socket_path(const char *socket)
{
    const char *colon = strchr(socket, ':');
    const char *path = colon != NULL ? colon + 1 : socket;
    return path[0] == '/' ? path : NULL;
}

/* The path below the queue folder, which serves inside and outside of the chroot; else NULL. */
static const char *below_queue(const Examination *examination)
{
    const char *path = socket_path(examination->socket);
    size_t length = strlen(examination->setup->queue);
    bool is_below = path != NULL && strncmp(path, examination->setup->queue, length) == 0 &&
                    path[length] == '/';
    return is_below ? path + length + 1 : NULL;
}

/* Ours is inet:PORT@HOST, Postfix's inet:HOST:PORT. */
static char *postfix_entry(const Examination *examination)
{
    const char *below = below_queue(examination);
    if (below != NULL) {
        return g_strdup_printf("unix:%s", below);
    }
    const char *path = socket_path(examination->socket);
    if (path != NULL) {
        return g_strdup_printf("unix:%s", path);
    }
    g_auto(GStrv) word = g_strsplit(strchr(examination->socket, ':') + 1, "@", 2);
    return g_strdup_printf("inet:%s:%s", word[1] != NULL ? word[1] : "127.0.0.1", word[0]);
}

static bool entry_leads(const Examination *examination, const char *entry, bool in_chroot)
{
    const char *path = socket_path(examination->socket);
    if (path == NULL || !g_str_has_prefix(entry, "unix:")) {
        return strcmp(entry, examination->entry) == 0;
    }
    const char *to = entry + strlen("unix:");
    g_autofree char *reached = to[0] == '/' && !in_chroot
                                   ? g_strdup(to)
                                   : g_build_filename(examination->setup->queue, to, NULL);
    return strcmp(reached, path) == 0;
}

/* `{ unix:a, connect_timeout=5s }, inet:b` is cut into words; those that are no sockets lead
 * nowhere. */
static bool leads(const Examination *examination, const char *milters, bool in_chroot)
{
    g_auto(GStrv) word = g_strsplit_set(milters, " \t\n,{}", -1);
    for (size_t i = 0; word[i] != NULL; i++) {
        if (entry_leads(examination, word[i], in_chroot)) {
            return true;
        }
    }
    return false;
}

static size_t count_led(const Examination *examination)
{
    size_t count = 0;
    for (size_t i = 0; i < examination->setup->smtpds->len; i++) {
        const PostfixService *smtpd = examination->setup->smtpds->pdata[i];
        count += leads(examination, smtpd->milters, smtpd->in_chroot);
    }
    return count;
}

static void check_attached(Examination *examination)
{
    if (count_led(examination) == 0) {
        add(examination, "attached",
            g_strdup_printf("no smtpd has a milter that leads to %s", examination->socket),
            g_strdup_printf("main.cf: smtpd_milters = %s", examination->entry));
    }
}

static void check_chroot(Examination *examination)
{
    if (socket_path(examination->socket) == NULL || below_queue(examination) != NULL) {
        return;
    }
    for (size_t i = 0; i < examination->setup->smtpds->len; i++) {
        const PostfixService *smtpd = examination->setup->smtpds->pdata[i];
        if (smtpd->in_chroot) {
            add(examination, "chroot",
                g_strdup_printf("smtpd %s runs in the chroot %s, %s lies outside", smtpd->name,
                                examination->setup->queue, examination->socket),
                g_strdup_printf("kustode.yaml: socket: local:%s/kustode/kustode.sock",
                                examination->setup->queue));
            return;
        }
    }
}

static void check_twice(Examination *examination)
{
    if (count_led(examination) > 0 && count_led(examination) == examination->setup->smtpds->len) {
        add(examination, "twice",
            g_strdup("every smtpd has the milter: what a list manager sends on by SMTP is judged "
                     "again"),
            g_strdup("master.cf: 127.0.0.1:10026 inet n - y - - smtpd -o smtpd_milters="));
    }
}

static void check_protocol(Examination *examination)
{
    if (atoi(examination->setup->protocol) < 6) {
        add(examination, "protocol",
            g_strdup_printf("milter_protocol is %s, kustode needs 6", examination->setup->protocol),
            g_strdup("main.cf: milter_protocol = 6"));
    }
}

/* cleanup(8), which asks these filters, is never in a chroot as shipped. */
static void check_local(Examination *examination)
{
    if (!leads(examination, examination->setup->local_milters, false)) {
        add(examination, "local",
            g_strdup("posts handed in by sendmail(1) on this host go past kustode"),
            g_strdup_printf("main.cf: non_smtpd_milters = %s", examination->entry));
    }
}

static void (*const checks[])(Examination *) = {
    check_attached, check_chroot, check_twice, check_protocol, check_local,
};

GPtrArray *doctor_examine(const PostfixSetup *setup, const char *socket)
{
    Examination examination = { .setup = setup, .socket = socket };
    examination.findings = g_ptr_array_new_with_free_func(finding_free);
    examination.entry = postfix_entry(&examination);
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
        checks[i](&examination);
    }
    g_free(examination.entry);
    return examination.findings;
}
