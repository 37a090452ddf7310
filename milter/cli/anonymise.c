/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/anonymise.h"

#include <stdbool.h>
#include <string.h>

enum {
    NAME_LETTERS_LEAST = 3, /* shorter ones are initials, titles, or words of every language */
    PHONE_DIGITS_LEAST = 7
};

struct Anonymiser {
    GHashTable *names;  /* words, case-folded -> times written as a word less those as a name */
    GHashTable *here;   /* those in the fields of this post */
    GHashTable *people; /* what stands in the field, case-folded -> number */
};

/* What fields name besides people: without these words no advisory could be read any more. */
static const char *const no_names[] = {
    "admin",    "advisories",   "advisory", "alert",     "alerts",    "and",      "announce",
    "bulletin", "cert",         "daemon",   "der",       "die",       "for",      "forum",
    "from",     "gmbh",         "group",    "help",      "info",      "list",     "liste",
    "lists",    "mail",         "mailer",   "mailing",   "microsoft", "network",  "news",
    "noreply",  "notification", "office",   "owner",     "response",  "security", "service",
    "support",  "system",       "team",     "the",       "und",       "update",   "user",
    "users",    "via",          "von",      "webmaster", NULL,
};

typedef struct Replacement {
    size_t start, end; /* in characters of the old text */
    size_t length;     /* of what stands there now */
} Replacement;

typedef struct Rewriting {
    const Anonymiser *anonymiser;
    GString *out;
    GArray *replacements; /* Replacement, in order */
    const char *at;
    size_t characters; /* before `at` */
} Rewriting;

Anonymiser *anonymiser_new(void)
{
    Anonymiser *anonymiser = g_new(Anonymiser, 1);
    anonymiser->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    anonymiser->here = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    anonymiser->people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return anonymiser;
}

void anonymiser_free(Anonymiser *anonymiser)
{
    if (anonymiser != NULL) {
        g_hash_table_unref(anonymiser->names);
        g_hash_table_unref(anonymiser->here);
        g_hash_table_unref(anonymiser->people);
        g_free(anonymiser);
    }
}

/* Bytes of the letters that `text` begins with. */
static size_t word_length(const char *text)
{
    const char *end = text;
    while (*end != '\0' && g_unichar_isalpha(g_utf8_get_char(end))) {
        end = g_utf8_next_char(end);
    }
    return (size_t)(end - text);
}

static bool is_address_character(char c)
{
    return g_ascii_isalnum(c) || (unsigned char)c >= 0x80 ||
           (c != '\0' && strchr("._%+-=~!#$&'*/", c));
}

/* Bytes of the mail address that `text` begins with; 0: none. */
static size_t address_length(const char *text)
{
    const char *at = text;
    while (*at != '\0' && is_address_character(*at)) {
        at++;
    }
    const char *end = at + 1;
    if (at == text || *at != '@') {
        return 0;
    }
    while (g_ascii_isalnum(*end) || (unsigned char)*end >= 0x80 || *end == '-' || *end == '.') {
        end++;
    }
    while (end > at + 1 && end[-1] == '.') {
        end--;
    }
    return end == at + 1 ? 0 : (size_t)(end - text);
}

/* Bytes of the telephone number that `text` begins with, as in +43 1 58801-0 or 01/58801 0; 0:
 * none. Two strokes make a date. */
static size_t phone_length(const char *text)
{
    size_t digits = 0, strokes = 0, end = 0;
    if (*text != '+' && *text != '0') {
        return 0;
    }
    for (size_t i = 0; text[i] != '\0' && strchr("+ /-()0123456789", text[i]) != NULL; i++) {
        strokes += text[i] == '/';
        if (strokes > 1) {
            return 0;
        }
        if (g_ascii_isdigit(text[i])) {
            digits++;
            end = i + 1;
        }
    }
    return digits < PHONE_DIGITS_LEAST ? 0 : end;
}

static void learn_word(GHashTable *names, const char *word, size_t length)
{
    g_autofree char *folded = g_utf8_casefold(word, (gssize)length);
    if (g_utf8_strlen(folded, -1) >= NAME_LETTERS_LEAST && !g_strv_contains(no_names, folded)) {
        g_hash_table_insert(names, g_steal_pointer(&folded), GINT_TO_POINTER(0));
    }
}

/* Words of the local part are names as well, those of the domain are not. */
static void learn_field(GHashTable *names, const char *mailboxes)
{
    const char *at = mailboxes == NULL ? "" : mailboxes;
    while (*at != '\0') {
        size_t length = word_length(at);
        if (length > 0) {
            learn_word(names, at, length);
            at += length;
        } else if (*at == '@') {
            at += strcspn(at, " \t>,");
        } else {
            at = g_utf8_next_char(at);
        }
    }
}

void anonymiser_learn(Anonymiser *anonymiser, const char *mailboxes)
{
    learn_field(anonymiser->names, mailboxes);
}

void anonymiser_next_post(Anonymiser *anonymiser)
{
    g_hash_table_remove_all(anonymiser->here);
}

void anonymiser_expect(Anonymiser *anonymiser, const char *mailboxes)
{
    learn_field(anonymiser->here, mailboxes);
}

static void count_word(Anonymiser *anonymiser, const char *word, size_t length)
{
    g_autofree char *folded = g_utf8_casefold(word, (gssize)length);
    gpointer times;
    if (g_hash_table_lookup_extended(anonymiser->names, folded, NULL, &times)) {
        int as_name = g_unichar_isupper(g_utf8_get_char(word)) ? 1 : -1;
        g_hash_table_insert(anonymiser->names, g_steal_pointer(&folded),
                            GINT_TO_POINTER(GPOINTER_TO_INT(times) - as_name));
    }
}

void anonymiser_read(Anonymiser *anonymiser, const char *text)
{
    const char *at = text == NULL ? "" : text;
    while (*at != '\0') {
        size_t length = word_length(at);
        if (length >= NAME_LETTERS_LEAST) {
            count_word(anonymiser, at, length);
        }
        at = length > 0 ? at + length : g_utf8_next_char(at);
    }
}

char *anonymiser_person(Anonymiser *anonymiser, const char *mailbox)
{
    if (mailbox == NULL) {
        return NULL;
    }
    const char *bracket = strrchr(mailbox, '<');
    g_autofree char *key = g_utf8_casefold(bracket == NULL ? mailbox : bracket, -1);
    gpointer number = g_hash_table_lookup(anonymiser->people, key);
    if (number == NULL) {
        number = GUINT_TO_POINTER(g_hash_table_size(anonymiser->people) + 1);
        g_hash_table_insert(anonymiser->people, g_steal_pointer(&key), number);
    }
    return g_strdup_printf("Person %u", GPOINTER_TO_UINT(number));
}

static bool is_name(const Anonymiser *anonymiser, const char *word, size_t length)
{
    if (length == 0 || !g_unichar_isupper(g_utf8_get_char(word))) {
        return false;
    }
    g_autofree char *folded = g_utf8_casefold(word, (gssize)length);
    gpointer as_word;
    return g_hash_table_contains(anonymiser->here, folded) ||
           (g_hash_table_lookup_extended(anonymiser->names, folded, NULL, &as_word) &&
            GPOINTER_TO_INT(as_word) <= 0);
}

static void replace(Rewriting *rewriting, size_t length, const char *by)
{
    size_t characters = (size_t)g_utf8_strlen(rewriting->at, (gssize)length);
    const Replacement replacement = { rewriting->characters, rewriting->characters + characters,
                                      strlen(by) };
    g_array_append_val(rewriting->replacements, replacement);
    g_string_append(rewriting->out, by);
    rewriting->at += length;
    rewriting->characters += characters;
}

static void keep(Rewriting *rewriting, size_t length)
{
    g_string_append_len(rewriting->out, rewriting->at, (gssize)length);
    rewriting->characters += (size_t)g_utf8_strlen(rewriting->at, (gssize)length);
    rewriting->at += length;
}

/* `before` is the byte in front of `at`; 0 at the beginning. */
static void rewrite_next(Rewriting *rewriting, char before)
{
    const char *at = rewriting->at;
    size_t word = word_length(at);
    size_t address = is_address_character(before) ? 0 : address_length(at);
    size_t phone = g_ascii_isalnum(before) || before == '/' ? 0 : phone_length(at);
    if (address > 0) {
        replace(rewriting, address, "[address]");
    } else if (phone > 0) {
        replace(rewriting, phone, "[number]");
    } else if (is_name(rewriting->anonymiser, at, word)) {
        replace(rewriting, word, "[name]");
    } else {
        keep(rewriting, word > 0 ? word : (size_t)(g_utf8_next_char(at) - at));
    }
}

/* What lay inside something replaced now lies at its end. */
static size_t moved(size_t place, const GArray *replacements)
{
    size_t to = place;
    for (guint i = 0; i < replacements->len; i++) {
        const Replacement *replacement = &g_array_index(replacements, Replacement, i);
        if (replacement->start >= place) {
            break;
        }
        size_t gone = MIN(replacement->end, place) - replacement->start;
        to = to - gone + replacement->length;
    }
    return to;
}

char *anonymiser_text(const Anonymiser *anonymiser, const char *text, const GPtrArray *places)
{
    if (text == NULL) {
        return NULL;
    }
    g_autoptr(GArray) replacements = g_array_new(FALSE, FALSE, sizeof(Replacement));
    Rewriting rewriting = { anonymiser, g_string_new(NULL), replacements, text, 0 };
    while (*rewriting.at != '\0') {
        rewrite_next(&rewriting, rewriting.at == text ? '\0' : rewriting.at[-1]);
    }
    for (guint i = 0; places != NULL && i < places->len; i++) {
        size_t *place = g_ptr_array_index(places, i);
        *place = moved(*place, replacements);
    }
    return g_string_free(rewriting.out, FALSE);
}
