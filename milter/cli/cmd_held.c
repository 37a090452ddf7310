/* SPDX-License-Identifier: BSD-2-Clause */
/* Posts in the spool: looked at, and decided on by a person. */
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/held_choice.h"
#include "cli/held_decide.h"
#include "cli/held_print.h"
#include "records/log.h"

typedef enum Verb { VERB_LIST, VERB_SHOW, VERB_RELEASE, VERB_DISCARD, VERB_STATS } Verb;

static const struct {
    const char *word;
    Verb verb;
} verbs[] = {
    { "list", VERB_LIST },      { "show", VERB_SHOW },       { "release", VERB_RELEASE },
    { "accept", VERB_RELEASE }, { "approve", VERB_RELEASE }, { "discard", VERB_DISCARD },
    { "stats", VERB_STATS },
};

typedef struct HeldCommand {
    Verb verb;
    HeldChoice choice;
    gboolean again, sent;
    char *by; /* who decides */
} HeldCommand;

static bool find_verb(Cli *cli, HeldCommand *command)
{
    const char *word = cli->inputs[0];
    for (size_t i = 0; word != NULL && i < G_N_ELEMENTS(verbs); i++) {
        if (strcmp(word, verbs[i].word) == 0) {
            command->verb = verbs[i].verb;
            command->choice.ids = cli->inputs + 1;
            return true;
        }
    }
    cli_fail(cli, EX_USAGE, "%s%s%s list, show, release, discard or stats",
             word == NULL ? "say what to do:" : "no `kustode held ", word == NULL ? "" : word,
             word == NULL ? "" : "`; there is");
    return false;
}

static bool is_sound(Cli *cli, const HeldCommand *command)
{
    bool decides = command->verb == VERB_RELEASE || command->verb == VERB_DISCARD;
    bool names_one = decides || command->verb == VERB_SHOW;
    if (names_one && !held_choice_is_narrow(cli, &command->choice)) {
        cli_fail(cli, EX_USAGE,
                 "which? Name an id, or choose with --list, --rule, --sender, "
                 "--older");
        return false;
    }
    if ((command->again || command->sent) &&
        (command->verb != VERB_RELEASE || (command->again && command->sent) ||
         command->choice.ids[0] == NULL)) {
        cli_fail(cli, EX_USAGE, "--again or --sent goes with `release ID`");
        return false;
    }
    return true;
}

/* Who looks on as root must not leave files that the service cannot read, nor follow links that
 * others can make there. */
static bool become_owner(Cli *cli, const char *spool)
{
    struct stat found;
    if (stat(spool, &found) != 0) {
        if (errno != ENOENT) {
            cli_fail(cli, EX_NOPERM, "the spool %s: %s", spool, g_strerror(errno));
        }
        return errno == ENOENT;
    }
    if (geteuid() == 0 && found.st_uid != 0 &&
        (setgroups(0, NULL) != 0 || setresgid(found.st_gid, found.st_gid, found.st_gid) != 0 ||
         setresuid(found.st_uid, found.st_uid, found.st_uid) != 0)) {
        cli_fail(cli, EX_NOPERM, "cannot become the owner of %s: %s", spool, g_strerror(errno));
        return false;
    }
    if (geteuid() != found.st_uid) {
        cli_fail(cli, EX_NOPERM, "the spool %s is somebody else's: ask as root or as its owner",
                 spool);
        return false;
    }
    return true;
}

static void on_broken(const char *path, const char *why, void *user)
{
    cli_fail(user, EX_DATAERR, "%s: %s", path, why);
}

static void decide_all(Cli *cli, const HeldCommand *command, const GPtrArray *chosen)
{
    HeldDecision decision = command->verb == VERB_DISCARD ? DECIDE_DISCARD
                            : command->again              ? DECIDE_AGAIN
                            : command->sent               ? DECIDE_SENT
                                                          : DECIDE_RELEASE;
    log_open("kustode", false, false);
    for (guint i = 0; i < chosen->len; i++) {
        held_decide(cli, g_ptr_array_index(chosen, i), decision, command->by);
    }
    held_tidy(cli->config->service.spool, g_get_real_time() / G_USEC_PER_SEC);
}

static void show_all(Cli *cli, const GPtrArray *chosen)
{
    if (chosen->len > 0 && !cli_start_judging(cli)) {
        return;
    }
    for (guint i = 0; i < chosen->len; i++) {
        held_print_whole(cli, g_ptr_array_index(chosen, i));
    }
}

static void run(Cli *cli, const HeldCommand *command)
{
    g_autoptr(GPtrArray) all = held_all(cli->config->service.spool, on_broken, cli);
    g_autoptr(GPtrArray) chosen = held_choose(cli, &command->choice, all);
    if (chosen == NULL) {
        return;
    }
    switch (command->verb) {
    case VERB_LIST:
        held_print_list(cli, chosen);
        break;
    case VERB_SHOW:
        show_all(cli, chosen);
        break;
    case VERB_STATS:
        held_print_stats(cli, chosen);
        break;
    default:
        decide_all(cli, command, chosen);
    }
}

/* The person behind sudo, else who runs this; before root is given up. */
static char *who_decides(void)
{
    const char *behind = geteuid() == 0 ? g_getenv("SUDO_USER") : NULL;
    return g_strdup(behind != NULL ? behind : g_get_user_name());
}

int cmd_held(Cli *cli, int argc, char **argv)
{
    HeldCommand command = { 0 };
    g_autofree char *rule = NULL, *sender = NULL, *older = NULL;
    const GOptionEntry own[] = {
        { "rule", 0, 0, G_OPTION_ARG_STRING, &rule, "those that this rule hit", "RULE" },
        { "sender", 0, 0, G_OPTION_ARG_STRING, &sender, "those of this sender", "ADDRESS|@DOMAIN" },
        { "older", 0, 0, G_OPTION_ARG_STRING, &older, "those that wait so long: 3d, 12h, 30m",
          "AGE" },
        { "all", 'a', 0, G_OPTION_ARG_NONE, &command.choice.all, "decided ones too", NULL },
        { "again", 0, 0, G_OPTION_ARG_NONE, &command.again,
          "release: one that was broken off did not go out, send it", NULL },
        { "sent", 0, 0, G_OPTION_ARG_NONE, &command.sent,
          "release: one that was broken off did go out, send nothing", NULL },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (!cli_parse(cli, argc, argv, own) || !find_verb(cli, &command)) {
        return cli->status;
    }
    command.choice.rule = rule;
    command.choice.sender = sender;
    command.choice.older = older;
    g_autofree char *by = who_decides();
    command.by = by;
    if (is_sound(cli, &command) && cli_load_config(cli) &&
        become_owner(cli, cli->config->service.spool)) {
        run(cli, &command);
    }
    return cli->status;
}
