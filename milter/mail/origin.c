/* SPDX-License-Identifier: BSD-2-Clause */
#include "origin.h"

#include "marks.h"

void origin_clear(Origin *origin)
{
    g_clear_pointer(&origin->from, g_free);
    g_clear_pointer(&origin->to, g_free);
    g_clear_pointer(&origin->subject, g_free);
    g_clear_pointer(&origin->date, g_free);
    g_clear_pointer(&origin->message_id, g_free);
}

char *origin_cut_deputy(char *from)
{
    static const char *const words[] = {
        " on behalf of ", " im Auftrag von ", " de la part de ", " en nombre de ", " em nome de ",
        " per conto di ", " namens ",         " på vegne af ",   " på vegne av ",  " för ",
        " w imieniu ",    " от имени ",
    };

    for (size_t i = 0; from != NULL && i < G_N_ELEMENTS(words); i++) {
        char *found = strstr(from, words[i]);
        if (found != NULL && found != from &&
            text_has_address(span_make(from, (size_t)(found - from)))) {
            *found = '\0';
        }
    }
    return from;
}
