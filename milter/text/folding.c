/* SPDX-License-Identifier: BSD-2-Clause */
#include "folding.h"

#include <stdint.h>

/* Only U+FDFA becomes more letters, 18, and could make a text eleven times as long: it stays. */
enum { LONGEST_FORM = 8 };

/* What one character becomes: fully decomposed and folded, nothing where no reader sees it. */
typedef struct Form {
    gunichar source;
    bool joins; /* the first of `letters` may compose with what stands before it */
    unsigned char count;
    gunichar letters[LONGEST_FORM];
} Form;

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

/* Default_Ignorable_Code_Point (Unicode DerivedCoreProperties), and the interlinear annotations. */
static const struct {
    gunichar first, last;
} invisible[] = {
    { 0xAD, 0xAD },       { 0x34F, 0x34F },   { 0x61C, 0x61C },     { 0x115F, 0x1160 },
    { 0x17B4, 0x17B5 },   { 0x180B, 0x180F }, { 0x200B, 0x200F },   { 0x202A, 0x202E },
    { 0x2060, 0x206F },   { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },
    { 0xFFA0, 0xFFA0 },   { 0xFFF0, 0xFFFB }, { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A },
    { 0xE0000, 0xE0FFF },
};

/*
 * Beside NFKC. Quotes and dashes: word processors put them in, nobody types them. U+00B4: typed for
 * an apostrophe on German keyboards. Small capitals: writing for show, which NFKC leaves alone. In
 * the order of code points.
 */
static const struct {
    gunichar from;
    char to;
} replacements[] = {
    { 0x85, '\n' },   { 0xAB, '"' },    { 0xB4, '\'' },   { 0xBB, '"' },    { 0x251, 'a' },
    { 0x261, 'g' },   { 0x262, 'g' },   { 0x26A, 'i' },   { 0x274, 'n' },   { 0x280, 'r' },
    { 0x28F, 'y' },   { 0x299, 'b' },   { 0x29C, 'h' },   { 0x29F, 'l' },   { 0x2BC, '\'' },
    { 0x1680, ' ' },  { 0x1D00, 'a' },  { 0x1D04, 'c' },  { 0x1D05, 'd' },  { 0x1D07, 'e' },
    { 0x1D0A, 'j' },  { 0x1D0B, 'k' },  { 0x1D0D, 'm' },  { 0x1D0F, 'o' },  { 0x1D18, 'p' },
    { 0x1D1B, 't' },  { 0x1D1C, 'u' },  { 0x1D20, 'v' },  { 0x1D21, 'w' },  { 0x1D22, 'z' },
    { 0x2010, '-' },  { 0x2011, '-' },  { 0x2012, '-' },  { 0x2013, '-' },  { 0x2014, '-' },
    { 0x2015, '-' },  { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201A, '\'' }, { 0x201B, '\'' },
    { 0x201C, '"' },  { 0x201D, '"' },  { 0x201E, '"' },  { 0x201F, '"' },  { 0x2028, '\n' },
    { 0x2032, '\'' }, { 0x2039, '\'' }, { 0x203A, '\'' }, { 0x2212, '-' },  { 0x2800, ' ' },
    { 0xA730, 'f' },  { 0xA731, 's' },  { 0xA7AF, 'q' },
};

/* White letters on black discs and squares: writing for show as well. */
static const struct {
    gunichar first, last;
} ornaments[] = { { 0x1F150, 0x1F169 }, { 0x1F170, 0x1F189 } };

static bool is_invisible(gunichar c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(invisible) && c >= invisible[i].first; i++) {
        if (c <= invisible[i].last) {
            return true;
        }
    }
    return g_unichar_type(c) == G_UNICODE_CONTROL && !g_ascii_isspace((char)MIN(c, 0x7F)) &&
           c != 0x85;
}

static gunichar replaced(gunichar c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ornaments); i++) {
        if (c >= ornaments[i].first && c <= ornaments[i].last) {
            return 'a' + c - ornaments[i].first;
        }
    }
    size_t low = 0, high = G_N_ELEMENTS(replacements);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (replacements[middle].from == c) {
            return (gunichar)replacements[middle].to;
        }
        if (replacements[middle].from < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return c;
}

/* Combines with any letter, so it carries no meaning of its own where it composes with none:
 * Unicode's blocks of combining diacritical marks, their supplements, marks for symbols, half
 * marks, and the Cyrillic titlo and kin. */
static bool is_loose_mark(gunichar c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) ||
           (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

/* Marks, and the Hangul vowels and finals, which are letters. */
static bool may_compose_backwards(gunichar c)
{
    return g_unichar_combining_class(c) != 0 || g_unichar_ismark(c) || (c >= 0x1160 && c <= 0x11FF);
}

/* One step towards the fixed point: every letter case-folded, replaced and fully decomposed. */
static size_t fold_once(const gunichar *letters, size_t count, gunichar *folded)
{
    g_autofree char *utf8 = g_ucs4_to_utf8(letters, (glong)count, NULL, NULL, NULL);
    g_autofree char *lower = g_utf8_casefold(utf8, -1);
    size_t length = 0;

    for (const char *at = lower; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar parts[LONGEST_FORM];
        gunichar c = replaced(g_utf8_get_char(at));
        size_t n = is_invisible(c) ? 0 : g_unichar_fully_decompose(c, TRUE, parts, LONGEST_FORM);
        if (n > LONGEST_FORM) {
            parts[0] = c;
            n = 1;
        }
        for (size_t i = 0; i < n && length < LONGEST_FORM; i++) {
            folded[length++] = replaced(parts[i]);
        }
    }
    return length;
}

static void find_form(gunichar c, Form *form)
{
    enum { MOST_STEPS = 4 }; /* all of Unicode 14 is stable after three; a test walks through it */
    *form = (Form){ .source = c };
    if (is_invisible(c)) {
        return;
    }
    if (c == 0x2029) { /* paragraph separator */
        form->letters[0] = form->letters[1] = '\n';
        form->count = 2;
        return;
    }
    gunichar letters[LONGEST_FORM] = { c };
    size_t count = 1;
    for (int step = 0; step < MOST_STEPS; step++) {
        form->count = (unsigned char)fold_once(letters, count, form->letters);
        if (form->count == count && memcmp(letters, form->letters, count * sizeof *letters) == 0) {
            break;
        }
        count = form->count;
        memcpy(letters, form->letters, count * sizeof *letters);
    }
    form->joins = count > 0 && may_compose_backwards(form->letters[0]);
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
        find_form(c, form);
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

/* Behind printable ASCII and its white space, eight bytes at a time where no other stands among
 * them. */
static const char *skip_ascii(const char *at, const char *end)
{
    const uint64_t ones = 0x0101010101010101;
    while (at < end) {
        uint64_t bytes;
        if ((size_t)(end - at) >= sizeof bytes) {
            memcpy(&bytes, at, sizeof bytes);
            bool are_printable =
                (((bytes - ones * ' ') | bytes | (bytes + ones)) & ones * 0x80) == 0;
            if (are_printable) {
                at += sizeof bytes;
                continue;
            }
        }
        if (!g_ascii_isprint(*at) && !g_ascii_isspace(*at)) {
            break;
        }
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
