/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process that has read the configuration says of it to the supervisor, which parses
 * nothing: whether it is good, and what is to be said of it.
 */
#ifndef KUSTODE_DAEMON_REPORT_H
#define KUSTODE_DAEMON_REPORT_H

#include "settings/config.h"

typedef struct Report {
    bool is_good;
    bool has_jit;
    bool uses_spool; /* a list keeps there what it holds */
    const char *generation;
    size_t files, lists;
    const char *text;   /* errors and warnings as `kustode check` prints them */
    Service service;    /* its texts are those of the report */
    GVariant *messages; /* a(bs): is an error, text with its place, for the log */
    GVariant *whole;
    /* Of the files themselves (file_set_pack, sealed), never opened here: the daemon can start from
     * them again when those on disk are bad. -1: none. */
    int files_fd;
} Report;

/* As a value, floating; and of its bytes again, the caller's, without files: NULL when they are no
 * report. */
GVariant *report_pack(const Config *config, const Diagnostics *diagnostics, bool is_good);
Report *report_of_bytes(GBytes *bytes);

/* Sealed (pool/sealed); good when it has policies. -1 with `error`. */
int report_new(const Config *config, const Diagnostics *diagnostics, GError **error);

/* NULL when it is no report. Takes over both. Caller's. */
Report *report_read(int fd, int files_fd);
void report_free(Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)

/* Each message a line in the log. */
void report_log(const Report *report);

/* How many judge at a time by that configuration. */
unsigned report_workers(const Report *report);

#endif
