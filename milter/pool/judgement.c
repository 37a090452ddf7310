/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/judging.h"

Judgement *judgement_new(void)
{
    Judgement *judgement = g_new0(Judgement, 1);
    judgement->outcomes = g_ptr_array_new_with_free_func((GDestroyNotify)outcome_free);
    return judgement;
}

void judgement_free(Judgement *judgement)
{
    if (judgement == NULL) {
        return;
    }
    g_ptr_array_unref(judgement->outcomes);
    g_clear_pointer(&judgement->edits, g_ptr_array_unref);
    g_free(judgement->message_id);
    g_free(judgement->rendered);
    g_free(judgement->failure);
    g_free(judgement);
}
