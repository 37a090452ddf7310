/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/tally.h"

/* Three quarters of the way to a verdict: what an owner should look at before he trusts a
 * threshold. */
static const double doubtful_share = 0.75;

bool outcome_is_doubtful(const Outcome *outcome)
{
    if (outcome->verdict != VERDICT_NONE || outcome->not_judged != NULL) {
        return false;
    }
    for (int i = 0; i < N_CLASSES; i++) {
        if (outcome->scores[i] >= outcome->thresholds[i] * doubtful_share) {
            return true;
        }
    }
    return false;
}

void tally_add(Tally *tally, const Outcome *outcome)
{
    tally->messages++;
    tally->by_verdict[outcome->verdict]++;
    tally->doubtful += outcome_is_doubtful(outcome);
    tally->without_list += outcome->list == NULL;
    tally->not_in_full += outcome->not_judged != NULL || outcome->limits != 0;
    tally->acted_on += outcome->mode == LIST_LIVE && outcome->list != NULL && outcome->actions != 0;
}

char *count_text(size_t count)
{
    g_autofree char *digits = g_strdup_printf("%zu", count);
    size_t length = strlen(digits);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            g_string_append_c(text, ',');
        }
        g_string_append_c(text, digits[i]);
    }
    return g_string_free(text, FALSE);
}

static void append_count(GString *text, size_t count, const char *one, const char *many)
{
    g_autofree char *number = count_text(count);
    g_string_append_printf(text, "%s%s %s", text->len > 0 ? ", " : "", number,
                           count == 1 ? one : many);
}

char *tally_text(const Tally *tally)
{
    GString *text = g_string_new(NULL);
    append_count(text, tally->by_verdict[VERDICT_HOAX], "hoax", "hoaxes");
    append_count(text, tally->by_verdict[VERDICT_ADVISORY], "advisory", "advisories");
    append_count(text, tally->doubtful, "doubtful", "doubtful");
    if (tally->by_verdict[VERDICT_ERROR] > 0) {
        append_count(text, tally->by_verdict[VERDICT_ERROR], "error", "errors");
    }
    append_count(text, tally->by_verdict[VERDICT_NONE] - tally->doubtful, "other", "others");
    return g_string_free(text, FALSE);
}
