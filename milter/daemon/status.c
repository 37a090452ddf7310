/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/status.h"

#include <stdlib.h>
#include <unistd.h>

#include "text/json.h"

enum { SHOWN_LISTS = 20 };

static void set_count(json_t *object, const char *key, uint64_t count)
{
    json_object_set_new(object, key, json_integer((json_int_t)count));
}

static json_t *workers_json(const Report *report, const Counters *counters)
{
    unsigned most = report_workers(report), judging = atomic_load(&counters->judging);
    json_t *workers = json_object();
    set_count(workers, "most", most);
    set_count(workers, "busy", MIN(judging, most));
    set_count(workers, "idle", atomic_load(&counters->idle));
    set_count(workers, "posts-waiting", judging > most ? judging - most : 0);
    return workers;
}

static json_t *failures_json(const Counters *counters)
{
    json_t *failures = json_object();
    for (int i = JUDGING_ANSWERED + 1; i < N_JUDGING_FAILURES; i++) {
        set_count(failures, judging_failure_name(i), atomic_load(&counters->failures[i]));
    }
    return failures;
}

static json_t *posts_json(const Counters *counters)
{
    json_t *posts = json_object();
    for (int i = 0; i < N_VERDICTS; i++) {
        set_count(posts, verdict_name(i), atomic_load(&counters->verdicts[i]));
    }
    return posts;
}

static json_t *limits_json(const Counters *counters)
{
    json_t *limits = json_object();
    for (int i = 0; i < N_LIMITS; i++) {
        uint64_t met = atomic_load(&counters->limits[i]);
        if (met > 0) {
            set_count(limits, limit_name(i), met);
        }
    }
    return limits;
}

static uint64_t posts_of(const ListCounter *list)
{
    uint64_t posts = 0;
    for (int i = 0; i < N_VERDICTS; i++) {
        posts += list->verdicts[i];
    }
    return posts;
}

static int compare_posts(const void *a, const void *b)
{
    uint64_t x = posts_of(*(const ListCounter *const *)a);
    uint64_t y = posts_of(*(const ListCounter *const *)b);
    return (x < y) - (x > y);
}

/* Those with most posts. */
static json_t *lists_json(const Counters *counters)
{
    const ListCounter *rows[COUNTED_LISTS];
    size_t count = 0;
    for (int i = 0; i < COUNTED_LISTS; i++) {
        if (counters->lists[i].address[0] != '\0') {
            rows[count++] = &counters->lists[i];
        }
    }
    qsort(rows, count, sizeof rows[0], compare_posts);
    json_t *lists = json_object();
    for (size_t i = 0; i < MIN(count, (size_t)SHOWN_LISTS); i++) {
        json_t *posts = json_object();
        for (int verdict = 0; verdict < N_VERDICTS; verdict++) {
            set_count(posts, verdict_name(verdict), rows[i]->verdicts[verdict]);
        }
        json_object_set_new(lists, rows[i]->address, posts);
    }
    return lists;
}

static json_t *last_error_json(const Counters *counters)
{
    int64_t at = atomic_load(&counters->error_at);
    if (at == 0) {
        return json_null();
    }
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at);
    g_autofree char *when = g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
    json_t *error = json_object();
    json_object_set_new(error, "at", json_text(when));
    json_object_set_new(
        error, "text",
        json_span(span_make(counters->error, strnlen(counters->error, ERROR_BYTES))));
    return error;
}

static json_t *status_object(const Succession *succession, const Counters *counters)
{
    const Report *report = succession->report;
    json_t *status = json_object();
    json_object_set_new(status, "version", json_text(KUSTODE_VERSION));
    set_count(status, "pid", (uint64_t)getpid());
    set_count(status, "front", (uint64_t)succession->front->pid);
    set_count(status, "zygote", (uint64_t)succession->zygote);
    json_object_set_new(status, "gen", json_text(report->generation));
    json_object_set_new(status, "since", json_text(succession->since));
    set_count(status, "files", report->files);
    set_count(status, "lists", report->lists);
    json_object_set_new(status, "jit", json_boolean(report->has_jit));
    json_object_set_new(status, "sandbox", json_boolean(report->service.sandbox == SANDBOX_ON));
    json_object_set_new(status, "workers", workers_json(report, counters));
    json_object_set_new(status, "not-judged", failures_json(counters));
    json_object_set_new(status, "posts", posts_json(counters));
    json_object_set_new(status, "posts-by-list", lists_json(counters));
    json_object_set_new(status, "limits", limits_json(counters));
    json_object_set_new(status, "last-error", last_error_json(counters));
    /* What is wrong with the files on disk, which are then not those in force; or with a list's. */
    const Report *said = succession->refused != NULL ? succession->refused : report;
    json_object_set_new(status, "configuration",
                        said->text[0] == '\0' ? json_null() : json_text(said->text));
    return status;
}

char *status_json(const Succession *succession, const Counters *counters)
{
    g_autofree char *line = json_line(status_object(succession, counters));
    return g_strconcat(line, "\n", NULL);
}

static void append_value(GString *out, const char *key, json_t *value)
{
    g_string_append_printf(out, "%s: ", key);
    if (json_is_string(value)) {
        g_string_append_printf(out, "%s\n", json_string_value(value));
    } else if (json_is_integer(value)) {
        g_string_append_printf(out, "%" JSON_INTEGER_FORMAT "\n", json_integer_value(value));
    } else {
        g_string_append(out, json_is_true(value) ? "on\n" : json_is_false(value) ? "OFF\n" : "-\n");
    }
}

/* `posts: none 3, hoax 1`: an object of counts is one line. */
static void append_counts(GString *out, const char *key, json_t *counts)
{
    const char *name;
    json_t *count;
    const char *separator = ": ";
    g_string_append(out, key);
    json_object_foreach(counts, name, count)
    {
        g_string_append_printf(out, "%s%s ", separator, name);
        if (json_is_string(count)) {
            g_string_append(out, json_string_value(count));
        } else {
            g_string_append_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(count));
        }
        separator = ", ";
    }
    g_string_append(out, json_object_size(counts) == 0 ? ": -\n" : "\n");
}

char *status_text(const Succession *succession, const Counters *counters)
{
    json_t *status = status_object(succession, counters);
    GString *out = g_string_new(NULL);
    const char *key, *list;
    json_t *value, *counts;
    json_object_foreach(status, key, value)
    {
        if (!json_is_object(value)) {
            append_value(out, key, value);
        } else if (strcmp(key, "posts-by-list") != 0) {
            append_counts(out, key, value);
        } else {
            json_object_foreach(value, list, counts)
            {
                append_counts(out, list, counts);
            }
        }
    }
    json_decref(status);
    return g_string_free(out, FALSE);
}
