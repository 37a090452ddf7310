/* SPDX-License-Identifier: BSD-2-Clause */
/* The Subject tags that are built in, by class and by the list's language. */
#ifndef KUSTODE_SETTINGS_TAGS_H
#define KUSTODE_SETTINGS_TAGS_H

#include "rules/rule_set.h"

/* Codes of the languages that kustode writes, NULL-terminated: what `language` takes. */
extern const char *const tag_languages[];

/* English where the language is none of these; static. */
const char *tag_built_in(VerdictClass verdict_class, const char *language);

#endif
