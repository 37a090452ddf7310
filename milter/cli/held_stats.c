/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "cli/held_choice.h"
#include "cli/held_print.h"

/* The kinds of sums, and what of a post counts in each. */
enum { BY_LIST, BY_STATE, BY_VERDICT, BY_RULE, N_SUMS };
static const char *const sum_names[N_SUMS] = { "lists", "states", "verdicts", "rules" };

static void count(GHashTable *sums, const char *name)
{
    unsigned before = GPOINTER_TO_UINT(g_hash_table_lookup(sums, name));
    g_hash_table_insert(sums, (char *)name, GUINT_TO_POINTER(before + 1));
}

static void count_held(GHashTable *sums[N_SUMS], const Held *held)
{
    count(sums[BY_LIST], held->facts->list);
    count(sums[BY_STATE], held_state_name(held->state));
    count(sums[BY_VERDICT], held->facts->verdict != NULL ? held->facts->verdict : "?");
    for (size_t i = 0; held->facts->rules != NULL && held->facts->rules[i] != NULL; i++) {
        count(sums[BY_RULE], held->facts->rules[i]);
    }
}

static void print_sums_json(GHashTable *sums[N_SUMS], const Held *oldest)
{
    json_t *object = json_object();
    for (int i = 0; i < N_SUMS; i++) {
        g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(sums[i]), (GCompareFunc)strcmp);
        json_t *counts = json_object();
        for (const GList *name = names; name != NULL; name = name->next) {
            unsigned number = GPOINTER_TO_UINT(g_hash_table_lookup(sums[i], name->data));
            json_object_set_new(counts, name->data, json_integer(number));
        }
        json_object_set_new(object, sum_names[i], counts);
    }
    json_object_set_new(object, "oldest", json_text(oldest == NULL ? NULL : oldest->id));
    g_autofree char *line = json_line(object);
    puts(line);
}

static void print_sums(GHashTable *sums[N_SUMS], const Held *oldest)
{
    for (int i = 0; i < N_SUMS; i++) {
        g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(sums[i]), (GCompareFunc)strcmp);
        for (const GList *name = names; name != NULL; name = name->next) {
            unsigned number = GPOINTER_TO_UINT(g_hash_table_lookup(sums[i], name->data));
            printf("%-8s  %6u  %s\n", name == names ? sum_names[i] : "", number,
                   (const char *)name->data);
        }
    }
    if (oldest != NULL) {
        g_autofree char *age = held_age(oldest);
        printf("the oldest waits for %s: %.*s\n", age, HELD_SHORT_ID, oldest->id);
    }
}

void held_print_stats(Cli *cli, const GPtrArray *chosen)
{
    GHashTable *sums[N_SUMS];
    const Held *oldest = NULL;
    for (int i = 0; i < N_SUMS; i++) {
        sums[i] = g_hash_table_new(g_str_hash, g_str_equal);
    }
    for (guint i = 0; i < chosen->len; i++) {
        const Held *held = g_ptr_array_index(chosen, i);
        count_held(sums, held);
        oldest = oldest == NULL && held->state == HELD_WAITING ? held : oldest;
    }
    if (cli->json) {
        print_sums_json(sums, oldest);
    } else {
        print_sums(sums, oldest);
    }
    for (int i = 0; i < N_SUMS; i++) {
        g_hash_table_unref(sums[i]);
    }
}
