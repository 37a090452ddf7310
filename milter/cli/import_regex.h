/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A regular expression as SpamAssassin's files quote it (`/.../i`, `m{...}x`), turned into a
 * pattern of ours. SpamAssassin tells capitals from small letters, canonical text has none: the
 * caller is told when that matters, and may ask for a pattern over the text as written.
 */
#ifndef KUSTODE_CLI_IMPORT_REGEX_H
#define KUSTODE_CLI_IMPORT_REGEX_H

#include <stdbool.h>

#include "text/span.h"

typedef enum RegexForm {
    REGEX_CANONICAL, /* over canonical text */
    REGEX_PARAGRAPH, /* over text as written, of what was meant for paragraphs on one line */
    REGEX_RAW,       /* over text as written, line ends and all */
} RegexForm;

typedef struct TurnedRegex {
    char *pattern; /* NULL: it cannot be turned, `problem` says why */
    char *problem;
    bool sees_case;  /* capitals and small letters were told apart */
    bool needs_case; /* and without that it means something else */
} TurnedRegex;

TurnedRegex regex_turn(const char *quoted, RegexForm form);
void turned_regex_clear(TurnedRegex *turned);

/* A scalar between single quotes. Caller's. */
char *import_yaml_quote(const char *text);

#endif
