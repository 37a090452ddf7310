/* SPDX-License-Identifier: BSD-2-Clause */
#include "folding.h"

#include <stdint.h>

#include "folding_form.h"

/* A text has few different characters beside ASCII: with their forms at hand GLib is asked once
 * each. */
enum { KNOWN_FORMS = 128 };

/* A letter and the marks on it; no language needs five, so that more than 14 are left out. */
enum { LONGEST_CLUSTER = LONGEST_FORM + 14, LONGEST_UTF8 = 6 };

typedef struct Folder {
    Folding *result;
    size_t allocated; /* for the text */
    size_t kept;      /* bytes that source and text share since the map was last told */
    gunichar letters[LONGEST_CLUSTER];
    size_t count;
    const char *start, *end; /* of the cluster in the source */
    gunichar first;          /* the source's first character of it */
    Form known[KNOWN_FORMS];
} Folder;

/* Combines with any letter, so it carries no meaning of its own where it composes with none:
 * Unicode's blocks of combining diacritical marks, their supplements, marks for symbols, half
 * marks, and the Cyrillic titlo and kin. */
static bool is_loose_mark(gunichar c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) ||
           (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

/* Canonical ordering, then composition (TR15, D109 and D117); returns how many letters remain. */
static size_t compose(gunichar *letters, size_t count)
{
    if (count < 2) {
        return count;
    }
    int classes[LONGEST_CLUSTER];
    for (size_t i = 0; i < count; i++) {
        gunichar letter = letters[i];
        int class = g_unichar_combining_class(letter);
        size_t j = i;
        for (; class != 0 && j > 0 && classes[j - 1] > class; j--) {
            letters[j] = letters[j - 1];
            classes[j] = classes[j - 1];
        }
        letters[j] = letter;
        classes[j] = class;
    }

    size_t length = 0, starter = 0;
    int last_class = -1; /* of what stands between the starter and here; -1: nothing */
    for (size_t i = 0; i < count; i++) {
        gunichar composed;
        if (length > 0 && last_class < classes[i] &&
            g_unichar_compose(letters[starter], letters[i], &composed)) {
            letters[starter] = composed;
            continue;
        }
        last_class = classes[i] == 0 ? -1 : classes[i];
        starter = classes[i] == 0 ? length : starter;
        letters[length++] = letters[i];
    }
    return length;
}

/*
 * Composes what can be and drops the loose marks that remain; without those Hangul may compose at
 * last.
 */
static size_t settle(gunichar *letters, size_t count)
{
    size_t composed = compose(letters, count), length = 0;
    for (size_t i = 0; i < composed; i++) {
        if (!is_loose_mark(letters[i])) {
            letters[length++] = letters[i];
        }
    }
    return length < composed ? compose(letters, length) : length;
}

static void tell_map(Folder *folder)
{
    offset_map_append(folder->result->map, 1, 1, folder->kept);
    folder->kept = 0;
}

/* At least `length` bytes to write at the end of the text. */
static char *reserve(Folder *folder, size_t length)
{
    Folding *result = folder->result;
    if (folder->allocated - result->length < length) {
        folder->allocated = folder->allocated * 2 + length;
        result->text = g_realloc(result->text, folder->allocated);
    }
    return result->text + result->length;
}

/* U+0397, U+039D and U+03A5 look like H, N and Y; their small letters like n, v and u. */
static bool is_two_faced_capital(gunichar c)
{
    return c == 0x397 || c == 0x39D || c == 0x3A5;
}

static void end_cluster(Folder *folder)
{
    if (folder->start == NULL) {
        return;
    }
    size_t length = 0, source_length = (size_t)(folder->end - folder->start);
    size_t count = settle(folder->letters, folder->count);
    if (count == 1 && is_two_faced_capital(folder->first)) {
        g_array_append_val(folder->result->capitals, folder->result->length);
    }
    char *to = reserve(folder, LONGEST_CLUSTER * LONGEST_UTF8);
    for (size_t i = 0; i < count; i++) {
        length += (size_t)g_unichar_to_utf8(folder->letters[i], to + length);
    }
    if (count == 1 && folder->letters[0] == folder->first && length == source_length) {
        folder->kept += length;
    } else {
        tell_map(folder);
        offset_map_append(folder->result->map, length, source_length, 1);
    }
    folder->result->length += length;
    folder->start = NULL;
    folder->count = 0;
}

static const Form *form_of(Folder *folder, gunichar c)
{
    Form *form = &folder->known[c % KNOWN_FORMS];
    if (form->source != c || c == 0) {
        folding_form(c, form);
    }
    return form;
}

/* Takes one character into the cluster, or closes the cluster and begins another with it. */
static void add_character(Folder *folder, const char *at, const char *next)
{
    gunichar c = g_utf8_get_char(at);
    const Form *form = form_of(folder, c);
    if (form->joins && folder->count + form->count > LONGEST_CLUSTER) {
        folder->count = settle(folder->letters, folder->count);
    }
    bool has_room = folder->count + form->count <= LONGEST_CLUSTER;
    bool is_superfluous = !has_room && form->joins && !g_unichar_isalpha(form->letters[0]);
    bool is_inside = form->count == 0 || is_superfluous || (form->joins && has_room);

    if (folder->start == NULL || !is_inside) {
        end_cluster(folder);
        folder->start = at;
        folder->first = c;
    }
    folder->end = next;
    if (!is_superfluous) {
        memcpy(folder->letters + folder->count, form->letters,
               form->count * sizeof form->letters[0]);
        folder->count += form->count;
    }
}

/* In the highest bit of each byte, all below 0x80: whether it is at least `least`. */
static uint64_t at_least(uint64_t bytes, unsigned char least)
{
    return bytes + UINT64_C(0x0101010101010101) * (0x80u - least);
}

/* Whether all of eight bytes are printable ASCII or its white space, U+0009 to U+000D. */
static bool are_plain(uint64_t bytes)
{
    const uint64_t highest = UINT64_C(0x8080808080808080);
    uint64_t low = bytes & ~highest;
    uint64_t plain = at_least(low, ' ') | (at_least(low, '\t') & ~at_least(low, '\r' + 1));
    return ((plain & ~at_least(low, 0x7F) & ~bytes) & highest) == highest;
}

/* Behind printable ASCII and its white space. */
static const char *skip_ascii(const char *at, const char *end)
{
    uint64_t bytes;
    while ((size_t)(end - at) >= sizeof bytes) {
        memcpy(&bytes, at, sizeof bytes);
        if (!are_plain(bytes)) {
            break;
        }
        at += sizeof bytes;
    }
    while (at < end && (g_ascii_isprint(*at) || g_ascii_isspace(*at))) {
        at++;
    }
    return at;
}

static bool is_latin_1_letter(const char *at)
{
    return (unsigned char)at[0] == 0xC3;
}

/* U+00DF becomes two letters. */
static bool is_sharp_s(const char *at)
{
    return is_latin_1_letter(at) && (unsigned char)at[1] == 0x9F;
}

/*
 * Where a run of ASCII and U+00C0 to U+00FF ends, which is taken over letter by letter. What comes
 * then may compose with the last one, which is left to it.
 */
static const char *plain_run_end(const char *start, const char *end)
{
    const char *at = skip_ascii(start, end);
    while (at < end && is_latin_1_letter(at) && !is_sharp_s(at)) {
        at = skip_ascii(at + 2, end);
    }
    bool may_compose = at > start && at < end && (*at & 0x80) && !is_sharp_s(at);
    return may_compose ? g_utf8_prev_char(at) : at;
}

static void copy_plain_run(Folder *folder, const char *start, const char *end)
{
    size_t length = (size_t)(end - start);
    char *to = reserve(folder, length), *to_end = to + length;
    memcpy(to, start, length);
    while ((to = memchr(to, 0xC3, (size_t)(to_end - to))) != NULL) {
        unsigned char byte = (unsigned char)to[1];
        if (byte < 0xA0 && byte != 0x97) { /* not U+00D7, the sign for times */
            to[1] = (char)(byte + 0x20);
        }
        to += 2;
    }
    folder->result->length += length;
    folder->kept += length;
}

bool folding_is_needless(Span utf8)
{
    return skip_ascii(utf8.text, utf8.text + utf8.length) == utf8.text + utf8.length;
}

Folding *folding_new(Span utf8)
{
    Folding *folding = g_new0(Folding, 1);
    folding->map = offset_map_new();
    folding->capitals = g_array_new(FALSE, FALSE, sizeof(size_t));

    Folder folder = { .result = folding };
    reserve(&folder, utf8.length + utf8.length / 16);
    const char *at = utf8.text, *end = utf8.text + utf8.length;
    while (at < end) {
        bool may_be_plain = (unsigned char)*at < 0x80 || is_latin_1_letter(at);
        const char *next = may_be_plain ? plain_run_end(at, end) : at;
        if (next > at) {
            end_cluster(&folder);
            copy_plain_run(&folder, at, next);
        } else {
            next = g_utf8_next_char(at);
            add_character(&folder, at, next);
        }
        at = next;
    }
    end_cluster(&folder);
    tell_map(&folder);
    return folding;
}

void folding_free(Folding *folding)
{
    g_free(folding->text);
    offset_map_free(folding->map);
    g_array_unref(folding->capitals);
    g_free(folding);
}
