/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one list wants: mode, thresholds, actions, words and rule overrides; and the policies of all
 * lists with the rules they share, one generation of configuration. Plain data, made by settings/,
 * never changed afterwards.
 */
#ifndef KUSTODE_DECISION_POLICY_H
#define KUSTODE_DECISION_POLICY_H

#include "decision/list_index.h"
#include "decision/notice_template.h"
#include "rules/match.h"

typedef enum ListMode { LIST_OFF, LIST_SHADOW, LIST_LIVE } ListMode;

typedef enum Action {
    ACTION_SUBJECT,
    ACTION_NOTICE,
    ACTION_HOLD,
    ACTION_REDIRECT,
    ACTION_REJECT,
    ACTION_DISCARD,
    N_ACTIONS
} Action;
typedef unsigned ActionSet; /* 1u << Action */

/* "subject" ...; static. */
const char *action_name(Action action);
const char *list_mode_name(ListMode mode);

/* "subject,notice" or "none". Caller's. */
char *action_names_joined(ActionSet actions);

typedef struct PolicyStep {
    double from_points;
    ActionSet actions;
    Place place;
} PolicyStep;

typedef struct ClassPolicy {
    double verdict_points; /* from which it is one */
    GArray *steps;         /* PolicyStep, ascending; the highest one reached applies alone */
    bool has_asks;
    ActionSet asks; /* instead, when the poster only asks */
    Place asks_place;
    char *subject;                /* the tag, UTF-8 */
    char *notice_name;            /* of a notice file, NULL: the one of the list's language */
    const NoticeTemplate *notice; /* one of the Policies' */
} ClassPolicy;

typedef enum Annotate { ANNOTATE_AUTO, ANNOTATE_PLAIN_ONLY, ANNOTATE_NONE } Annotate;
typedef enum HeaderDetail { HEADER_VERDICT, HEADER_FULL, HEADER_NONE } HeaderDetail;
/* Who keeps a post that a step holds, until somebody decides. */
typedef enum HeldBy { HELD_BY_LIST_MANAGER, HELD_BY_SPOOL } HeldBy;
typedef enum Failure { FAILURE_DELIVER, FAILURE_NOTICE, FAILURE_HOLD, FAILURE_TEMPFAIL } Failure;

typedef struct Policy {
    char *address; /* lower case, or a pattern; NULL: `defaults` */
    ListMode mode;
    char *language;   /* of tags and notices */
    char **languages; /* of the rules; NULL: all */
    ClassPolicy classes[N_CLASSES];
    Annotate annotate;
    bool from_munged, resigned; /* the list manager rewrites From, or signs anew: DKIM of the poster
                                   is no concern */
    HeaderDetail header;
    bool references; /* X-Kustode-References wanted */
    Failure on_error, on_limit;
    const NoticeTemplate *limit_notice; /* for `on-limit: notice` */
    char *contact;            /* whom a notice says to tell when it is wrong; NULL: LIST-owner@ */
    char **trusted;           /* issuers' addresses, lower case */
    RuleOverrides *overrides; /* in a g_atomic_rc_box that lists share; NULL: none */
    HeldBy held_by;
    char *reinject; /* smtp:HOST:PORT, where a post goes on from the spool */
    bool is_shared; /* all but the address is another one's, which lives as long: 10,000 lists have
                       few different policies */
} Policy;

typedef struct Policies {
    RuleSet *rules;
    GPtrArray *lists;    /* Policy, owned */
    Policy *defaults;    /* for posts to no configured list; mode shadow unless configured */
    GHashTable *notices; /* file name without .txt, e.g. "hoax.de" -> NoticeTemplate, owned */
    ListIndex *index;    /* address -> position in `lists` */
    Limits limits;
    char generation[9]; /* first 8 hex digits of SHA-256 over names and bytes of all files read */
} Policies;

/*
 * How the list is called: the policy's address, or for one of a pattern the address that led to it
 * (may be NULL). Borrowed from either.
 */
const char *policy_list_name(const Policy *policy, const char *address);

/* Whether a live list keeps in the spool what it holds. */
bool policies_use_spool(const Policies *policies);

void policy_free(Policy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Policy, policy_free)
void policies_free(Policies *policies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Policies, policies_free)

#endif
