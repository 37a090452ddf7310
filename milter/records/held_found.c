/* SPDX-License-Identifier: BSD-2-Clause */
/* Held posts found again, moved from state to state, and taken away at last. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/held_disk.h"

enum {
    HOUR_SECONDS = 60 * 60,
    /* A mail server gives up after five days (RFC 5321 4.5.4.1); until then the same post may come
     * again, and is to find the one that was decided. */
    KEPT_SECONDS = 7 * 24 * HOUR_SECONDS,
};

void held_free(Held *held)
{
    if (held == NULL) {
        return;
    }
    g_free(held->id);
    g_free(held->folder);
    held_facts_free(held->facts);
    g_free(held);
}

static GBytes *read_file(const char *folder, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *bytes;
    gsize length;
    return g_file_get_contents(path, &bytes, &length, error) ? g_bytes_new_take(bytes, length)
                                                             : NULL;
}

GBytes *held_read(const Held *held, const char *name, GError **error)
{
    return read_file(held->folder, name, error);
}

static HeldFacts *read_facts(const char *folder, GError **error)
{
    g_autoptr(GBytes) bytes = read_file(folder, HELD_FACTS, error);
    gsize length;
    const char *text = bytes == NULL ? NULL : g_bytes_get_data(bytes, &length);
    return bytes == NULL ? NULL : held_facts_read(span_make(text, length), error);
}

static void add_held(GPtrArray *all, HeldState state, const char *folder, HeldBroken on_broken,
                     void *user)
{
    g_autoptr(GError) error = NULL;
    HeldFacts *facts = read_facts(folder, &error);
    if (facts == NULL) {
        /* Decided by somebody else while we looked: it is in another folder by now. */
        if (g_file_test(folder, G_FILE_TEST_EXISTS)) {
            on_broken(folder, error->message, user);
        }
        return;
    }
    Held *held = g_new(Held, 1);
    *held = (Held){ g_path_get_basename(folder), state, g_strdup(folder), facts };
    g_ptr_array_add(all, held);
}

static int compare_age(const void *a, const void *b)
{
    const Held *x = *(Held *const *)a, *y = *(Held *const *)b;
    int64_t first = x->facts->received_seconds, second = y->facts->received_seconds;
    return first != second ? (first > second) - (first < second) : strcmp(x->id, y->id);
}

GPtrArray *held_all(const char *spool, HeldBroken on_broken, void *user)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)held_free);
    for (int i = 0; i < N_HELD_STATES; i++) {
        g_autofree char *above = held_state_folder(spool, i);
        g_autoptr(GDir) names = g_dir_open(above, 0, NULL);
        const char *name;
        while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
            g_autofree char *folder = g_build_filename(above, name, NULL);
            add_held(all, i, folder, on_broken, user);
        }
    }
    g_ptr_array_sort(all, compare_age);
    return all;
}

int held_lock(const Held *held, GError **error)
{
    int fd = open(held->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0) {
        bool is_gone = fd < 0 && errno == ENOENT, is_locked = fd >= 0 && errno == EWOULDBLOCK;
        if (is_gone || is_locked) {
            g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_AGAIN,
                                "somebody else decides it just now");
        } else {
            held_fail(error, "cannot lock", held->folder);
        }
        if (fd >= 0) {
            close(fd);
        }
        return -1;
    }
    return fd;
}

static bool write_facts(const Held *held, GError **error)
{
    GString *facts = held_facts_write(held->facts);
    bool is_written =
        held_write_over(held->folder, HELD_FACTS, span_make(facts->str, facts->len), error);
    g_string_free(facts, TRUE);
    return is_written;
}

bool held_move(const char *spool, Held *held, HeldState state, GError **error)
{
    g_autofree char *place = held_folder(spool, state, held->id);
    g_autofree char *before = held_state_folder(spool, held->state);
    g_autofree char *above = held_state_folder(spool, state);
    /* First what it says, then where it lies: what lies among the decided ones says by whom. */
    if (!write_facts(held, error)) {
        return false;
    }
    if (rename(held->folder, place) != 0) {
        return held_fail(error, "cannot rename to", place);
    }
    g_free(held->folder);
    held->folder = g_steal_pointer(&place);
    held->state = state;
    return held_sync_folder(above, error) && held_sync_folder(before, error);
}

/* Out of sight in one step, so that what is half taken away is nobody's post. */
static void remove_older(const char *spool, const char *above, int64_t before_seconds)
{
    g_autofree char *tmp = held_tmp_folder(spool);
    g_autoptr(GDir) names = g_dir_open(above, 0, NULL);
    const char *name;
    while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
        g_autofree char *folder = g_build_filename(above, name, NULL);
        g_autofree char *away = g_build_filename(tmp, name, NULL);
        struct stat found;
        if (lstat(folder, &found) == 0 && found.st_mtime < before_seconds &&
            rename(folder, away) == 0) {
            held_remove(away);
        }
    }
}

void held_tidy(const char *spool, int64_t now_seconds)
{
    g_autofree char *tmp = held_tmp_folder(spool);
    g_autofree char *released = held_state_folder(spool, HELD_RELEASED);
    g_autofree char *discarded = held_state_folder(spool, HELD_DISCARDED);
    remove_older(spool, tmp, now_seconds - HOUR_SECONDS);
    remove_older(spool, released, now_seconds - KEPT_SECONDS);
    remove_older(spool, discarded, now_seconds - KEPT_SECONDS);
}
