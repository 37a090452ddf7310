/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Workers that die of a post in every way there is. Judging itself is replaced when linking: here
 * the post's text says what is to happen to the process that judges it.
 */
#include "pool/crew.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib.h>

#include "pool/judge_post.h"

/* Deeper than any stack; not a tail call, and what it writes is read. */
static int overflow_stack(int depth)
{
    volatile char frame[4096];
    frame[0] = (char)depth;
    return depth > 0 ? overflow_stack(depth + 1) + frame[0] : 0;
}

static void act(Span raw)
{
    if (span_equals(raw, "crash")) {
        overflow_stack(1);
    } else if (span_equals(raw, "hang")) {
        for (volatile int i = 0;; i++) {
        }
    } else if (span_equals(raw, "memory")) {
        for (;;) {
            memset(g_malloc(1024 * 1024), 1, 1024 * 1024);
        }
    } else if (span_equals(raw, "call")) {
        socket(AF_INET, SOCK_STREAM, 0);
    } else if (span_equals(raw, "signal")) {
        syscall(SYS_tgkill, 1, 1, 0);
    } else if (span_equals(raw, "abort")) {
        abort();
    } else if (span_equals(raw, "exit")) {
        _exit(3);
    }
}

Judgement *judge_post(const Policies *policies, const JudgingRequest *request)
{
    (void)policies;
    act(request->raw);
    Judgement *judgement = judgement_new();
    Outcome *outcome = outcome_new();
    outcome->verdict = span_equals(request->raw, "lie") ? 17 : VERDICT_ADVISORY;
    outcome->gen = g_strdup_printf("%d", (int)getpid());
    g_ptr_array_add(judgement->outcomes, outcome);
    return judgement;
}

static Policies *no_policies(void)
{
    Policies *policies = g_new0(Policies, 1);
    policies->lists = g_ptr_array_new();
    policies->defaults = g_new0(Policy, 1);
    policies->index = list_index_new();
    policies->limits = limits_default;
    return policies;
}

static Judging *new_judging(void)
{
    g_autoptr(GError) error = NULL;
    Judging *judging = judging_new_with_workers(no_policies(), 2, true, &error);
    g_assert_no_error(error);
    return judging;
}

static Judgement *judge(Judging *judging, const char *post)
{
    JudgingRequest request = { .raw = span_of(post) };
    return judging_judge(judging, &request);
}

static Verdict verdict_of(const Judgement *judgement)
{
    const Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
    return outcome->verdict;
}

static void assert_is_judged(Judging *judging)
{
    g_autoptr(Judgement) judgement = judge(judging, "a usual post");
    g_assert_null(judgement->failure);
    g_assert_cmpint(verdict_of(judgement), ==, VERDICT_ADVISORY);
}

/* Each way to die costs that post alone, and the cause is told. */
static void test_each_death_costs_one_post(void)
{
    static const struct {
        const char *post, *cause;
    } rows[] = {
        { "crash", "killed: Segmentation fault" },
        { "call", "killed: forbidden system call" },
        { "signal", "killed: forbidden system call" },
        { "abort", "killed: Aborted" },
        { "exit", "killed: exit status 3" },
        { "memory", "killed: " },
        { "lie", "lied: " },
        { "hang", "late: Killed" },
    };
    g_autoptr(Judging) judging = new_judging();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Judgement) judgement = judge(judging, rows[i].post);
        g_assert_cmpint(verdict_of(judgement), ==, VERDICT_ERROR);
        g_assert_nonnull(judgement->failure);
        if (!g_str_has_prefix(judgement->failure, rows[i].cause)) {
            g_error("%s: %s", rows[i].post, judgement->failure);
        }
        assert_is_judged(judging);
    }
}

static void test_many_crashes_in_a_row(void)
{
    g_autoptr(Judging) judging = new_judging();
    for (int i = 0; i < 100; i++) {
        g_autoptr(Judgement) judgement = judge(judging, "crash");
        g_assert_cmpint(verdict_of(judgement), ==, VERDICT_ERROR);
    }
    assert_is_judged(judging);
}

/* Its parent, the zygote, has not been asked about it yet: it stays a zombie. */
static void kill_and_wait(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/stat", (int)pid);
    g_assert_cmpint(kill(pid, SIGKILL), ==, 0);
    for (;;) {
        g_autofree char *stat = NULL;
        g_assert_true(g_file_get_contents(path, &stat, NULL, NULL));
        if (strstr(stat, ") Z ") != NULL) {
            return;
        }
        g_usleep(1000);
    }
}

/* Killed from outside while it waits for work: no post is at fault, so none pays. */
static void test_death_of_an_idle_worker_is_silent(void)
{
    g_autoptr(Judging) judging = new_judging();
    for (int i = 0; i < 10; i++) {
        g_autoptr(Judgement) judgement = judge(judging, "a usual post");
        const Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
        g_assert_null(judgement->failure);
        kill_and_wait(atoi(outcome->gen));
    }
    assert_is_judged(judging);
}

static void *judge_hanging(void *user)
{
    return judge(user, "hang");
}

/* No post can reach the zygote, so none is at fault when it dies: it may be judged by another one.
 */
static void test_death_of_the_zygote_is_no_fault_of_posts(void)
{
    g_autoptr(Judging) judging = new_judging();
    g_autofree char *children = NULL;
    g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", (int)gettid());
    g_assert_true(g_file_get_contents(path, &children, NULL, NULL));
    g_auto(GStrv) pids = g_strsplit(g_strchomp(children), " ", -1);
    assert_is_judged(judging);
    GThread *asker = g_thread_new("asker", judge_hanging, judging);
    while (judging_idle_workers(judging) > 0) {
        g_usleep(1000);
    }
    kill(atoi(pids[g_strv_length(pids) - 1]), SIGKILL);
    g_autoptr(Judgement) judgement = g_thread_join(asker);
    g_assert_cmpint(judgement->failed_by, ==, JUDGING_GONE);
    g_assert_cmpint(judgement->reply, ==, REPLY_TEMPFAIL);
}

static void test_a_worn_worker_is_replaced(void)
{
    g_autoptr(Judging) judging = new_judging();
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int i = 0; i < 2500; i++) {
        g_autoptr(Judgement) judgement = judge(judging, "a usual post");
        const Outcome *outcome = g_ptr_array_index(judgement->outcomes, 0);
        g_assert_cmpint(outcome->verdict, ==, VERDICT_ADVISORY);
        g_hash_table_add(seen, g_strdup(outcome->gen));
    }
    g_assert_cmpuint(g_hash_table_size(seen), >=, 3);
}

static void *judge_many(void *user)
{
    for (int i = 0; i < 200; i++) {
        assert_is_judged(user);
        if (i % 20 == 0) {
            g_autoptr(Judgement) judgement = judge(user, "crash");
            g_assert_cmpint(verdict_of(judgement), ==, VERDICT_ERROR);
        }
    }
    return NULL;
}

/* More askers than workers, some of them crashing theirs: everybody gets his own answer. */
static void test_many_ask_at_once(void)
{
    g_autoptr(Judging) judging = new_judging();
    GThread *threads[6];
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
        threads[i] = g_thread_new("asker", judge_many, judging);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
        g_thread_join(threads[i]);
    }
}

int main(int argc, char **argv)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    puts("1..0 # SKIP a sanitizer needs memory and system calls that workers may not have");
    return 0;
#endif
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/crew/each-death-costs-one-post", test_each_death_costs_one_post);
    g_test_add_func("/crew/many-crashes", test_many_crashes_in_a_row);
    g_test_add_func("/crew/idle-death-is-silent", test_death_of_an_idle_worker_is_silent);
    g_test_add_func("/crew/death-of-the-zygote", test_death_of_the_zygote_is_no_fault_of_posts);
    g_test_add_func("/crew/worn-worker", test_a_worn_worker_is_replaced);
    g_test_add_func("/crew/many-ask-at-once", test_many_ask_at_once);
    return g_test_run();
}
