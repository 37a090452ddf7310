/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process that has read the configuration says of it to the supervisor, which parses
 * nothing: whether it is good, what is to be said of it, and the files themselves, so that the
 * daemon can start from them again when those on disk are bad.
 */
#ifndef KUSTODE_DAEMON_REPORT_H
#define KUSTODE_DAEMON_REPORT_H

#include "settings/config.h"

typedef struct Report {
    bool is_good;
    bool has_jit;
    const char *generation;
    size_t files, lists;
    const char *text;   /* errors and warnings as `kustode check` prints them */
    Service service;    /* its texts are those of the report */
    GVariant *messages; /* a(bs): is an error, text with its place, for the log */
    GVariant *packed;   /* file_set_pack */
    GVariant *whole;
} Report;

/* Sealed (pool/sealed); -1 with `error`. */
int report_new(const Config *config, const Diagnostics *diagnostics, GError **error);

/* NULL when it is no report. Takes over `fd`. Caller's. */
Report *report_read(int fd);
void report_free(Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)

/* Each message a line in the log. */
void report_log(const Report *report);

/* How many judge at a time by that configuration. */
unsigned report_workers(const Report *report);

#endif
