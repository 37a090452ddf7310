/* SPDX-License-Identifier: BSD-2-Clause */
#include "records/held.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/held_disk.h"

enum { ID_LENGTH = 32 }; /* 128 bits of a SHA-256: nobody makes two posts that share it */

/* ---- the folder ---------------------------------------------------------------------------- */

static bool check_rights(const char *spool, const struct stat *found, GError **error)
{
    if (!S_ISDIR(found->st_mode)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR, "the spool %s is no folder", spool);
        return false;
    }
    if ((found->st_mode & 0077) != 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_PERM,
                    "others can look into the spool %s; close it with: chmod 0700 %s", spool,
                    spool);
        return false;
    }
    return true;
}

bool held_spool_is_sound(const char *spool, GError **error)
{
    struct stat found;
    g_autofree char *above = g_path_get_dirname(spool);
    if (lstat(spool, &found) == 0) {
        return check_rights(spool, &found, error);
    }
    if (errno != ENOENT || g_file_test(above, G_FILE_TEST_IS_DIR)) {
        return errno == ENOENT || held_fail(error, "the spool", spool);
    }
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                "the spool %s: there is no folder %s; make it first", spool, above);
    return false;
}

static bool make_folder(const char *path, GError **error)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST || held_fail(error, "cannot make", path);
}

bool held_spool_open(const char *spool, GError **error)
{
    g_autofree char *tmp = held_tmp_folder(spool);
    if (!held_spool_is_sound(spool, error) || !make_folder(spool, error) ||
        !make_folder(tmp, error)) {
        return false;
    }
    for (int i = 0; i < N_HELD_STATES; i++) {
        g_autofree char *folder = held_state_folder(spool, i);
        if (!make_folder(folder, error)) {
            return false;
        }
    }
    return access(tmp, W_OK | X_OK) == 0 || held_fail(error, "cannot write to", tmp);
}

/* ---- a post -------------------------------------------------------------------------------- */

static Span body_of(Span raw)
{
    const char *blank = raw.length == 0 ? NULL : memmem(raw.text, raw.length, "\r\n\r\n", 4);
    return blank == NULL ? raw : span_slice(raw, (size_t)(blank - raw.text), raw.length);
}

static void add_text(GChecksum *digest, const char *text)
{
    g_checksum_update(digest, (const guchar *)text, (gssize)strlen(text) + 1);
}

/* The same post comes again with another trace on top, and with the same Message-ID and body. */
static char *id_of(const HeldPost *post)
{
    const HeldFacts *facts = post->facts;
    g_autoptr(GChecksum) digest = g_checksum_new(G_CHECKSUM_SHA256);
    Span body = body_of(post->raw);
    add_text(digest, facts->list);
    add_text(digest, facts->message_id != NULL ? facts->message_id : facts->sender);
    g_checksum_update(digest, (const guchar *)body.text, (gssize)body.length);
    return g_strndup(g_checksum_get_string(digest), ID_LENGTH);
}

/* Whether it is there, in `state`, for good. */
static bool is_there(const char *spool, HeldState state, const char *id)
{
    g_autofree char *folder = held_folder(spool, state, id);
    g_autofree char *above = held_state_folder(spool, state);
    /* Who made it may not have come to the second step yet. */
    return g_file_test(folder, G_FILE_TEST_IS_DIR) && held_sync_folder(above, NULL);
}

static bool is_known(const char *spool, const char *id)
{
    for (int i = 0; i < N_HELD_STATES; i++) {
        if (is_there(spool, i, id)) {
            return true;
        }
    }
    return false;
}

static bool write_post(const char *folder, const HeldPost *post, GError **error)
{
    GString *facts = held_facts_write(post->facts);
    bool is_written =
        held_write_new(folder, HELD_POST, post->raw, error) &&
        held_write_new(folder, HELD_COPY, post->copy, error) &&
        held_write_new(folder, HELD_FACTS, span_make(facts->str, facts->len), error) &&
        held_sync_folder(folder, error);
    g_string_free(facts, TRUE);
    return is_written;
}

/* From a folder of its own, whole, to its place. Of two that come at once the second joins. */
static bool put_in_place(const char *spool, const char *folder, const char *id, bool *is_new,
                         GError **error)
{
    g_autofree char *place = held_folder(spool, HELD_WAITING, id);
    g_autofree char *above = held_state_folder(spool, HELD_WAITING);
    *is_new = rename(folder, place) == 0;
    if (!*is_new && errno != ENOTEMPTY && errno != EEXIST) {
        return held_fail(error, "cannot rename to", place);
    }
    return held_sync_folder(above, error);
}

bool held_store(const char *spool, const HeldPost *post, char **id, bool *is_new, GError **error)
{
    g_autofree char *own_id = id_of(post);
    g_autofree char *tmp = held_tmp_folder(spool);
    g_autofree char *folder = g_strdup_printf("%s/%s.XXXXXX", tmp, own_id);
    *is_new = false;
    if (is_known(spool, own_id)) {
        *id = g_steal_pointer(&own_id);
        return true;
    }
    if (g_mkdtemp(folder) == NULL) {
        return held_fail(error, "cannot make a folder in", tmp);
    }
    bool is_stored =
        write_post(folder, post, error) && put_in_place(spool, folder, own_id, is_new, error);
    if (!*is_new) {
        held_remove(folder);
    }
    if (is_stored) {
        *id = g_steal_pointer(&own_id);
    }
    return is_stored;
}
