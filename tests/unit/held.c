/* SPDX-License-Identifier: BSD-2-Clause */
#include "records/held.h"

#include <sys/stat.h>
#include <unistd.h>

enum { WEEK_SECONDS = 7 * 24 * 60 * 60 };

static const char letter[] = "Received: one\r\nMessage-ID: <1@x>\r\nSubject: a\r\n\r\nBeware.\r\n";
static const char same_again[] = "Received: two\r\nMessage-ID: <1@x>\r\n\r\nBeware.\r\n";

typedef struct SpoolPlace {
    char *above, *spool;
} SpoolPlace;

static void place_make(SpoolPlace *place, gconstpointer user G_GNUC_UNUSED)
{
    place->above = g_dir_make_tmp("kustode-held-XXXXXX", NULL);
    place->spool = g_build_filename(place->above, "spool", NULL);
    g_assert_true(held_spool_open(place->spool, NULL));
}

static void place_clear(SpoolPlace *place, gconstpointer user G_GNUC_UNUSED)
{
    const char *const command[] = { "rm", "-rf", place->above, NULL };
    g_assert_true(g_spawn_sync(NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
    g_free(place->above);
    g_free(place->spool);
}

static HeldFacts *some_facts(const char *list)
{
    g_autoptr(Outcome) outcome = outcome_new();
    outcome->list = g_strdup(list);
    outcome->verdict = VERDICT_HOAX;
    outcome->actions = 1u << ACTION_HOLD;
    outcome->scores[CLASS_HOAX] = 8;
    outcome->thresholds[CLASS_HOAX] = outcome->thresholds[CLASS_ADVISORY] = 4;
    outcome->limits = limit_bit(LIMIT_PARTS) | limit_bit(LIMIT_TEXT);
    g_ptr_array_add(outcome->reasons, g_strdup("urges to pass it on"));
    HeldFacts *facts = held_facts_new(outcome);
    facts->sender = g_strdup("anna@members.test");
    facts->recipients = g_strdupv((char *[]){ (char *)"Forum@lists.test", NULL });
    facts->message_id = g_strdup("<1@x>");
    facts->received_seconds = 1000000000;
    return facts;
}

static char *store(const SpoolPlace *place, const char *list, const char *raw, bool *is_new)
{
    g_autoptr(HeldFacts) facts = some_facts(list);
    const HeldPost post = { facts, span_of(raw), span_of("the copy\r\n") };
    char *id = NULL;
    g_autoptr(GError) error = NULL;
    g_assert_true(held_store(place->spool, &post, &id, is_new, &error));
    g_assert_no_error(error);
    return id;
}

static void no_broken(const char *path, const char *why, void *user G_GNUC_UNUSED)
{
    g_error("%s: %s", path, why);
}

static Held *only_one(GPtrArray *all)
{
    g_assert_cmpuint(all->len, ==, 1);
    return g_ptr_array_index(all, 0);
}

static void assert_file(const Held *held, const char *name, const char *expected)
{
    g_autoptr(GBytes) bytes = held_read(held, name, NULL);
    g_assert_nonnull(bytes);
    g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), expected,
                    strlen(expected));
}

static void test_what_is_stored_is_found(SpoolPlace *place, gconstpointer user G_GNUC_UNUSED)
{
    bool is_new;
    g_autofree char *id = store(place, "forum@lists.test", letter, &is_new);
    g_assert_true(is_new);
    g_autoptr(GPtrArray) all = held_all(place->spool, no_broken, NULL);
    const Held *held = only_one(all);
    g_assert_cmpstr(held->id, ==, id);
    g_assert_cmpint(held->state, ==, HELD_WAITING);
    g_assert_cmpstr(held->facts->list, ==, "forum@lists.test");
    g_assert_cmpstr(held->facts->recipients[0], ==, "Forum@lists.test");
    g_assert_cmpstr(held->facts->score, ==, "8.0/4.0");
    g_assert_cmpstr(held->facts->limits, ==, "parts,text");
    g_assert_cmpstr(held->facts->reasons[0], ==, "urges to pass it on");
    g_assert_cmpint(held->facts->received_seconds, ==, 1000000000);
    assert_file(held, HELD_POST, letter);
    assert_file(held, HELD_COPY, "the copy\r\n");
}

static void test_the_same_post_joins(SpoolPlace *place, gconstpointer user G_GNUC_UNUSED)
{
    bool is_new;
    g_autofree char *first = store(place, "forum@lists.test", letter, &is_new);
    g_autofree char *second = store(place, "forum@lists.test", same_again, &is_new);
    g_assert_cmpstr(first, ==, second);
    g_assert_false(is_new);
    g_autofree char *elsewhere = store(place, "staff@lists.test", letter, &is_new);
    g_assert_true(is_new);
    g_autofree char *other =
        store(place, "forum@lists.test", "Message-ID: <1@x>\r\n\r\nNo.", &is_new);
    g_assert_true(is_new);
    g_autoptr(GPtrArray) all = held_all(place->spool, no_broken, NULL);
    g_assert_cmpuint(all->len, ==, 3);
}

static void test_it_joins_the_decided_one(SpoolPlace *place, gconstpointer user G_GNUC_UNUSED)
{
    bool is_new;
    g_autofree char *first = store(place, "forum@lists.test", letter, &is_new);
    g_autoptr(GPtrArray) all = held_all(place->spool, no_broken, NULL);
    g_assert_true(held_move(place->spool, only_one(all), HELD_RELEASED, NULL));
    g_autofree char *second = store(place, "forum@lists.test", same_again, &is_new);
    g_assert_false(is_new);
}

static void test_of_two_deciders_one_succeeds(SpoolPlace *place, gconstpointer user G_GNUC_UNUSED)
{
    bool is_new;
    g_autofree char *id = store(place, "forum@lists.test", letter, &is_new);
    g_autoptr(GPtrArray) one = held_all(place->spool, no_broken, NULL);
    g_autoptr(GPtrArray) other = held_all(place->spool, no_broken, NULL);
    int lock = held_lock(only_one(one), NULL);
    g_assert_cmpint(lock, >=, 0);
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(held_lock(only_one(other), &error), <, 0);
    g_assert_nonnull(error);

    Held *held = only_one(one);
    held->facts->decision = g_strdup("release");
    g_assert_true(held_move(place->spool, held, HELD_RELEASING, NULL));
    close(lock);
    g_assert_false(held_move(place->spool, only_one(other), HELD_DISCARDED, NULL));
    g_autoptr(GPtrArray) all = held_all(place->spool, no_broken, NULL);
    g_assert_cmpint(only_one(all)->state, ==, HELD_RELEASING);
    g_assert_cmpstr(only_one(all)->facts->decision, ==, "release");
}

/* As a process that was killed leaves it: in the folder for what is not there yet. */
static void test_half_a_post_is_none(SpoolPlace *place, gconstpointer user G_GNUC_UNUSED)
{
    g_autofree char *half = g_build_filename(place->spool, "tmp", "1234.abcdef", NULL);
    g_autofree char *file = g_build_filename(half, "post", NULL);
    g_assert_cmpint(mkdir(half, 0700), ==, 0);
    g_assert_true(g_file_set_contents(file, "Sub", 3, NULL));
    g_autoptr(GPtrArray) all = held_all(place->spool, no_broken, NULL);
    g_assert_cmpuint(all->len, ==, 0);
    int64_t now = g_get_real_time() / G_USEC_PER_SEC;
    held_tidy(place->spool, now);
    g_assert_true(g_file_test(half, G_FILE_TEST_EXISTS));
    held_tidy(place->spool, now + 2 * 60 * 60);
    g_assert_false(g_file_test(half, G_FILE_TEST_EXISTS));
}

static void test_what_waits_is_never_tidied_away(SpoolPlace *place,
                                                 gconstpointer user G_GNUC_UNUSED)
{
    bool is_new;
    g_autofree char *waits = store(place, "forum@lists.test", letter, &is_new);
    g_autofree char *goes = store(place, "staff@lists.test", letter, &is_new);
    g_autoptr(GPtrArray) all = held_all(place->spool, no_broken, NULL);
    for (guint i = 0; i < all->len; i++) {
        Held *held = g_ptr_array_index(all, i);
        if (strcmp(held->id, goes) == 0) {
            g_assert_true(held_move(place->spool, held, HELD_DISCARDED, NULL));
        }
    }
    int64_t now = g_get_real_time() / G_USEC_PER_SEC;
    held_tidy(place->spool, now + WEEK_SECONDS - 60);
    g_autoptr(GPtrArray) before = held_all(place->spool, no_broken, NULL);
    g_assert_cmpuint(before->len, ==, 2);
    held_tidy(place->spool, now + 100 * WEEK_SECONDS);
    g_autoptr(GPtrArray) after = held_all(place->spool, no_broken, NULL);
    g_assert_cmpstr(only_one(after)->id, ==, waits);
}

static void count_broken(const char *path G_GNUC_UNUSED, const char *why, void *user)
{
    g_assert_nonnull(strstr(why, "line 1"));
    ++*(unsigned *)user;
}

static void test_a_broken_one_is_told(SpoolPlace *place, gconstpointer user G_GNUC_UNUSED)
{
    bool is_new;
    g_autofree char *id = store(place, "forum@lists.test", letter, &is_new);
    g_autofree char *facts = g_build_filename(place->spool, "held", id, "facts", NULL);
    g_assert_true(g_file_set_contents(facts, "nonsense\n", -1, NULL));
    unsigned broken = 0;
    g_autoptr(GPtrArray) all = held_all(place->spool, count_broken, &broken);
    g_assert_cmpuint(all->len, ==, 0);
    g_assert_cmpuint(broken, ==, 1);
}

static void test_a_spool_that_cannot_be_one(SpoolPlace *place, gconstpointer user G_GNUC_UNUSED)
{
    g_autoptr(GError) open_to_all = NULL, no_folder = NULL, nothing_above = NULL;
    g_autofree char *file = g_build_filename(place->above, "file", NULL);
    g_autofree char *nowhere = g_build_filename(place->above, "no", "spool", NULL);
    g_autofree char *not_yet = g_build_filename(place->above, "new", NULL);
    g_assert_true(held_spool_is_sound(not_yet, NULL));
    g_assert_false(held_spool_is_sound(nowhere, &nothing_above));
    g_assert_nonnull(strstr(nothing_above->message, "make it first"));
    g_assert_true(g_file_set_contents(file, "", 0, NULL));
    g_assert_false(held_spool_open(file, &no_folder));
    g_assert_nonnull(strstr(no_folder->message, "is no folder"));
    g_assert_cmpint(chmod(place->spool, 0750), ==, 0);
    g_assert_false(held_spool_open(place->spool, &open_to_all));
    g_assert_nonnull(strstr(open_to_all->message, "chmod 0700"));
}

static void test_nothing_remains_of_what_cannot_be_stored(SpoolPlace *place,
                                                          gconstpointer user G_GNUC_UNUSED)
{
    g_autofree char *waiting = g_build_filename(place->spool, "held", NULL);
    g_autofree char *tmp = g_build_filename(place->spool, "tmp", NULL);
    g_assert_cmpint(rmdir(waiting), ==, 0);
    g_autoptr(HeldFacts) facts = some_facts("forum@lists.test");
    const HeldPost post = { facts, span_of(letter), span_of(letter) };
    char *id = NULL;
    bool is_new;
    g_autoptr(GError) error = NULL;
    g_assert_false(held_store(place->spool, &post, &id, &is_new, &error));
    g_assert_nonnull(error);
    g_assert_null(id);
    g_autoptr(GDir) left = g_dir_open(tmp, 0, NULL);
    g_assert_null(g_dir_read_name(left));
}

static void test_no_value_leaves_its_line(void)
{
    g_autoptr(HeldFacts) facts = some_facts("forum@lists.test");
    static const char hostile[] = "a\nlist: other@x\r\\x41\x7f: \x1b[2J \xff \xc3\xa4";
    g_free(facts->message_id);
    facts->message_id = g_strdup(hostile);
    GString *text = held_facts_write(facts);
    unsigned lines_of_list = 0;
    for (const char *p = text->str; (p = strstr(p, "list:")) != NULL; p++) {
        lines_of_list += p == text->str || p[-1] == '\n';
    }
    g_assert_cmpuint(lines_of_list, ==, 1);
    g_autoptr(HeldFacts) back = held_facts_read(span_make(text->str, text->len), NULL);
    g_string_free(text, TRUE);
    g_assert_cmpstr(back->message_id, ==, hostile);
    g_assert_cmpstr(back->list, ==, "forum@lists.test");
}

static void test_what_is_no_facts_file_is_refused(void)
{
    static const char *const files[] = {
        "",
        "list: a@b\n",
        "list: a@b\nsender: \n",
        "list: a@b\nsender: c\nrecipient: a@b\nwithout colon\n",
        "list: a@b\nsender: c\nrecipient: a@b\nmessage-id: \\x\n",
        "list: a@b\nsender: c\nrecipient: a@b\nmessage-id: \\x00\n",
        "list: a@b\nsender: c\nrecipient: a@b\nreceived: soon\n",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(held_facts_read(span_of(files[i]), &error));
        g_assert_nonnull(error);
    }
    static const char later[] = "list: a@b\nsender: \nrecipient: a@b\nof-a-later-version: x\n";
    g_autoptr(HeldFacts) facts = held_facts_read(span_of(later), NULL);
    g_assert_cmpstr(facts->sender, ==, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const struct {
        const char *path;
        void (*run)(SpoolPlace *, gconstpointer);
    } tests[] = {
        { "/held/stored-is-found", test_what_is_stored_is_found },
        { "/held/same-joins", test_the_same_post_joins },
        { "/held/joins-decided", test_it_joins_the_decided_one },
        { "/held/two-deciders", test_of_two_deciders_one_succeeds },
        { "/held/half", test_half_a_post_is_none },
        { "/held/tidy", test_what_waits_is_never_tidied_away },
        { "/held/broken", test_a_broken_one_is_told },
        { "/held/unsound-spool", test_a_spool_that_cannot_be_one },
        { "/held/cannot-store", test_nothing_remains_of_what_cannot_be_stored },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_test_add(tests[i].path, SpoolPlace, NULL, place_make, tests[i].run, place_clear);
    }
    g_test_add_func("/held/facts/lines", test_no_value_leaves_its_line);
    g_test_add_func("/held/facts/refused", test_what_is_no_facts_file_is_refused);
    return g_test_run();
}
