/* SPDX-License-Identifier: BSD-2-Clause */
/* What one character becomes in folded text, by GLib's Unicode tables and the few of our own. */
#ifndef KUSTODE_TEXT_FOLDING_FORM_H
#define KUSTODE_TEXT_FOLDING_FORM_H

#include <stdbool.h>

#include <glib.h>

/* Only U+FDFA becomes more letters, 18, and could make a text eleven times as long: it stays. */
enum { LONGEST_FORM = 8 };

/* What one character becomes: fully decomposed and folded, nothing where no reader sees it. */
typedef struct Form {
    gunichar source;
    bool joins; /* the first of `letters` may compose with what stands before it */
    unsigned char count;
    gunichar letters[LONGEST_FORM];
} Form;

void folding_form(gunichar c, Form *form);

#endif
