/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/post.h"

#include <stdatomic.h>
#include <string.h>

enum {
    FIRST_BYTES = 64 * 1024,
    MESSAGE_ID_BYTES = 998, /* what one line can hold (RFC 5322 2.1.1) */
};

/* What all posts together hold, against limits.memory. */
static atomic_size_t bytes_held;

static char *without_angles(const char *address)
{
    size_t length = strlen(address);
    bool is_angled = length >= 2 && address[0] == '<' && address[length - 1] == '>';
    return is_angled ? g_strndup(address + 1, length - 2) : g_strdup(address);
}

static void clear_list(void *list)
{
    g_free(((PostList *)list)->address);
}

Post *post_new(Generation *generation, const char *sender)
{
    Post *post = g_new0(Post, 1);
    post->generation = generation;
    post->sender = without_angles(sender);
    post->recipients = g_ptr_array_new_with_free_func(g_free);
    post->lists = g_array_new(FALSE, FALSE, sizeof(PostList));
    g_array_set_clear_func(post->lists, clear_list);
    post->list_of = g_array_new(FALSE, FALSE, sizeof(int));
    post->marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return post;
}

static void drop_bytes(Post *post)
{
    atomic_fetch_sub(&bytes_held, post->room);
    g_clear_pointer(&post->bytes, g_free);
    post->length = post->room = 0;
}

void post_free(Post *post)
{
    if (post == NULL) {
        return;
    }
    drop_bytes(post);
    generation_unref(post->generation);
    g_ptr_array_unref(post->recipients);
    g_array_unref(post->lists);
    g_array_unref(post->list_of);
    g_hash_table_unref(post->marks);
    g_free(post->sender);
    g_free(post->message_id);
    g_free(post);
}

/* Its position. A pattern stands for many lists, told apart by their addresses; any other has one,
 * whatever leads to it. */
static int add_list(Post *post, int number, const char *recipient)
{
    const char *configured = judging_list_address(post->generation->judging, number);
    bool is_pattern = strchr(configured, '*') != NULL;
    g_autofree char *address = g_ascii_strdown(is_pattern ? recipient : configured, -1);
    for (guint i = 0; i < post->lists->len; i++) {
        const PostList *list = &g_array_index(post->lists, PostList, i);
        if (list->number == number && strcmp(list->address, address) == 0) {
            return (int)i;
        }
    }
    PostList list = { number, g_steal_pointer(&address) };
    g_array_append_val(post->lists, list);
    return (int)post->lists->len - 1;
}

static void find_list(Post *post, const char *address)
{
    const Judging *judging = post->generation->judging;
    int list = list_index_find(judging_lists(judging), address), position = -1;
    if (list >= 0 && judging_list_mode(judging, list) != LIST_OFF) {
        position = add_list(post, list, address);
    } else {
        post->has_others = true;
    }
    g_array_append_val(post->list_of, position);
}

void post_add_recipient(Post *post, const char *recipient)
{
    char *address = without_angles(recipient);
    g_ptr_array_add(post->recipients, address);
    find_list(post, address);
}

void post_move_to(Post *post, Generation *generation)
{
    generation_unref(post->generation);
    post->generation = generation;
    g_array_set_size(post->lists, 0);
    g_array_set_size(post->list_of, 0);
    post->has_others = false;
    for (guint i = 0; i < post->recipients->len; i++) {
        find_list(post, g_ptr_array_index(post->recipients, i));
    }
}

bool post_is_watched(const Post *post)
{
    return post->lists->len > 0;
}

bool post_is_post(const Post *post)
{
    return post_is_watched(post) && post->sender[0] != '\0';
}

static const Limits *limits_of(const Post *post)
{
    return judging_limits(post->generation->judging);
}

/* One byte more than allowed is kept: by it the core sees that the post went on. */
static size_t most_bytes(const Post *post)
{
    return limits_of(post)->message_bytes + 1;
}

/* Doubles, so that a byte is copied twice at most; false when the memory of all posts is used up.
 */
static bool make_room(Post *post, size_t length)
{
    if (length <= post->room) {
        return true;
    }
    size_t room = MIN(MAX(MAX(length, 2 * post->room), FIRST_BYTES), most_bytes(post));
    size_t more = room - post->room;
    if (atomic_fetch_add(&bytes_held, more) + more > limits_of(post)->memory_bytes) {
        atomic_fetch_sub(&bytes_held, more);
        return false;
    }
    char *bytes = g_try_realloc(post->bytes, room);
    if (bytes == NULL) {
        atomic_fetch_sub(&bytes_held, more);
        return false;
    }
    post->bytes = bytes;
    post->room = room;
    return true;
}

static void append(Post *post, const void *bytes, size_t length)
{
    post->size += length;
    size_t kept = MIN(length, most_bytes(post) - post->length);
    if (post->is_out_of_memory || kept == 0) {
        return;
    }
    if (!make_room(post, post->length + kept)) {
        post->is_out_of_memory = true;
        drop_bytes(post);
        return;
    }
    memcpy(post->bytes + post->length, bytes, kept);
    post->length += kept;
}

/* Folds come as LF from the MTA, and went over the wire as CRLF. */
static void append_value(Post *post, const char *value)
{
    for (const char *fold = strchr(value, '\n'); fold != NULL; fold = strchr(value, '\n')) {
        append(post, value, (size_t)(fold - value));
        append(post, "\r\n", 2);
        value = fold + 1;
    }
    append(post, value, strlen(value));
}

static void count_mark(Post *post, const char *name)
{
    char *key = g_ascii_strdown(name, -1);
    unsigned before = GPOINTER_TO_UINT(g_hash_table_lookup(post->marks, key));
    g_hash_table_insert(post->marks, key, GUINT_TO_POINTER(before + 1));
    post->n_marks++;
}

static void note_message_id(Post *post, const char *value)
{
    Span id = span_trim(span_make(value, strnlen(value, MESSAGE_ID_BYTES)));
    post->message_id = span_copy(id);
}

void post_add_field(Post *post, const char *name, const char *value, bool has_leading_space)
{
    if (field_is_mark(span_of(name))) {
        count_mark(post, name);
    } else if (post->message_id == NULL && g_ascii_strcasecmp(name, "Message-ID") == 0) {
        note_message_id(post, value);
    }
    append(post, name, strlen(name));
    append(post, ": ", has_leading_space ? 1 : 2);
    append_value(post, value);
    append(post, "\r\n", 2);
}

void post_end_header(Post *post)
{
    append(post, "\r\n", 2);
}

void post_add_body(Post *post, const void *bytes, size_t length)
{
    if (post_is_post(post)) {
        append(post, bytes, length);
    }
}
