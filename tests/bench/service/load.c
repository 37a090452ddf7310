/* SPDX-License-Identifier: BSD-2-Clause */
#include "load.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include <libmilter/mfdef.h>

#include "site.h"

struct RunningLoad {
    Load load;
    GPtrArray *threads; /* GThread, each returns its LoadResult */
    atomic_uint next;
    atomic_bool is_over;
    int64_t start;
};

typedef struct Sender {
    RunningLoad *running;
    Client *client;
} Sender;

static LoadResult *load_result_new(void)
{
    LoadResult *result = g_new0(LoadResult, 1);
    result->microseconds = g_array_new(FALSE, FALSE, sizeof(int64_t));
    return result;
}

void load_result_free(LoadResult *result)
{
    if (result != NULL) {
        g_array_unref(result->microseconds);
        g_free(result);
    }
}

/* False when the connection is of no use any more. */
static bool send_one(const Sender *sender, unsigned number, LoadResult *result)
{
    const Load *load = &sender->running->load;
    g_autoptr(GString) inserted = load->is_right == NULL ? NULL : g_string_new(NULL);
    char list[ADDRESS_BYTES];
    site_address(list, number % load->lists);
    int64_t start = g_get_monotonic_time();
    char answer = client_post(sender->client, list,
                              g_ptr_array_index(load->posts, number % load->posts->len), inserted);
    int64_t took = g_get_monotonic_time() - start;
    g_array_append_val(result->microseconds, took);
    result->lost += answer == '\0' || answer == SMFIR_TEMPFAIL || answer == SMFIR_REPLYCODE;
    result->wrong += inserted != NULL && !load->is_right(inserted->str, load->user);
    return answer != '\0';
}

static void *send_posts(void *user)
{
    Sender *sender = user;
    RunningLoad *running = sender->running;
    LoadResult *result = load_result_new();
    bool is_connected = true;
    while (is_connected && !atomic_load(&running->is_over)) {
        unsigned number = atomic_fetch_add(&running->next, 1);
        if (running->load.most > 0 && number >= running->load.most) {
            break;
        }
        is_connected = send_one(sender, number, result);
    }
    client_free(sender->client);
    g_free(sender);
    return result;
}

RunningLoad *load_start(const Load *load)
{
    RunningLoad *running = g_new0(RunningLoad, 1);
    running->load = *load;
    running->threads = g_ptr_array_new();
    g_autofree Sender **senders = g_new0(Sender *, load->connections);
    for (unsigned i = 0; i < load->connections; i++) {
        senders[i] = g_new(Sender, 1);
        *senders[i] = (Sender){ running, client_new(load->socket) };
        if (senders[i]->client == NULL) {
            fprintf(stderr, "bench: nobody serves %s\n", load->socket);
            exit(EXIT_FAILURE);
        }
    }
    running->start = g_get_monotonic_time();
    for (unsigned i = 0; i < load->connections; i++) {
        g_ptr_array_add(running->threads, g_thread_new("sender", send_posts, senders[i]));
    }
    return running;
}

static int compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

LoadResult *load_finish(RunningLoad *running)
{
    LoadResult *whole = load_result_new();
    atomic_store(&running->is_over, running->load.most == 0);
    for (guint i = 0; i < running->threads->len; i++) {
        g_autoptr(LoadResult) part = g_thread_join(g_ptr_array_index(running->threads, i));
        g_array_append_vals(whole->microseconds, part->microseconds->data, part->microseconds->len);
        whole->lost += part->lost;
        whole->wrong += part->wrong;
    }
    whole->seconds = (double)(g_get_monotonic_time() - running->start) / G_TIME_SPAN_SECOND;
    g_array_sort(whole->microseconds, compare_times);
    g_ptr_array_unref(running->threads);
    g_free(running);
    return whole;
}

LoadResult *load_run(const Load *load, double seconds)
{
    RunningLoad *running = load_start(load);
    g_usleep((gulong)(seconds * G_TIME_SPAN_SECOND));
    return load_finish(running);
}

double load_milliseconds(const LoadResult *result, double share)
{
    guint count = result->microseconds->len;
    guint at = MIN((guint)(share * count), count - 1);
    return (double)g_array_index(result->microseconds, int64_t, at) / 1e3;
}
