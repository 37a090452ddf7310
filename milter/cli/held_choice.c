/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/held_choice.h"

enum { MINUTE_SECONDS = 60, HOUR_SECONDS = 60 * 60, DAY_SECONDS = 24 * 60 * 60 };

static const struct {
    char unit;
    const char *shown;
    int64_t seconds;
} units[] = {
    { 'd', "d", DAY_SECONDS },
    { 'h', "h", HOUR_SECONDS },
    { 'm', "min", MINUTE_SECONDS },
};

static int64_t age_seconds(const Held *held)
{
    return MAX(0, g_get_real_time() / G_USEC_PER_SEC - held->facts->received_seconds);
}

char *held_age(const Held *held)
{
    int64_t age = age_seconds(held);
    size_t i = 0;
    while (i + 1 < G_N_ELEMENTS(units) && age < units[i].seconds) {
        i++;
    }
    return g_strdup_printf("%" G_GINT64_FORMAT " %s", age / units[i].seconds, units[i].shown);
}

/* "3d", "12h", "30m". */
static bool parse_age(const char *text, int64_t *seconds)
{
    size_t length = strlen(text);
    g_autofree char *digits = g_strndup(text, length > 0 ? length - 1 : 0);
    guint64 number;
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (length > 1 && text[length - 1] == units[i].unit &&
            g_ascii_string_to_unsigned(digits, 10, 0, 100000, &number, NULL)) {
            *seconds = (int64_t)number * units[i].seconds;
            return true;
        }
    }
    return false;
}

/* An address, or @DOMAIN. */
static bool is_sender(const char *sender, const char *wanted)
{
    const char *shown = wanted[0] == '@' ? strrchr(sender, '@') : sender;
    return shown != NULL && g_ascii_strcasecmp(shown, wanted) == 0;
}

static bool has_rule(const Held *held, const char *rule)
{
    return held->facts->rules != NULL &&
           g_strv_contains((const char *const *)held->facts->rules, rule);
}

static bool is_open(const Held *held)
{
    return held->state == HELD_WAITING || held->state == HELD_RELEASING;
}

bool held_choice_is_narrow(const Cli *cli, const HeldChoice *choice)
{
    return choice->ids[0] != NULL || cli->list != NULL || choice->rule != NULL ||
           choice->sender != NULL || choice->older != NULL;
}

static bool is_chosen(const Cli *cli, const HeldChoice *choice, int64_t older_seconds,
                      const Held *held)
{
    return (choice->all || is_open(held)) &&
           (cli->list == NULL || g_ascii_strcasecmp(held->facts->list, cli->list) == 0) &&
           (choice->rule == NULL || has_rule(held, choice->rule)) &&
           (choice->sender == NULL || is_sender(held->facts->sender, choice->sender)) &&
           (choice->older == NULL || age_seconds(held) >= older_seconds);
}

/* The one post that an id means; NULL with the error told. */
static Held *find_by_id(Cli *cli, const char *id, const GPtrArray *all)
{
    Held *found = NULL;
    for (guint i = 0; i < all->len; i++) {
        Held *held = g_ptr_array_index(all, i);
        if (id[0] != '\0' && g_str_has_prefix(held->id, id)) {
            if (found != NULL) {
                cli_fail(cli, EX_USAGE, "several held posts begin with `%s`: write more of it", id);
                return NULL;
            }
            found = held;
        }
    }
    if (found == NULL) {
        cli_fail(cli, EX_NOINPUT, "no held post `%s`; `kustode held list --all` shows them", id);
    }
    return found;
}

static GPtrArray *choose_by_id(Cli *cli, char *const *ids, const GPtrArray *all)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();
    for (size_t i = 0; ids[i] != NULL; i++) {
        Held *held = find_by_id(cli, ids[i], all);
        if (held == NULL) {
            return NULL;
        }
        g_ptr_array_add(chosen, held);
    }
    return g_steal_pointer(&chosen);
}

GPtrArray *held_choose(Cli *cli, const HeldChoice *choice, const GPtrArray *all)
{
    int64_t older_seconds = 0;
    if (choice->older != NULL && !parse_age(choice->older, &older_seconds)) {
        cli_fail(cli, EX_USAGE, "--older takes 3d, 12h or 30m, not `%s`", choice->older);
        return NULL;
    }
    if (choice->ids[0] != NULL) {
        return choose_by_id(cli, choice->ids, all);
    }
    GPtrArray *chosen = g_ptr_array_new();
    for (guint i = 0; i < all->len; i++) {
        Held *held = g_ptr_array_index(all, i);
        if (is_chosen(cli, choice, older_seconds, held)) {
            g_ptr_array_add(chosen, held);
        }
    }
    return chosen;
}
