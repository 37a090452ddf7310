/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/doctor.h"

#include <string.h>

/* `words` after `postconf [-c FOLDER]`; what it prints, NULL with an error. */
static char *postconf(const char *folder, const char *const *words, GError **error)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_ptr_array_add(argv, (gpointer) "postconf");
    if (folder != NULL) {
        g_ptr_array_add(argv, (gpointer) "-c");
        g_ptr_array_add(argv, (gpointer)folder);
    }
    for (size_t i = 0; words[i] != NULL; i++) {
        g_ptr_array_add(argv, (gpointer)words[i]);
    }
    g_ptr_array_add(argv, NULL);
    g_autofree char *out = NULL;
    g_autofree char *err = NULL;
    int status = 0;
    if (!g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err,
                      &status, error)) {
        return NULL;
    }
    if (!g_spawn_check_wait_status(status, NULL)) {
        g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, "%s", g_strchomp(err));
        return NULL;
    }
    return g_strchomp(g_steal_pointer(&out));
}

static char *value(const char *folder, const char *name, GError **error)
{
    return postconf(folder, (const char *const[]){ "-x", "-h", name, NULL }, error);
}

/* What `-o smtpd_milters=` of this service says, NULL when it has none. */
static char *own_milters(const char *overrides, const char *service)
{
    g_autofree char *start = g_strdup_printf("%s/inet/smtpd_milters =", service);
    g_auto(GStrv) lines = g_strsplit(overrides, "\n", -1);
    for (size_t i = 0; lines[i] != NULL; i++) {
        if (g_str_has_prefix(lines[i], start)) {
            return g_strdup(g_strstrip(lines[i] + strlen(start)));
        }
    }
    return NULL;
}

static void service_free(void *data)
{
    PostfixService *service = data;
    g_free(service->name);
    g_free(service->milters);
    g_free(service);
}

/* One line of `postconf -M`: name, type, private, unprivileged, chroot, wakeup, limit, command. */
static void add_smtpd(PostfixSetup *setup, const char *line, const char *overrides)
{
    g_autofree char *single = g_strdup(line);
    char *end = single;
    for (const char *from = line; *from != '\0'; from++) {
        if (*from != ' ' || (end > single && end[-1] != ' ')) {
            *end++ = *from;
        }
    }
    *end = '\0';
    g_auto(GStrv) word = g_strsplit(single, " ", -1);
    if (g_strv_length(word) < 8 || strcmp(word[1], "inet") != 0 || strcmp(word[7], "smtpd") != 0) {
        return;
    }
    PostfixService *service = g_new0(PostfixService, 1);
    service->name = g_strdup(word[0]);
    service->in_chroot = word[4][0] == 'y';
    service->milters = own_milters(overrides, word[0]);
    if (service->milters == NULL) {
        service->milters = g_strdup(setup->milters);
    }
    g_ptr_array_add(setup->smtpds, service);
}

void postfix_setup_free(PostfixSetup *setup)
{
    g_free(setup->queue);
    g_free(setup->protocol);
    g_free(setup->milters);
    g_free(setup->local_milters);
    g_ptr_array_unref(setup->smtpds);
    g_free(setup);
}

PostfixSetup *postfix_setup_read(const char *folder, GError **error)
{
    g_autoptr(PostfixSetup) setup = g_new0(PostfixSetup, 1);
    setup->smtpds = g_ptr_array_new_with_free_func(service_free);
    g_autofree char *services = NULL;
    g_autofree char *overrides = NULL;
    if ((setup->queue = value(folder, "queue_directory", error)) == NULL ||
        (setup->protocol = value(folder, "milter_protocol", error)) == NULL ||
        (setup->milters = value(folder, "smtpd_milters", error)) == NULL ||
        (setup->local_milters = value(folder, "non_smtpd_milters", error)) == NULL ||
        (services = postconf(folder, (const char *const[]){ "-M", NULL }, error)) == NULL ||
        (overrides = postconf(folder, (const char *const[]){ "-x", "-P", NULL }, error)) == NULL) {
        return NULL;
    }
    g_auto(GStrv) lines = g_strsplit(services, "\n", -1);
    for (size_t i = 0; lines[i] != NULL; i++) {
        add_smtpd(setup, lines[i], overrides);
    }
    return g_steal_pointer(&setup);
}
