/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80, DEFAULT_HEIGHT = 24, WIDTH_LEAST = 20, HEIGHT_LEAST = 5 };

static const char alternate_screen[] = "\033[?1049h", main_screen[] = "\033[?1049l",
                  cleared[] = "\033[H\033[2J";

struct Terminal {
    struct termios before;
    char keys[64]; /* read and not yet asked for */
    size_t next, count;
};

/* Set by a signal that ends the program, so that the terminal is put back first. */
static volatile sig_atomic_t was_told_to_end;

static void on_end(int number)
{
    (void)number;
    was_told_to_end = 1;
}

/* Its only use is to interrupt read(2). */
static void on_resize(int number)
{
    (void)number;
}

static void catch_signals(void)
{
    static const int ending[] = { SIGTERM, SIGHUP, SIGINT };
    struct sigaction action = { .sa_handler = on_end };
    for (size_t i = 0; i < G_N_ELEMENTS(ending); i++) {
        sigaction(ending[i], &action, NULL);
    }
    action.sa_handler = on_resize;
    sigaction(SIGWINCH, &action, NULL);
}

Terminal *terminal_open(void)
{
    Terminal *terminal = g_new0(Terminal, 1);
    if (!isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &terminal->before) != 0) {
        g_free(terminal);
        return NULL;
    }
    struct termios raw = terminal->before;
    raw.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
    raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG | IEXTEN);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    catch_signals();
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
    fputs(alternate_screen, stdout);
    return terminal;
}

void terminal_close(Terminal *terminal)
{
    if (terminal != NULL) {
        fputs(main_screen, stdout);
        fflush(stdout);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal->before);
        g_free(terminal);
    }
}

void terminal_size(unsigned *width, unsigned *height)
{
    struct winsize size = { 0 };
    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    *width = size.ws_col == 0 ? DEFAULT_WIDTH : MAX(size.ws_col, WIDTH_LEAST);
    *height = size.ws_row == 0 ? DEFAULT_HEIGHT : MAX(size.ws_row, HEIGHT_LEAST);
}

/* False: a signal came, or nothing more will. */
static bool read_keys(Terminal *terminal)
{
    ssize_t count = read(STDIN_FILENO, terminal->keys, sizeof terminal->keys);
    terminal->next = 0;
    terminal->count = count > 0 ? (size_t)count : 0;
    was_told_to_end |= count == 0 || (count < 0 && errno != EINTR);
    return count > 0;
}

/* A sequence is sent in one piece; what follows ESC and is not known is swallowed to its end
 * (ECMA-48 5.4: a final byte is `@` to `~`). */
static int escape_sequence(Terminal *terminal)
{
    static const struct {
        const char *sequence;
        int key;
    } known[] = { { "[A", KEY_UP },   { "[B", KEY_DOWN },     { "OA", KEY_UP },
                  { "OB", KEY_DOWN }, { "[5~", KEY_PAGE_UP }, { "[6~", KEY_PAGE_DOWN } };
    const char *start = terminal->keys + terminal->next;
    size_t length = 0, rest = terminal->count - terminal->next;
    while (length < rest && (length == 0 || start[length] < '@')) {
        length++;
    }
    length = MIN(length + 1, rest);
    terminal->next += length;
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        if (length == strlen(known[i].sequence) && memcmp(start, known[i].sequence, length) == 0) {
            return known[i].key;
        }
    }
    return KEY_NONE;
}

int terminal_key(Terminal *terminal)
{
    if (was_told_to_end) {
        return KEY_END;
    }
    if (terminal->next == terminal->count && !read_keys(terminal)) {
        return was_told_to_end ? KEY_END : KEY_NONE;
    }
    unsigned char key = (unsigned char)terminal->keys[terminal->next++];
    return key == '\033' ? escape_sequence(terminal) : key;
}

void terminal_show(const char *text)
{
    fputs(cleared, stdout);
    fputs(text, stdout);
    fflush(stdout);
}
