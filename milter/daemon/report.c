/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/report.h"

#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

#include "pool/judging.h"
#include "pool/sealed.h"
#include "records/log.h"
#include "text/pattern.h"

#define SERVICE_TYPE "(msmsmsumsmsmsmsmstu)"
#define REPORT_TYPE  "(bbbsttsa(bs)" SERVICE_TYPE ")"

static GVariant *messages_pack(const Diagnostics *diagnostics)
{
    GVariantBuilder messages;
    g_variant_builder_init(&messages, G_VARIANT_TYPE("a(bs)"));
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        const Diagnostic *one = diagnostics_at(diagnostics, i);
        g_autofree char *text =
            g_strdup_printf("%s:%u:%u: %s: %s", one->place.file, one->place.line, one->place.column,
                            one->is_error ? "error" : "warning", one->message);
        g_autofree char *valid = g_utf8_make_valid(text, -1);
        g_variant_builder_add(&messages, "(bs)", one->is_error, valid);
    }
    return g_variant_builder_end(&messages);
}

static GVariant *service_pack(const Service *service)
{
    return g_variant_new(SERVICE_TYPE, service->socket, service->socket_owner,
                         service->socket_group, service->socket_mode, service->user,
                         service->pid_file, service->log_from, service->control_socket,
                         service->spool, (guint64)service->workers, service->sandbox);
}

static char *text_of(const Config *config, const Diagnostics *diagnostics)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    file_set_print_diagnostics(config->files, diagnostics, out, false);
    fclose(out);
    char *valid = g_utf8_make_valid(text, (gssize)length);
    free(text);
    return valid;
}

GVariant *report_pack(const Config *config, const Diagnostics *diagnostics, bool is_good)
{
    const Policies *policies = config->policies;
    g_autofree char *text = text_of(config, diagnostics);
    return g_variant_new(
        "(bbbstts@a(bs)@" SERVICE_TYPE ")", is_good, policies != NULL && pattern_jit_is_alive(),
        policies != NULL && policies_use_spool(policies),
        policies == NULL ? "" : policies->generation, (guint64)file_set_count(config->files),
        (guint64)(policies == NULL ? 0 : policies->lists->len), text, messages_pack(diagnostics),
        service_pack(&config->service));
}

int report_new(const Config *config, const Diagnostics *diagnostics, GError **error)
{
    return sealed_new_of(report_pack(config, diagnostics, config->policies != NULL), error);
}

static void service_unpack(GVariant *packed, Service *service)
{
    guint64 workers;
    guint32 mode, sandbox;
    g_variant_get(packed, "(m&sm&sm&sum&sm&sm&sm&sm&stu)", &service->socket, &service->socket_owner,
                  &service->socket_group, &mode, &service->user, &service->pid_file,
                  &service->log_from, &service->control_socket, &service->spool, &workers,
                  &sandbox);
    service->socket_mode = mode;
    service->workers = workers;
    service->sandbox = sandbox;
}

static Report *report_unpack(GVariant *whole)
{
    if (!g_variant_is_of_type(whole, G_VARIANT_TYPE(REPORT_TYPE)) ||
        !g_variant_is_normal_form(whole)) {
        g_variant_unref(whole);
        return NULL;
    }
    Report *report = g_new0(Report, 1);
    gboolean is_good, has_jit, uses_spool;
    guint64 files, lists;
    g_autoptr(GVariant) service = NULL;
    report->whole = whole;
    report->files_fd = -1;
    g_variant_get(whole, "(bbb&stt&s@a(bs)@" SERVICE_TYPE ")", &is_good, &has_jit, &uses_spool,
                  &report->generation, &files, &lists, &report->text, &report->messages, &service);
    service_unpack(service, &report->service);
    report->is_good = is_good;
    report->has_jit = has_jit;
    report->uses_spool = uses_spool;
    report->files = files;
    report->lists = lists;
    return report;
}

Report *report_of_bytes(GBytes *bytes)
{
    return report_unpack(
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(REPORT_TYPE), bytes, FALSE)));
}

static Report *take_report(int fd)
{
    g_autoptr(GBytes) bytes = fd < 0 ? NULL : sealed_read(fd);
    if (fd >= 0) {
        close(fd);
    }
    return bytes == NULL ? NULL : report_of_bytes(bytes);
}

Report *report_read(int fd, int files_fd)
{
    Report *report = take_report(fd);
    if (report != NULL) {
        report->files_fd = files_fd;
    } else if (files_fd >= 0) {
        close(files_fd);
    }
    return report;
}

void report_free(Report *report)
{
    if (report == NULL) {
        return;
    }
    g_variant_unref(report->messages);
    g_variant_unref(report->whole);
    if (report->files_fd >= 0) {
        close(report->files_fd);
    }
    g_free(report);
}

void report_log(const Report *report)
{
    GVariantIter iter;
    gboolean is_error;
    const char *text;
    g_variant_iter_init(&iter, report->messages);
    while (g_variant_iter_next(&iter, "(b&s)", &is_error, &text)) {
        log_service(is_error ? LOG_ERR : LOG_WARNING, "%s", text);
    }
}

unsigned report_workers(const Report *report)
{
    size_t workers = report->service.workers;
    return workers == 0 ? judging_default_workers() : (unsigned)workers;
}
