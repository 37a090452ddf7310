/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "goals.h"
#include "measures.h"
#include "pool/judging.h"
#include "pool/record.h"
#include "posts.h"
#include "settings/config.h"
#include "site.h"

static Policies *load_policies(const Site *site)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load(site->config, diagnostics);
    if (config->policies == NULL) {
        file_set_print_diagnostics(config->files, diagnostics, stderr, false);
        exit(EXIT_FAILURE);
    }
    return g_steal_pointer(&config->policies);
}

/* All that is known of the post but the time it took. */
static GBytes *judge(Judging *judging, const WirePost *post, int64_t *microseconds)
{
    gsize length;
    const char *bytes = g_bytes_get_data(post->raw, &length);
    JudgingRequest request = { .raw = span_make(bytes, length) };
    int64_t start = g_get_monotonic_time();
    g_autoptr(Judgement) judgement = judging_judge(judging, &request);
    *microseconds = g_get_monotonic_time() - start;
    judgement->microseconds = 0;
    if (judgement->failure != NULL) {
        printf("  %s: %s\n", post->name, judgement->failure);
    }
    return g_byte_array_free_to_bytes(judgement_pack(judgement));
}

typedef struct Comparison {
    unsigned others;
    int64_t longest;
    const char *slowest;
} Comparison;

static void compare(const WirePost *post, Judging *processes, Judging *alone, Comparison *sum)
{
    int64_t took, took_alone;
    g_autoptr(GBytes) one = judge(processes, post, &took);
    g_autoptr(GBytes) other = judge(alone, post, &took_alone);
    if (!g_bytes_equal(one, other)) {
        printf("  %s: another verdict\n", post->name);
        sum->others++;
    }
    if (took > sum->longest) {
        sum->longest = took;
        sum->slowest = post->name;
    }
}

void measure_verdicts(const Bench *bench)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Site) site = site_new(MANY_RULES, FEW_LISTS);
    Comparison sum = { 0 };
    g_autoptr(Judging) processes = judging_new_with_workers(load_policies(site), 1, true, &error);
    if (processes == NULL) {
        fprintf(stderr, "bench: %s\n", error->message);
        exit(EXIT_FAILURE);
    }
    g_autoptr(Judging) alone = judging_new_in_process(load_policies(site));
    for (guint i = 0; i < bench->posts->len; i++) {
        compare(g_ptr_array_index(bench->posts, i), processes, alone, &sum);
    }
    printf("%u posts judged under the filter and in-process\n", bench->posts->len);
    goal_print("  killed, or with another verdict", sum.others, AT_MOST, 0, "");
    goal_print("  slowest of them", (double)sum.longest / 1e3, AT_MOST, 250, "ms");
    printf("  which is %s\n", sum.slowest);
}
