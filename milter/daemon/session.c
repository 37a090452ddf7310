/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/session.h"

#include <stdlib.h>
#include <syslog.h>

#include "daemon/holding.h"
#include "daemon/in_flight.h"
#include "daemon/patience.h"
#include "daemon/post.h"

/*
 * Nothing before DATA, and nothing while the post arrives, is ever answered: the MTA need not wait.
 * DATA itself must be, since there mail for no list is let go: after an answer from a call-back
 * that has none to give, libmilter is out of step and the MTA waits for its timeout.
 */
enum {
    NEEDED_ACTIONS = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY | SMFIF_DELRCPT,
    WANTED_PROTOCOL = SMFIP_NOCONNECT | SMFIP_NOHELO | SMFIP_NOUNKNOWN | SMFIP_NR_MAIL |
                      SMFIP_NR_RCPT | SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY |
                      SMFIP_HDR_LEADSPC,
};

Counters *session_counters;

typedef struct Session {
    bool has_leading_space; /* negotiated: values come and go with the blank behind the colon */
    Post *post;             /* NULL between two transactions */
    bool is_in_flight;      /* the post is counted */
} Session;

static Session *session_of(SMFICTX *context)
{
    Session *session = smfi_getpriv(context);
    if (session == NULL) {
        session = g_new0(Session, 1);
        smfi_setpriv(context, session);
    }
    return session;
}

/*
 * libmilter lets stages through that nothing went before, since some may be left out; whoever
 * speaks so out of turn has a post without recipients, which no list watches.
 */
static Post *post_of(SMFICTX *context)
{
    Session *session = session_of(context);
    if (session->post == NULL) {
        session->post = post_new(generation_in_force(), "");
    }
    return session->post;
}

static void drop_post(Session *session)
{
    g_clear_pointer(&session->post, post_free);
    if (session->is_in_flight) {
        session->is_in_flight = false;
        in_flight_end();
    }
}

static sfsistat on_negotiate(SMFICTX *context, unsigned long actions, unsigned long protocol,
                             unsigned long f2, unsigned long f3, unsigned long *use_actions,
                             unsigned long *use_protocol, unsigned long *use_f2,
                             unsigned long *use_f3)
{
    (void)f2;
    (void)f3;
    if ((actions & NEEDED_ACTIONS) != NEEDED_ACTIONS) {
        log_service(LOG_ERR,
                    "the mail server does not let a milter change header, body and recipients");
        return SMFIS_REJECT;
    }
    session_of(context)->has_leading_space = (protocol & SMFIP_HDR_LEADSPC) != 0;
    *use_actions = NEEDED_ACTIONS;
    *use_protocol = protocol & WANTED_PROTOCOL;
    *use_f2 = *use_f3 = 0;
    return SMFIS_CONTINUE;
}

static sfsistat on_sender(SMFICTX *context, char **arguments)
{
    Session *session = session_of(context);
    drop_post(session);
    session->post = post_new(generation_in_force(), arguments[0]);
    return SMFIS_NOREPLY;
}

static sfsistat on_recipient(SMFICTX *context, char **arguments)
{
    post_add_recipient(post_of(context), arguments[0]);
    return SMFIS_NOREPLY;
}

static const char *queue_id(SMFICTX *context)
{
    char name[] = "i";
    const char *id = smfi_getsymval(context, name);
    return id == NULL ? "-" : id;
}

static sfsistat on_data(SMFICTX *context)
{
    Session *session = session_of(context);
    if (!post_is_watched(post_of(context))) {
        log_service(LOG_DEBUG, "%s: passed: no recipient is the posting address of a list",
                    queue_id(context));
        drop_post(session);
        return SMFIS_ACCEPT;
    }
    session->is_in_flight = in_flight_begin();
    return session->is_in_flight ? SMFIS_CONTINUE : SMFIS_TEMPFAIL;
}

static sfsistat on_field(SMFICTX *context, char *name, char *value)
{
    post_add_field(post_of(context), name, value, session_of(context)->has_leading_space);
    return SMFIS_NOREPLY;
}

static sfsistat on_header_end(SMFICTX *context)
{
    post_end_header(post_of(context));
    return SMFIS_NOREPLY;
}

static sfsistat on_body(SMFICTX *context, unsigned char *bytes, size_t length)
{
    post_add_body(post_of(context), bytes, length);
    return SMFIS_NOREPLY;
}

static void record(const Post *post, const Judgement *judgement, const Holding *holding,
                   SMFICTX *context)
{
    PostRecord record = {
        .queue_id = queue_id(context),
        .sender = post->sender,
        .message_id = post->message_id,
        .size_bytes = post->size,
        .microseconds = judgement->microseconds,
        .from = post->generation->log_from,
    };
    for (guint i = 0; i < judgement->outcomes->len; i++) {
        record.held = holding->outcomes[i].id;
        record.is_held_again = holding->outcomes[i].is_known;
        log_post(g_ptr_array_index(judgement->outcomes, i), &record);
    }
    counters_note_outcomes(session_counters, judgement);
}

/* Whatever becomes of the post, even when the MTA has gone meanwhile: it may have cost a process.
 */
static void record_failure(const Judgement *judgement, SMFICTX *context)
{
    if (judgement->failure != NULL) {
        log_service(LOG_ERR, "%s: not judged: %s", queue_id(context), judgement->failure);
        counters_note_failure(session_counters, judgement, queue_id(context));
    }
}

static Judgement *judge_once(Post *post, SMFICTX *context)
{
    g_ptr_array_add(post->recipients, NULL);
    const JudgingRequest request = {
        .raw = span_make(post->bytes, post->length),
        .envelope = { .sender = post->sender,
                      .recipients = (const char *const *)post->recipients->pdata,
                      .queue_id = queue_id(context),
                      .received_seconds = g_get_real_time() / G_USEC_PER_SEC },
        .lists = (const PostList *)(const void *)post->lists->data,
        .n_lists = post->lists->len,
        .presentation = { .kind = PRESENT_NOTHING },
        .wait_seconds = progress_seconds,
    };
    atomic_fetch_add(&session_counters->judging, 1);
    Judgement *judgement = judging_judge(post->generation->judging, &request);
    atomic_fetch_sub(&session_counters->judging, 1);
    atomic_store(&session_counters->idle, judging_idle_workers(post->generation->judging));
    g_ptr_array_set_size(post->recipients, (int)post->recipients->len - 1);
    return judgement;
}

/*
 * As long as no process has had the post it may be judged again: by the next generation when that
 * of the post has lost its processes. The MTA is told meanwhile that we are at it.
 */
static Judgement *judge(Post *post, SMFICTX *context)
{
    gint64 end = g_get_monotonic_time() + patience_seconds * G_TIME_SPAN_SECOND;
    for (;;) {
        Judgement *judgement = judge_once(post, context);
        bool was_asked =
            judgement->failed_by != JUDGING_BUSY && judgement->failed_by != JUDGING_GONE;
        if (was_asked || g_get_monotonic_time() >= end) {
            return judgement;
        }
        bool is_gone = judgement->failed_by == JUDGING_GONE;
        judgement_free(judgement);
        if (is_gone && generation_wait_for_another(post->generation, progress_seconds)) {
            post_move_to(post, generation_in_force());
        } else {
            smfi_progress(context);
        }
    }
}

/* What was begun on the MTA's copy goes with it: the sending server comes again. */
static sfsistat give_up(SMFICTX *context, const char *why)
{
    log_service(LOG_ERR, "%s: deferred: %s", queue_id(context), why);
    return SMFIS_TEMPFAIL;
}

/* What is to come again is not held before: its lists may decide otherwise by then. */
static sfsistat carry_out(const Wire *wire, const Post *post, const Judgement *judgement)
{
    g_auto(Holding) holding = holding_none(judgement);
    g_autoptr(GError) error = NULL;
    if (judgement->reply != REPLY_TEMPFAIL &&
        !holding_begin(&holding, wire, post, judgement, queue_id(wire->context), &error)) {
        return give_up(wire->context, error->message);
    }
    if (!holding.is_all &&
        !apply_edits(wire, holding.edits, span_make(post->bytes, post->length))) {
        return give_up(wire->context, "the edits could not be carried out");
    }
    record(post, judgement, &holding, wire->context);
    /* Its copies are safe, and there is nobody left to send it to. */
    return holding.is_all ? SMFIS_DISCARD : apply_reply(wire, judgement, post);
}

static sfsistat finish_post(const Wire *wire, Post *post)
{
    if (post->is_out_of_memory) {
        return give_up(wire->context, "the posts in flight have used up limits.memory");
    }
    /* Taking out thousands of fields costs the MTA the square of their number; only an attack has
     * so many. */
    if (post->n_marks > judging_limits(post->generation->judging)->fields) {
        return apply_refusal(wire, "too many X-Kustode fields");
    }
    if (!apply_mark_removal(wire, post)) {
        return give_up(wire->context, "the mail server took no edit");
    }
    if (!post_is_post(post)) {
        log_service(LOG_DEBUG, "%s: not judged: null sender", queue_id(wire->context));
        return SMFIS_CONTINUE;
    }
    g_autoptr(Judgement) judgement = judge(post, wire->context);
    record_failure(judgement, wire->context);
    return carry_out(wire, post, judgement);
}

static sfsistat on_message_end(SMFICTX *context)
{
    Session *session = session_of(context);
    Post *post = post_of(context);
    const Wire wire = { context, session->has_leading_space };
    /* An MTA that knows no DATA stage (protocol below 4) brings mail for no list to here. */
    sfsistat answer = post_is_watched(post) ? finish_post(&wire, post) : SMFIS_ACCEPT;
    drop_post(session);
    return answer;
}

static sfsistat on_abort(SMFICTX *context)
{
    drop_post(session_of(context));
    return SMFIS_CONTINUE;
}

static sfsistat on_close(SMFICTX *context)
{
    Session *session = smfi_getpriv(context);
    if (session != NULL) {
        drop_post(session);
        g_free(session);
        smfi_setpriv(context, NULL);
    }
    return SMFIS_CONTINUE;
}

const struct smfiDesc session_callbacks = {
    .xxfi_name = (char *)"kustode",
    .xxfi_version = SMFI_VERSION,
    .xxfi_flags = NEEDED_ACTIONS,
    .xxfi_negotiate = on_negotiate,
    .xxfi_envfrom = on_sender,
    .xxfi_envrcpt = on_recipient,
    .xxfi_data = on_data,
    .xxfi_header = on_field,
    .xxfi_eoh = on_header_end,
    .xxfi_body = on_body,
    .xxfi_eom = on_message_end,
    .xxfi_abort = on_abort,
    .xxfi_close = on_close,
};
