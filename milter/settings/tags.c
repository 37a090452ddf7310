/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/tags.h"

/* The first is what stands in for all others. */
const char *const tag_languages[] = { "en", "de", "fr", "es", "it", "nl",
                                      "pt", "pl", "sv", "da", NULL };

/* In the order of `tag_languages`. */
static const char *const tags[][N_CLASSES] = {
    { [CLASS_HOAX] = "[Hoax?]", [CLASS_ADVISORY] = "[Advisory]" },
    { [CLASS_HOAX] = "[Falschmeldung?]", [CLASS_ADVISORY] = "[Sicherheitshinweis]" },
    { [CLASS_HOAX] = "[Canular ?]", [CLASS_ADVISORY] = "[Avis de sécurité]" },
    { [CLASS_HOAX] = "[¿Bulo?]", [CLASS_ADVISORY] = "[Aviso de seguridad]" },
    { [CLASS_HOAX] = "[Bufala?]", [CLASS_ADVISORY] = "[Avviso di sicurezza]" },
    { [CLASS_HOAX] = "[Nepbericht?]", [CLASS_ADVISORY] = "[Beveiligingsadvies]" },
    { [CLASS_HOAX] = "[Boato?]", [CLASS_ADVISORY] = "[Aviso de segurança]" },
    { [CLASS_HOAX] = "[Fałszywka?]", [CLASS_ADVISORY] = "[Ostrzeżenie]" },
    { [CLASS_HOAX] = "[Bluff?]", [CLASS_ADVISORY] = "[Säkerhetsvarning]" },
    { [CLASS_HOAX] = "[Fup?]", [CLASS_ADVISORY] = "[Sikkerhedsadvarsel]" },
};
G_STATIC_ASSERT(G_N_ELEMENTS(tags) + 1 == G_N_ELEMENTS(tag_languages));

const char *tag_built_in(VerdictClass verdict_class, const char *language)
{
    size_t row = 0;
    for (size_t i = 0; tag_languages[i] != NULL; i++) {
        if (strcmp(tag_languages[i], language) == 0) {
            row = i;
        }
    }
    return tags[row][verdict_class];
}
