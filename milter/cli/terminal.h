/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A terminal that is asked key by key (termios): raw while a Terminal lives, as it was afterwards,
 * whatever ends it. What is shown stands on the alternate screen, so that the shell's own text is
 * there again at the end.
 */
#ifndef KUSTODE_CLI_TERMINAL_H
#define KUSTODE_CLI_TERMINAL_H

#include <stdbool.h>

#include <glib.h>

typedef struct Terminal Terminal;

/* A key is its ASCII character, or one of these. */
typedef enum TerminalKey {
    KEY_NONE, /* nothing that has a meaning, or the window changed: draw again */
    KEY_INTERRUPT = 3,
    KEY_END = 4, /* Ctrl-D, or the terminal is gone */
    KEY_UP = 256,
    KEY_DOWN,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
} TerminalKey;

/* On standard input and output; NULL when one of them is no terminal. */
Terminal *terminal_open(void);
void terminal_close(Terminal *terminal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Terminal, terminal_close)

void terminal_size(unsigned *width, unsigned *height);

/* Waits for a key. A signal that asks the program to end is KEY_END. */
int terminal_key(Terminal *terminal);

/* Shows the text on a cleared screen. Lines end with \n. */
void terminal_show(const char *text);

#endif
