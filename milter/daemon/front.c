/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/front.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/generation.h"
#include "daemon/in_flight.h"
#include "daemon/session.h"
#include "pool/passing.h"
#include "pool/roster.h"
#include "records/held.h"

enum {
    REPLY_MICROSECONDS =
        200 * 1000, /* libmilter still writes the answer of a call-back that has returned */
};

static Policies *read_roster(int fd)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new_from_fd(fd, FALSE, NULL);
    close(fd);
    if (file == NULL) {
        return NULL;
    }
    return roster_unpack(
        span_make(g_mapped_file_get_contents(file), g_mapped_file_get_length(file)));
}

/* As many processes as the generation before has, so that its posts in flight and the first ones of
 * the new one are judged side by side. */
static void hire_as_before(Judging *judging)
{
    if (generation_is_there()) {
        g_autoptr(Generation) before = generation_in_force();
        judging_hire(judging, judging_workers(before->judging));
    }
}

/* Where it cannot be used, what is to be held is deferred until it can. */
static void prepare_spool(const Judging *judging, const char *spool)
{
    g_autoptr(GError) error = NULL;
    if (!judging_uses_spool(judging)) {
        return;
    }
    if (!held_spool_open(spool, &error)) {
        log_service(LOG_ERR, "what is to be held is deferred: %s", error->message);
        return;
    }
    held_tidy(spool, g_get_real_time() / G_USEC_PER_SEC);
}

static void serve(const FrontOrder *order, int link, const int descriptors[N_ORDER_DESCRIPTORS])
{
    Policies *roster = read_roster(descriptors[ORDER_ROSTER]);
    if (roster == NULL) {
        log_service(LOG_ERR, "a roster of lists is unreadable; the generation before stays");
        close(descriptors[ORDER_CONTROL]);
        return;
    }
    Judging *judging = judging_new_from_zygote(descriptors[ORDER_CONTROL], roster, order->workers);
    hire_as_before(judging);
    prepare_spool(judging, order->spool);
    generation_announce(generation_new(judging, order->log_from, order->spool));
    const char byte = FRONT_SERVES;
    send(link, &byte, 1, MSG_NOSIGNAL);
}

/*
 * libmilter notices smfi_stop only after up to five seconds, so the process leaves without it; what
 * it still holds then is idle connections.
 */
G_NORETURN static void leave(void)
{
    unsigned left = in_flight_finish(FRONT_LEAVE_SECONDS);
    g_usleep(REPLY_MICROSECONDS);
    if (left > 0) {
        log_service(LOG_WARNING, "%u posts in flight were not finished in time; they come again",
                    left);
    }
    exit(EXIT_SUCCESS);
}

static void obey_next_order(int link)
{
    FrontOrder order;
    int descriptors[N_ORDER_DESCRIPTORS];
    bool has_order = pass_receive(link, &order, sizeof order, descriptors, N_ORDER_DESCRIPTORS);
    if (!has_order || order.what == FRONT_LEAVE) {
        leave();
    }
    serve(&order, link, descriptors);
}

static void *obey(void *link)
{
    for (;;) {
        obey_next_order(GPOINTER_TO_INT(link));
    }
    return NULL;
}

static void start_obeying(int link)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, obey, GINT_TO_POINTER(link)) != 0) {
        log_service(LOG_CRIT, "no thread for the supervisor's orders");
        exit(EXIT_FAILURE);
    }
}

void front_run(int listen_fd, int link, Counters *counters)
{
    counters_reset_gauges(counters);
    session_counters = counters;
    while (!generation_is_there()) {
        obey_next_order(link);
    }
    start_obeying(link);
    /* Debian's libmilter takes a socket that is open already; where it does not, the next call says
     * so. */
    g_autofree char *connection = g_strdup_printf("fd:%d", listen_fd);
    if (smfi_register(session_callbacks) != MI_SUCCESS || smfi_setconn(connection) != MI_SUCCESS ||
        smfi_opensocket(0) != MI_SUCCESS) {
        log_service(LOG_CRIT, "libmilter does not take an open socket (fd:N)");
        exit(EX_SOFTWARE);
    }
    int result = smfi_main();
    /* Only a signal sent to this process alone, not by the supervisor, ends here. */
    if (result != MI_SUCCESS) {
        log_service(LOG_CRIT, "libmilter has given up");
        exit(EX_SOFTWARE);
    }
    leave();
}
