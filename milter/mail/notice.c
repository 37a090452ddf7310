/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/notice.h"

#include <glib.h>

#define FIRST      "-----[ kustode "
#define FIRST_TAIL " ]-----"
#define LAST       "-----[ /kustode ]-----"

enum {
    DIGEST_DIGITS = 8,
    NOTICE_LINES = 30,  /* a template has 16; quoting and narrow windows break lines again */
    NOTICE_BYTES = 4096 /* and quote marks add to them */
};

static bool is_ascii(Span text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.text[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

static void append_letters(GString *letters, const char *composed)
{
    for (const char *p = composed; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isalnum(c)) {
            g_string_append_unichar(letters, c);
        }
    }
}

/* Letters and digits alone: what no client changes when it quotes or wraps. ASCII is composed as it
 * is, and a megabyte of frames that somebody forged costs little then. */
static char *digest_of(Span text)
{
    g_autoptr(GString) letters = g_string_sized_new(text.length + 1);
    if (is_ascii(text)) {
        for (size_t i = 0; i < text.length; i++) {
            if (g_ascii_isalnum(text.text[i])) {
                g_string_append_c(letters, text.text[i]);
            }
        }
    } else {
        g_autofree char *composed =
            g_utf8_normalize(text.text, (gssize)text.length, G_NORMALIZE_NFC);
        append_letters(letters, composed == NULL ? "" : composed);
    }
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, letters->str, -1);
    return g_strndup(digest, DIGEST_DIGITS);
}

char *notice_frame(const char *text)
{
    g_autofree char *digest = digest_of(span_of(text));
    return g_strconcat(FIRST, digest, FIRST_TAIL "\n", text, LAST "\n", NULL);
}

static bool is_quote_mark(char c)
{
    return c != '\0' && strchr("> |:\t", c) != NULL;
}

/* The line at `start` without quote marks and blanks; where the next one begins. */
static Span bare_line(Span text, size_t start, size_t *next)
{
    size_t end = span_find(text, '\n', start);
    *next = end < text.length ? end + 1 : end;
    while (start < end && is_quote_mark(text.text[start])) {
        start++;
    }
    return span_trim(span_slice(text, start, end));
}

static bool is_first_line(Span line)
{
    return line.length == strlen(FIRST) + DIGEST_DIGITS + strlen(FIRST_TAIL) &&
           span_starts_with(line, FIRST) &&
           span_equals(span_slice(line, strlen(FIRST) + DIGEST_DIGITS, line.length), FIRST_TAIL);
}

/*
 * Where the frame that begins at `begin` ends, or 0. Frames do not nest: no text is looked at
 * twice, however many first lines somebody wrote.
 */
static size_t frame_end(Span text, size_t begin)
{
    size_t next;
    bare_line(text, begin, &next);
    for (int lines = 1; lines < NOTICE_LINES && next < text.length; lines++) {
        Span line = bare_line(text, next, &next);
        if (next - begin > NOTICE_BYTES || is_first_line(line)) {
            return 0;
        }
        if (span_equals(line, LAST)) {
            return next;
        }
    }
    return 0;
}

/* The first quote mark before `at`: where the line begins, if nothing else stands there. */
static size_t quote_start(Span text, size_t at)
{
    while (at > 0 && is_quote_mark(text.text[at - 1])) {
        at--;
    }
    return at;
}

static bool begins_line(Span text, size_t at)
{
    return at == 0 || text.text[at - 1] == '\n';
}

bool notice_find(Span text, size_t start, size_t *begin, size_t *end)
{
    while (start < text.length) {
        const char *mark = memmem(text.text + start, text.length - start, FIRST, strlen(FIRST));
        if (mark == NULL) {
            return false;
        }
        size_t next;
        *begin = quote_start(text, (size_t)(mark - text.text));
        *end = 0;
        if (*begin >= start && begins_line(text, *begin) &&
            is_first_line(bare_line(text, *begin, &next))) {
            *end = frame_end(text, *begin);
        }
        if (*end > 0) {
            return true;
        }
        start = (size_t)(mark - text.text) + strlen(FIRST);
    }
    return false;
}

bool notice_is_genuine(Span framed)
{
    size_t next;
    Span first = bare_line(framed, 0, &next);
    if (!is_first_line(first)) {
        return false;
    }
    g_autoptr(GString) inner = g_string_new(NULL);
    for (size_t at = next; at < framed.length;) {
        Span line = bare_line(framed, at, &at);
        if (!span_equals(line, LAST)) {
            g_string_append_len(inner, line.text, (gssize)line.length);
            g_string_append_c(inner, '\n');
        }
    }
    g_autofree char *digest = digest_of(span_make(inner->str, inner->len));
    return span_equals(span_slice(first, strlen(FIRST), strlen(FIRST) + DIGEST_DIGITS), digest);
}
