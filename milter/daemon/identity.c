/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/identity.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "daemon/start_error.h"

static const struct passwd *find_passwd(const char *name, GError **error)
{
    const struct passwd *entry = getpwnam(name);
    if (entry == NULL) {
        g_set_error(error, START_ERROR, EX_CONFIG,
                    "no user \"%s\"; make one with: adduser --system --group %s", name, name);
    }
    return entry;
}

bool user_find(const char *name, uid_t *uid, GError **error)
{
    *uid = (uid_t)-1;
    if (name == NULL) {
        return true;
    }
    const struct passwd *entry = find_passwd(name, error);
    *uid = entry == NULL ? (uid_t)-1 : entry->pw_uid;
    return entry != NULL;
}

bool group_find(const char *name, gid_t *gid, GError **error)
{
    *gid = (gid_t)-1;
    if (name == NULL) {
        return true;
    }
    const struct group *entry = getgrnam(name);
    if (entry == NULL) {
        g_set_error(error, START_ERROR, EX_CONFIG, "no group \"%s\"", name);
        return false;
    }
    *gid = entry->gr_gid;
    return true;
}

bool identity_find(Identity *identity, const char *text, GError **error)
{
    *identity = (Identity){ NULL, (uid_t)-1, (gid_t)-1 };
    if (text == NULL) {
        return true;
    }
    g_auto(GStrv) pieces = g_strsplit(text, ":", 2);
    const struct passwd *entry = find_passwd(pieces[0] == NULL ? "" : pieces[0], error);
    if (entry == NULL) {
        return false;
    }
    identity->user = g_strdup(entry->pw_name);
    identity->uid = entry->pw_uid;
    identity->gid = entry->pw_gid;
    return pieces[1] == NULL || group_find(pieces[1], &identity->gid, error);
}

void identity_clear(Identity *identity)
{
    g_clear_pointer(&identity->user, g_free);
}

bool identity_take_on(const Identity *identity, GError **error)
{
    if (identity->user == NULL || (geteuid() == identity->uid && getuid() == identity->uid)) {
        return true;
    }
    if (initgroups(identity->user, identity->gid) < 0 ||
        setresgid(identity->gid, identity->gid, identity->gid) < 0 ||
        setresuid(identity->uid, identity->uid, identity->uid) < 0) {
        g_set_error(error, START_ERROR, EX_NOPERM, "cannot run as user %s: %s", identity->user,
                    g_strerror(errno));
        return false;
    }
    /* A process that can become root again has dropped nothing. */
    g_assert(identity->uid == 0 || setuid(0) < 0);
    return true;
}
