/* SPDX-License-Identifier: BSD-2-Clause */
#include "records/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <syslog.h>

#include "decision/status_header.h"

enum {
    VALUE_BYTES =
        320, /* of an address or a Message-ID: RFC 5321 4.5.3.1 allows no longer address */
    NAMED_RULES =
        24, /* by then a line has about 600 bytes; syslog relays cut at 1,024 (RFC 3164 4.1) */
    SERVICE_BYTES = 900,
};

/* Set by log_open, before there are threads. */
static const char *program_name = "kustode";
static bool writes_standard_error = true;
static bool is_verbose = false;

void log_open(const char *program, bool to_standard_error, bool verbose)
{
    program_name = program;
    writes_standard_error = to_standard_error;
    is_verbose = verbose;
    if (!to_standard_error) {
        openlog(program, LOG_PID | LOG_NDELAY, LOG_MAIL);
    }
}

/* Printable ASCII without blanks and quotes stays, all else becomes \xHH: a value cannot end
 * itself. */
static void append_value(GString *line, const char *text)
{
    size_t most = line->len + VALUE_BYTES;
    for (const char *p = text; *p != '\0'; p++) {
        if (line->len >= most) {
            g_string_append(line, "...");
            return;
        }
        if (*p > ' ' && *p <= '~' && *p != '"' && *p != '\\') {
            g_string_append_c(line, *p);
        } else {
            g_string_append_printf(line, "\\x%02X", (unsigned char)*p);
        }
    }
}

static void append_pair(GString *line, const char *key, const char *value)
{
    g_string_append_printf(line, " %s=", key);
    append_value(line, value);
}

static void append_actions(GString *line, ActionSet actions)
{
    g_string_append(line, actions == 0 ? " action=none" : " action=");
    const char *separator = "";
    for (int i = 0; i < N_ACTIONS; i++) {
        if (actions & (1u << i)) {
            g_string_append_printf(line, "%s%s", separator, action_name(i));
            separator = ",";
        }
    }
}

/* The rules that count, or those in shadow, under a key of their own; nothing where there are none.
 */
static void append_rules(GString *line, const char *key, const GPtrArray *rules, bool in_shadow)
{
    unsigned count = 0;
    for (guint i = 0; i < rules->len; i++) {
        const OutcomeRule *rule = g_ptr_array_index(rules, i);
        if (rule->is_shadow != in_shadow) {
            continue;
        }
        if (count++ == 0) {
            g_string_append_printf(line, " %s=", key);
        } else if (count <= NAMED_RULES) {
            g_string_append_c(line, ',');
        }
        if (count <= NAMED_RULES) {
            append_value(line, rule->name);
        }
    }
    if (count > NAMED_RULES) {
        g_string_append_printf(line, ",+%u", count - NAMED_RULES);
    }
}

static void append_limits(GString *line, LimitSet limits)
{
    const char *before = " limit=";
    for (int i = 0; i < N_LIMITS; i++) {
        if (limits & limit_bit(i)) {
            g_string_append_printf(line, "%s%s", before, limit_name(i));
            before = ",";
        }
    }
}

static void append_sender(GString *line, const char *sender, LogFrom from)
{
    if (from == LOG_FROM_NONE) {
        return;
    }
    const char *at = strrchr(sender, '@');
    const char *shown = from == LOG_FROM_FULL ? sender : at != NULL ? at : "";
    g_string_append(line, " from=<");
    append_value(line, shown);
    g_string_append_c(line, '>');
}

static void append_verdict(GString *line, const Outcome *outcome)
{
    append_pair(line, "list", outcome->list != NULL ? outcome->list : "-");
    append_pair(line, "mode", list_mode_name(outcome->mode));
    append_pair(line, "judged", outcome->not_judged != NULL ? outcome->not_judged : "yes");
    append_pair(line, "verdict", verdict_name(outcome->verdict));
    if (outcome->stance != STANCE_NONE) {
        append_pair(line, "stance", stance_name(outcome->stance));
    }
    append_actions(line, outcome->actions);
    g_autofree char *score = status_header_score(outcome);
    append_pair(line, "score", score);
    append_rules(line, "rules", outcome->rules, false);
    append_rules(line, "shadow", outcome->rules, true);
    if (outcome->layer != NULL) {
        append_pair(line, "layer", outcome->layer);
    }
    append_limits(line, outcome->limits);
    append_pair(line, "annotate", annotation_name(outcome->annotation));
}

static void append_held(GString *line, const PostRecord *post)
{
    if (post->held != NULL) {
        g_string_append_printf(line, " held=%.*s", HELD_SHORT_ID, post->held);
    }
    if (post->is_held_again) {
        g_string_append(line, " again=yes");
    }
}

char *log_post_line(const Outcome *outcome, const PostRecord *post)
{
    GString *line = g_string_new(NULL);
    append_value(line, post->queue_id != NULL ? post->queue_id : "-");
    g_string_append_c(line, ':');
    append_verdict(line, outcome);
    append_held(line, post);
    append_sender(line, post->sender, post->from);
    if (post->message_id != NULL) {
        append_pair(line, "msgid", post->message_id);
    }
    g_string_append_printf(line, " size=%zu us=%" G_GINT64_FORMAT, post->size_bytes,
                           post->microseconds);
    append_pair(line, "gen", outcome->gen != NULL ? outcome->gen : "-");
    return g_string_free(line, FALSE);
}

/* One call a line, so that lines of several threads never mix. */
static void write_line(int priority, const char *prefix, const char *line)
{
    if (writes_standard_error) {
        fprintf(stderr, "%s%s\n", prefix, line);
    } else {
        syslog(priority, "%s", line);
    }
}

void log_post(const Outcome *outcome, const PostRecord *post)
{
    g_autofree char *line = log_post_line(outcome, post);
    write_line(LOG_INFO, "", line);
}

char *log_decision_line(const Held *held)
{
    const HeldFacts *facts = held->facts;
    const struct {
        const char *key, *value;
    } pairs[] = {
        { "decision", facts->decision },
        { "by", facts->decided_by },
        { "state", held_state_name(held->state) },
        { "list", facts->list },
        { "verdict", facts->verdict },
        { "queue-id", facts->queue_id },
        { "msgid", facts->message_id },
        { "answer", facts->answer },
    };
    GString *line = g_string_new(NULL);
    g_string_append_printf(line, "held=%.*s", HELD_SHORT_ID, held->id);
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (pairs[i].value != NULL) {
            append_pair(line, pairs[i].key, pairs[i].value);
        }
    }
    return g_string_free(line, FALSE);
}

void log_decision(const Held *held)
{
    g_autofree char *line = log_decision_line(held);
    write_line(LOG_INFO, "", line);
}

void log_service(int priority, const char *format, ...)
{
    if (priority == LOG_DEBUG && !is_verbose) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (strlen(text) > SERVICE_BYTES) {
        text[SERVICE_BYTES] = '\0';
    }
    for (char *p = text; *p != '\0'; p++) {
        if (*p < ' ' || *p > '~') {
            *p = '?';
        }
    }
    g_autofree char *prefix = g_strdup_printf("%s: ", program_name);
    write_line(priority, prefix, text);
}
