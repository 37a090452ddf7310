/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/mailbox.h"

#include "cli/mailbox_files.h"
#include "cli/mailbox_split.h"

struct Mailbox {
    char *input;      /* without `:N` */
    GPtrArray *files; /* paths, in order */
    guint n_opened;
    Splitter *splitter; /* of the file being read, or NULL */
    bool wants_one;     /* message `wanted` alone */
    bool is_found;      /* or known not to be there */
    guint64 wanted, n_delivered;
};

G_DEFINE_QUARK(mailbox - error - quark, mailbox_error)

/* Takes `:N` off the input unless a file is really called that. */
static bool split_number(const char *input, char **path, guint64 *number)
{
    const char *colon = strrchr(input, ':');
    if (colon == NULL || g_file_test(input, G_FILE_TEST_EXISTS) ||
        !g_ascii_string_to_unsigned(colon + 1, 10, 0, G_MAXUINT64 - 1, number, NULL)) {
        *path = g_strdup(input);
        return false;
    }
    *path = g_strndup(input, (size_t)(colon - input));
    return true;
}

Mailbox *mailbox_open(const char *input, GError **error)
{
    g_autoptr(Mailbox) mailbox = g_new0(Mailbox, 1);
    mailbox->wants_one = split_number(input, &mailbox->input, &mailbox->wanted);
    if (g_file_test(mailbox->input, G_FILE_TEST_IS_DIR)) {
        mailbox->files = mailbox_files(mailbox->input, error);
        return mailbox->files == NULL ? NULL : g_steal_pointer(&mailbox);
    }
    mailbox->files = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(mailbox->files, g_strdup(mailbox->input));
    mailbox->splitter = splitter_new(mailbox->input, error);
    mailbox->n_opened = 1;
    return mailbox->splitter == NULL ? NULL : g_steal_pointer(&mailbox);
}

void mailbox_free(Mailbox *mailbox)
{
    g_free(mailbox->input);
    g_clear_pointer(&mailbox->files, g_ptr_array_unref);
    g_clear_pointer(&mailbox->splitter, splitter_free);
    g_free(mailbox);
}

/* The next message of any number; false at the end or with an error. */
static bool next_of_all(Mailbox *mailbox, MailboxMessage *message, GError **error)
{
    GError *met = NULL;
    for (;;) {
        if (mailbox->splitter != NULL && splitter_next(mailbox->splitter, message, &met)) {
            mailbox->n_delivered++;
            return true;
        }
        g_clear_pointer(&mailbox->splitter, splitter_free);
        if (met == NULL && mailbox->n_opened == mailbox->files->len) {
            return false;
        }
        if (met == NULL) {
            const char *path = g_ptr_array_index(mailbox->files, mailbox->n_opened++);
            mailbox->splitter = splitter_new(path, &met);
        }
        if (met != NULL) {
            g_propagate_error(error, met);
            return false;
        }
    }
}

/* Reads up to message `wanted`; that there is none is told once. */
static bool next_wanted(Mailbox *mailbox, MailboxMessage *message, GError **error)
{
    GError *met = NULL;
    while (mailbox->n_delivered <= mailbox->wanted && next_of_all(mailbox, message, &met)) {
    }
    if (met != NULL) {
        g_propagate_error(error, met);
        return false;
    }
    mailbox->is_found = true;
    if (mailbox->n_delivered > mailbox->wanted) {
        return true;
    }
    g_set_error(error, MAILBOX_ERROR, MAILBOX_ERROR_NO_INPUT,
                "%s: there is no message %" G_GUINT64_FORMAT ", it has %" G_GUINT64_FORMAT
                ": numbers count from 0",
                mailbox->input, mailbox->wanted, mailbox->n_delivered);
    return false;
}

bool mailbox_next(Mailbox *mailbox, MailboxMessage *message, GError **error)
{
    if (!mailbox->wants_one) {
        return next_of_all(mailbox, message, error);
    }
    return !mailbox->is_found && next_wanted(mailbox, message, error);
}

double mailbox_progress(const Mailbox *mailbox)
{
    guint n_files = mailbox->files->len;
    if (n_files == 1 && mailbox->splitter != NULL) {
        return splitter_progress(mailbox->splitter);
    }
    double current = mailbox->splitter == NULL ? 0 : splitter_progress(mailbox->splitter);
    guint n_done = mailbox->n_opened - (mailbox->splitter == NULL ? 0 : 1);
    return n_files == 0 ? 1 : (n_done + MAX(current, 0)) / n_files;
}
