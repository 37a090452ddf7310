/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/mailbox_files.h"

#include <errno.h>
#include <string.h>

#include "cli/mailbox.h"

/* Skips leading zeros; the digits of a number, how many. */
static size_t number_length(const char **text)
{
    while (**text == '0' && g_ascii_isdigit((*text)[1])) {
        ++*text;
    }
    return strspn(*text, "0123456789");
}

static int compare_names(gconstpointer left, gconstpointer right)
{
    const char *const *left_path = left;
    const char *const *right_path = right;
    const char *a = *left_path;
    const char *b = *right_path;
    while (*a != '\0' && *b != '\0') {
        if (g_ascii_isdigit(*a) && g_ascii_isdigit(*b)) {
            size_t a_length = number_length(&a);
            size_t b_length = number_length(&b);
            int order =
                a_length != b_length ? (a_length < b_length ? -1 : 1) : strncmp(a, b, a_length);
            if (order != 0) {
                return order;
            }
            a += a_length;
            b += b_length;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return *a != '\0' ? 1 : *b != '\0' ? -1 : strcmp(*left_path, *right_path);
}

static bool set_directory_error(const GError *cause, GError **error)
{
    int code = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_ACCES) ? MAILBOX_ERROR_PERMISSION
                                                                        : MAILBOX_ERROR_READ;
    g_set_error(error, MAILBOX_ERROR, code, "%s", cause->message);
    return false;
}

/* Appends the directory's files, in order. */
static bool add_files(GPtrArray *files, const char *directory, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) opened = g_dir_open(directory, 0, &cause);
    if (opened == NULL) {
        return set_directory_error(cause, error);
    }
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while ((name = g_dir_read_name(opened)) != NULL) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        if (name[0] != '.' && g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
            g_ptr_array_add(found, g_steal_pointer(&path));
        }
    }
    g_ptr_array_sort(found, compare_names);
    g_ptr_array_extend_and_steal(files, g_steal_pointer(&found));
    return true;
}

GPtrArray *mailbox_files(const char *directory, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *new_mail = g_build_filename(directory, "new", NULL);
    g_autofree char *current_mail = g_build_filename(directory, "cur", NULL);
    bool has_new = g_file_test(new_mail, G_FILE_TEST_IS_DIR);
    bool has_current = g_file_test(current_mail, G_FILE_TEST_IS_DIR);
    bool is_read = has_new || has_current
                       ? (!has_new || add_files(files, new_mail, error)) &&
                             (!has_current || add_files(files, current_mail, error))
                       : add_files(files, directory, error);
    return is_read ? g_steal_pointer(&files) : NULL;
}
