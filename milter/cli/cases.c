/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cases.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <unistd.h>

#include "decision/status_header.h"

enum { MOST_CASES = 99999 };

typedef struct Replay {
    Judging *judging;
    CaseSums *sums;
    CaseFailed on_failed;
    void *user;
} Replay;

char *cases_folder(const char *main_file)
{
    g_autofree char *folder =
        g_path_get_dirname(main_file == NULL ? CONFIG_DEFAULT_FILE : main_file);
    return g_build_filename(folder, "cases", NULL);
}

bool case_verdict(const char *word, Verdict *verdict)
{
    for (*verdict = VERDICT_NONE; *verdict <= VERDICT_HOAX; (*verdict)++) {
        if (strcmp(verdict_name(*verdict), word) == 0) {
            return true;
        }
    }
    return false;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted; NULL-terminated, caller's. */
static char **names_in(const char *folder)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
    const char *name;
    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        if (name[0] != '.') {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_steal(names, NULL);
}

/* Numbers only go up: one that is free may stand in somebody's notes. */
static unsigned next_number(const char *folder)
{
    unsigned last = 0;
    g_auto(GStrv) names = names_in(folder);
    for (size_t i = 0; names[i] != NULL; i++) {
        last = MAX(last, (unsigned)g_ascii_strtoull(names[i], NULL, 10));
    }
    return last + 1;
}

static bool write_new(const char *path, Span raw, GError **error)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool is_written = descriptor >= 0;
    for (size_t at = 0; is_written && at < raw.length;) {
        ssize_t count = write(descriptor, raw.text + at, raw.length - at);
        is_written = count > 0;
        at += is_written ? (size_t)count : 0;
    }
    is_written = is_written && fsync(descriptor) == 0;
    if (!is_written) {
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno),
                    "cannot write %s: %s", path, g_strerror(errno));
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    return is_written;
}

char *case_store(const char *folder, const char *list, Span raw, Verdict expected, GError **error)
{
    g_autofree char *name_of_list = g_ascii_strdown(list, -1);
    if (strchr(list, '/') != NULL || list[0] == '.') { /* what a pattern matches may be anything */
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "`%s` cannot be a folder", list);
        return NULL;
    }
    g_autofree char *own = g_build_filename(folder, name_of_list, NULL);
    if (g_mkdir_with_parents(own, 0755) != 0) {
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "cannot make %s: %s",
                    own, g_strerror(errno));
        return NULL;
    }
    unsigned number = next_number(own);
    if (number > MOST_CASES) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "%s has no number left", own);
        return NULL;
    }
    g_autofree char *name = g_strdup_printf("%03u-%s.eml", number, verdict_name(expected));
    g_autofree char *path = g_build_filename(own, name, NULL);
    return write_new(path, raw, error) ? g_steal_pointer(&path) : NULL;
}

static void fail(const Replay *replay, const char *path, const char *why)
{
    replay->sums->failed++;
    replay->on_failed(path, why, replay->user);
}

/* `hoax 4.5/4.0 (PLEA 2.5, THREAT 2)`. */
static char *outcome_text(const Outcome *outcome)
{
    g_autofree char *score = status_header_score(outcome);
    g_autoptr(GString) text = g_string_new(verdict_name(outcome->verdict));
    g_string_append_printf(text, " %s (", score);
    for (guint i = 0; i < outcome->rules->len; i++) {
        const OutcomeRule *rule = g_ptr_array_index(outcome->rules, i);
        g_string_append_printf(text, "%s%s %g", i > 0 ? ", " : "", rule->name, rule->points);
    }
    g_string_append(text, outcome->rules->len > 0 ? ")" : "no rule)");
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* NNN-VERDICT.eml */
static bool expected_of(const char *name, Verdict *expected)
{
    const char *dash = strchr(name, '-');
    if (dash == NULL || !g_str_has_suffix(name, ".eml")) {
        return false;
    }
    g_autofree char *word = g_strndup(dash + 1, strlen(dash + 1) - strlen(".eml"));
    return case_verdict(word, expected);
}

static void replay_file(const Replay *replay, const char *path, const char *name,
                        const PostList *list)
{
    Verdict expected;
    char *raw = NULL;
    gsize length;
    g_autoptr(GError) error = NULL;
    if (!expected_of(name, &expected)) {
        fail(replay, path, "a case is called NNN-none.eml, NNN-hoax.eml or NNN-advisory.eml");
        return;
    }
    if (!g_file_get_contents(path, &raw, &length, &error)) {
        fail(replay, path, error->message);
        return;
    }
    JudgingRequest request = { .raw = span_make(raw, length), .lists = list, .n_lists = 1 };
    g_autoptr(Judgement) judgement = judging_judge(replay->judging, &request);
    const Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
    if (outcome->verdict != expected) {
        g_autofree char *given = outcome_text(outcome);
        g_autofree char *why =
            g_strdup_printf("%s, but %s is expected", given, verdict_name(expected));
        fail(replay, path, why);
    }
    g_free(raw);
}

static void replay_list(const Replay *replay, const char *folder, const char *address)
{
    g_autofree char *own = g_build_filename(folder, address, NULL);
    g_autofree char *list_address = g_strdup(address);
    PostList list = { list_index_find(judging_lists(replay->judging), address), list_address };
    if (list.number < 0) {
        fail(replay, own, "no list of that name is configured");
        return;
    }
    g_auto(GStrv) names = names_in(own);
    for (size_t i = 0; names[i] != NULL; i++) {
        g_autofree char *path = g_build_filename(own, names[i], NULL);
        replay->sums->cases++;
        replay_file(replay, path, names[i], &list);
    }
}

void cases_replay(const char *folder, Judging *judging, CaseSums *sums, CaseFailed on_failed,
                  void *user)
{
    const Replay replay = { judging, sums, on_failed, user };
    g_auto(GStrv) lists = names_in(folder);
    for (size_t i = 0; lists[i] != NULL; i++) {
        replay_list(&replay, folder, lists[i]);
    }
}
