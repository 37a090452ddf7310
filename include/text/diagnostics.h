/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Errors and warnings about configuration and rules, all of one run, each at the place where it was
 * written. Printed by settings/files, which has the lines, as `file:line:col: error: ...` with a
 * caret.
 */
#ifndef KUSTODE_TEXT_DIAGNOSTICS_H
#define KUSTODE_TEXT_DIAGNOSTICS_H

#include "text/tree.h"

typedef struct Diagnostic {
    bool is_error; /* else a warning */
    Place place;
    char *message; /* lower case, names the word, ends with the remedy where there is one */
} Diagnostic;

typedef struct Diagnostics Diagnostics;

Diagnostics *diagnostics_new(void);
void diagnostics_free(Diagnostics *diagnostics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Diagnostics, diagnostics_free)

void diagnostics_error(Diagnostics *diagnostics, Place place, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
void diagnostics_warning(Diagnostics *diagnostics, Place place, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

size_t diagnostics_error_count(const Diagnostics *diagnostics);
size_t diagnostics_count(const Diagnostics *diagnostics);

/* In the order of file, line, column; borrowed. */
const Diagnostic *diagnostics_at(const Diagnostics *diagnostics, size_t index);

/*
 * The one of `candidates` (NULL-terminated) that was probably meant by `word`: at most two letters,
 * and less than half of them, differ. NULL when none is near.
 */
const char *nearest_word(const char *word, const char *const *candidates);

#endif
