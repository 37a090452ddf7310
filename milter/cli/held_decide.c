/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/held_decide.h"

#include <stdio.h>
#include <unistd.h>

#include "records/held_send.h"
#include "records/log.h"
#include "settings/socket.h"
#include "text/printable.h"

enum { ANSWER_CHARACTERS = 200 };

static const struct {
    const char *word;
    HeldState from;
} decisions[] = {
    [DECIDE_RELEASE] = { "release", HELD_WAITING },
    [DECIDE_DISCARD] = { "discard", HELD_WAITING },
    [DECIDE_AGAIN] = { "release --again", HELD_RELEASING },
    [DECIDE_SENT] = { "release --sent", HELD_RELEASING },
};

static bool move(Cli *cli, Held *held, HeldState state)
{
    g_autoptr(GError) error = NULL;
    if (!held_move(cli->config->service.spool, held, state, &error)) {
        cli_fail(cli, EX_IOERR, "%.*s: %s", HELD_SHORT_ID, held->id, error->message);
        return false;
    }
    return true;
}

static void note_decision(HeldFacts *facts, const char *word, const char *by)
{
    g_free(facts->decision);
    g_free(facts->decided_by);
    g_clear_pointer(&facts->answer, g_free);
    facts->decision = g_strdup(word);
    facts->decided_by = g_strdup(by);
    facts->decided_seconds = g_get_real_time() / G_USEC_PER_SEC;
}

static void forget_decision(HeldFacts *facts)
{
    g_clear_pointer(&facts->decision, g_free);
    g_clear_pointer(&facts->decided_by, g_free);
    facts->decided_seconds = 0;
}

static void say(const Cli *cli, const Held *held, const char *what)
{
    g_autofree char *answer = printable(held->facts->answer, ANSWER_CHARACTERS);
    if (!cli->quiet) {
        printf("%.*s: %s%s%s\n", HELD_SHORT_ID, held->id, what, answer[0] != '\0' ? ": " : "",
               answer);
    }
}

/* Where its list's posts go on from; a list that is no more goes by `defaults`. */
static const char *reinject_of(const Cli *cli, const Held *held)
{
    const Policies *policies = cli->config->policies;
    int list = list_index_find(policies->index, held->facts->list);
    const Policy *policy = list < 0 ? policies->defaults : g_ptr_array_index(policies->lists, list);
    return policy->reinject;
}

static HeldSent send_copy(const Cli *cli, Held *held, char **answer)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *host = NULL;
    g_autoptr(GBytes) copy = held_read(held, HELD_COPY, &error);
    if (copy == NULL) {
        *answer = g_strdup(error->message);
        return HELD_REFUSED;
    }
    HeldMail mail = { .sender = held->facts->sender, .recipients = held->facts->recipients };
    gsize length;
    const char *bytes = g_bytes_get_data(copy, &length);
    mail.bytes = span_make(bytes, length);
    reinject_parse(reinject_of(cli, held), &host, &mail.port);
    mail.host = host;
    return held_send(&mail, answer);
}

/*
 * Between `releasing` and what follows the process may end at any point: then it is not known
 * whether the post went out, and a person looks. Nothing is sent twice by itself.
 */
static void release(Cli *cli, Held *held)
{
    if (held->state != HELD_RELEASING && !move(cli, held, HELD_RELEASING)) {
        return;
    }
    HeldSent sent = send_copy(cli, held, &held->facts->answer);
    if (sent == HELD_SENT) {
        if (move(cli, held, HELD_RELEASED)) {
            say(cli, held, "released");
        }
        log_decision(held);
        return;
    }
    g_autofree char *why = printable(held->facts->answer, ANSWER_CHARACTERS);
    const char *where = reinject_of(cli, held);
    if (sent == HELD_UNCERTAIN) {
        log_decision(held);
        cli_fail(cli, EX_TEMPFAIL,
                 "%.*s: handed to %s without an answer (%s): look for %s in the mail server's log, "
                 "then `kustode held release --sent` or `--again`",
                 HELD_SHORT_ID, held->id, where, why,
                 held->facts->message_id == NULL ? "it" : held->facts->message_id);
        return;
    }
    forget_decision(held->facts);
    g_clear_pointer(&held->facts->answer, g_free);
    if (move(cli, held, HELD_WAITING)) {
        cli_fail(cli, EX_TEMPFAIL, "%.*s: still held: %s says: %s", HELD_SHORT_ID, held->id, where,
                 why);
    }
}

static bool may_decide(Cli *cli, const Held *held, HeldDecision decision)
{
    if (held->state == decisions[decision].from) {
        return true;
    }
    if (held->state == HELD_RELEASING) {
        cli_fail(cli, EX_DATAERR,
                 "%.*s: a release by %s was broken off, and whether it went out is not known: look "
                 "for it in the mail server's log, then `kustode held release --sent` or `--again`",
                 HELD_SHORT_ID, held->id, held->facts->decided_by);
    } else {
        cli_fail(cli, EX_DATAERR, "%.*s: is %s%s%s", HELD_SHORT_ID, held->id,
                 held_state_name(held->state), held->facts->decided_by == NULL ? "" : " by ",
                 held->facts->decided_by == NULL ? "" : held->facts->decided_by);
    }
    return false;
}

void held_decide(Cli *cli, Held *held, HeldDecision decision, const char *by)
{
    g_autoptr(GError) error = NULL;
    int lock = held_lock(held, &error);
    if (lock < 0) {
        cli_fail(cli, EX_TEMPFAIL, "%.*s: %s", HELD_SHORT_ID, held->id, error->message);
        return;
    }
    if (may_decide(cli, held, decision)) {
        note_decision(held->facts, decisions[decision].word, by);
        if (decision == DECIDE_RELEASE || decision == DECIDE_AGAIN) {
            release(cli, held);
        } else if (move(cli, held, decision == DECIDE_DISCARD ? HELD_DISCARDED : HELD_RELEASED)) {
            say(cli, held, decision == DECIDE_DISCARD ? "discarded" : "counts as released");
            log_decision(held);
        }
    }
    close(lock);
}
