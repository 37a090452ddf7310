/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of a report share. */
#ifndef KUSTODE_CLI_REPORT_PARTS_H
#define KUSTODE_CLI_REPORT_PARTS_H

#include "cli/judged_post.h"
#include "cli/report.h"

struct Report {
    const Config *settings;
    Labels *labels;   /* or NULL */
    GPtrArray *posts; /* JudgedPost, their texts cut to what the page shows */
    bool is_anonymous;
};

/* Strings that many posts share, each kept once and named by its number. */
typedef struct StringTable {
    GHashTable *numbers; /* the string -> its number + 1 */
    json_t *strings;
} StringTable;

/* -1 for NULL. */
int string_table_number(StringTable *table, const char *text);
void string_table_clear(StringTable *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StringTable, string_table_clear)

/* The rules that hit a post, numbered in the order they are met. */
typedef struct RuleTable {
    GHashTable *numbers; /* Rule -> its number + 1 */
    GPtrArray *rules;    /* Rule, borrowed */
} RuleTable;

int rule_table_number(RuleTable *table, const Rule *rule);

/* Everything the page's script works with, but for the texts. Caller's. */
json_t *report_columns(const Report *report);

/* What the lists named in `addresses` (null: `defaults`) say of thresholds, points and steps, and
 * the rules in `rules`, in that order. Caller's. */
json_t *report_lists(const Report *report, const json_t *addresses, const RuleTable *rules);
json_t *report_rules(const Report *report, const RuleTable *rules);

/* A post with its layers and hits, as it opens in the page. Caller's. */
json_t *report_post_text(const JudgedPost *post);

/* Leaves of a post's texts what the page shows. */
void report_cut_texts(JudgedPost *post);

/* A path as far as a stranger may see it. Borrowed from `path`. */
const char *report_path(const Report *report, const char *path);

#endif
