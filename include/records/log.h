/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One line a post and list in logfmt, queue id first (interfaces.md). Nothing a sender wrote can
 * add a line or a key.
 */
#ifndef KUSTODE_RECORDS_LOG_H
#define KUSTODE_RECORDS_LOG_H

#include "decision/outcome.h"
#include "records/held.h"

typedef enum LogFrom { LOG_FROM_FULL, LOG_FROM_DOMAIN, LOG_FROM_NONE } LogFrom;

/* To syslog facility mail, or to standard error; LOG_DEBUG only when verbose. Before there are
 * threads. */
void log_open(const char *program, bool to_standard_error, bool verbose);

typedef struct PostRecord {
    const char *queue_id; /* NULL: none */
    const char *sender;
    const char *message_id; /* NULL: none */
    size_t size_bytes;
    int64_t microseconds;
    LogFrom from;
    const char *held;   /* its id in the spool; NULL: it is not there */
    bool is_held_again; /* it was there */
} PostRecord;

/* The line itself, without a line end; caller's. */
char *log_post_line(const Outcome *outcome, const PostRecord *post);

/* The line of a decision on a held post, without a line end; caller's. */
char *log_decision_line(const Held *held);

void log_decision(const Held *held);

void log_post(const Outcome *outcome, const PostRecord *post);

/* A line about the service itself, made printable ASCII; priority as syslog(3). */
void log_service(int priority, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
