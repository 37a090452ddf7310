/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/decode.h"

#include <errno.h>
#include <iconv.h>

#include "mail/conversion.h"

/*
 * Appends what iconv makes of [from, from + *left), or with NULL what it held back, upon which it
 * begins anew. False where it met an octet it cannot read.
 */
static bool iconv_append(iconv_t converter, const char *from, size_t *left, GString *utf8)
{
    char *source = (char *)from;
    size_t result;
    do {
        /* Small ones make glibc convert the same octets again and again. */
        char buffer[8192], *to = buffer;
        size_t to_left = sizeof buffer;
        result = from == NULL ? iconv(converter, NULL, NULL, &to, &to_left)
                              : iconv(converter, &source, left, &to, &to_left);
        g_string_append_len(utf8, buffer, to - buffer);
    } while (result == (size_t)-1 && errno == E2BIG);
    return result != (size_t)-1;
}

/* Put out as one unit; UTF-7 can spell control characters, which are blanks here. */
static void put_converted(Conversion *conversion, GString *utf8, size_t octets)
{
    for (size_t i = 0; i < utf8->len; i++) {
        if (utf8->str[i] == '\0' || utf8->str[i] == '\r') {
            utf8->str[i] = ' ';
        }
    }
    if (utf8->len > 0 || octets > 0) {
        put_unit(conversion, span_make(utf8->str, utf8->len), octets);
    }
    g_string_truncate(utf8, 0);
}

/*
 * How many octets to give up where iconv stops: inside an ISO 2022 escape the two of a character.
 */
static size_t unreadable_octets(Span rest, CharsetKind kind)
{
    bool is_pair =
        kind == CHARSET_ESCAPES && rest.length >= 2 && rest.text[0] > ' ' && rest.text[1] > ' ';
    return is_pair ? 2 : 1;
}

/*
 * A run of octets to which no line end belongs; `utf8` is room to work in, empty before and
 * after.
 */
static void convert_run(Conversion *conversion, iconv_t converter, Span run, CharsetKind kind,
                        GString *utf8)
{
    while (run.length > 0) {
        size_t left = run.length;
        bool is_clean = iconv_append(converter, run.text, &left, utf8);
        put_converted(conversion, utf8, run.length - left);
        run = span_slice(run, run.length - left, run.length);
        if (!is_clean && run.length > 0) {
            size_t octets = unreadable_octets(run, kind);
            put_character(conversion, UNREADABLE, octets);
            run = span_slice(run, octets, run.length);
        }
    }
    iconv_append(converter, NULL, NULL, utf8);
    put_converted(conversion, utf8, 0);
}

/*
 * Whether a run of characters that only iconv can tell apart begins, or else ends, at this octet.
 */
static bool begins_run(unsigned char octet, CharsetKind kind)
{
    enum { ESCAPE = 0x1B, SHIFT_OUT = 0x0E };
    return octet >= 0x80 ||
           (kind == CHARSET_ESCAPES && (octet == ESCAPE || octet == SHIFT_OUT || octet == '+'));
}

static bool ends_run(unsigned char octet, CharsetKind kind)
{
    if (kind == CHARSET_ESCAPES) {
        return octet == '\n' || octet == '\r';
    }
    return octet < 0x30 || (octet > '9' && octet < '@');
}

/* Plain ASCII is taken over, and every run behind it is one unit. */
static void convert_runs(Conversion *conversion, iconv_t converter, Span octets, CharsetKind kind)
{
    g_autoptr(GString) utf8 = g_string_new(NULL);
    size_t at = 0;
    while (at < octets.length) {
        size_t start = at;
        while (at < octets.length && !begins_run((unsigned char)octets.text[at], kind)) {
            at++;
        }
        put_verbatim(conversion, span_slice(octets, start, at));
        start = at;
        while (at < octets.length && !ends_run((unsigned char)octets.text[at], kind)) {
            at++;
        }
        convert_run(conversion, converter, span_slice(octets, start, at), kind, utf8);
    }
}

/* ---- single octets ----------------------------------------------------------------------- */

/* The characters of the octets from 0x80, filled as they are met. */
typedef struct SingleTable {
    iconv_t converter;
    unsigned char lengths[128]; /* 0: not met yet */
    char utf8[128][6];
    bool is_unreadable[128];
} SingleTable;

static Span single_character(SingleTable *table, char octet)
{
    size_t row = (unsigned char)octet - 0x80U;
    if (table->lengths[row] == 0) {
        g_autoptr(GString) utf8 = g_string_new(NULL);
        size_t left = 1;
        bool is_clean = iconv_append(table->converter, &octet, &left, utf8);
        iconv_append(table->converter, NULL, NULL, utf8);
        table->is_unreadable[row] = !is_clean || utf8->len == 0;
        gunichar character = table->is_unreadable[row] ? UNREADABLE : g_utf8_get_char(utf8->str);
        table->lengths[row] = (unsigned char)g_unichar_to_utf8(character, table->utf8[row]);
    }
    return span_make(table->utf8[row], table->lengths[row]);
}

/* A run of octets from 0x80, put out by stretches of characters that are equally long in UTF-8. */
static void convert_high_run(Conversion *conversion, SingleTable *table, Span run)
{
    enum { MOST_CHARACTERS = 64 };
    char utf8[MOST_CHARACTERS * 6];
    size_t at = 0;
    while (at < run.length) {
        size_t count = 0, length = single_character(table, run.text[at]).length;
        for (; at < run.length && count < MOST_CHARACTERS; at++, count++) {
            Span character = single_character(table, run.text[at]);
            if (character.length != length) {
                break;
            }
            memcpy(utf8 + count * length, character.text, length);
            conversion->is_broken |= table->is_unreadable[(unsigned char)run.text[at] - 0x80U];
        }
        put_characters(conversion, span_make(utf8, count * length), count);
    }
}

static void convert_single(Conversion *conversion, iconv_t converter, Span octets)
{
    SingleTable table = { .converter = converter };
    size_t at = 0;
    while (at < octets.length) {
        size_t high = find_high(octets, at);
        put_verbatim(conversion, span_slice(octets, at, high));
        for (at = high; at < octets.length && (unsigned char)octets.text[at] >= 0x80;) {
            at++;
        }
        convert_high_run(conversion, &table, span_slice(octets, high, at));
    }
}

/* ---- both ways --------------------------------------------------------------------------- */

bool convert_by_iconv(Conversion *conversion, Span octets, const Charset *charset)
{
    iconv_t converter = iconv_open("UTF-8", charset->decoder);
    if (converter == (iconv_t)-1) {
        return false;
    }
    if (charset->kind == CHARSET_SINGLE) {
        convert_single(conversion, converter, octets);
    } else {
        convert_runs(conversion, converter, octets, charset->kind);
    }
    iconv_close(converter);
    return true;
}

static iconv_t open_encoder(const Charset *charset)
{
    return iconv_open(charset->encoder == NULL ? charset->decoder : charset->encoder, "UTF-8");
}

GString *encode_by_iconv(Span utf8, const Charset *charset)
{
    iconv_t converter = open_encoder(charset);
    if (converter == (iconv_t)-1) {
        return NULL;
    }
    g_autoptr(GString) octets = g_string_new(NULL);
    size_t left = utf8.length;
    bool holds_all = (left == 0 || iconv_append(converter, utf8.text, &left, octets)) &&
                     iconv_append(converter, NULL, NULL, octets);
    iconv_close(converter);
    return holds_all ? g_steal_pointer(&octets) : NULL;
}

void charsets_open(void)
{
    /* One converter of each stays open, so that glibc keeps its module in memory. */
    static struct {
        iconv_t decoder, encoder; /* notices are written in the charset of their post */
    } kept[128];
    for (size_t i = 0; charset_at(i) != NULL && i < G_N_ELEMENTS(kept); i++) {
        if (kept[i].decoder == NULL) {
            kept[i].decoder = iconv_open("UTF-8", charset_at(i)->decoder);
            kept[i].encoder = open_encoder(charset_at(i));
        }
    }
}
