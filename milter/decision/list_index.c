/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/list_index.h"

/* RFC 5321 4.5.3.1.3: a path is at most 256 bytes with its brackets. */
enum { MOST_ADDRESS_BYTES = 254 };

typedef struct IndexedPattern {
    char *pattern;
    size_t literals; /* characters besides `*`: the more, the more specific */
    unsigned list;
    bool is_posting_address;
} IndexedPattern;

typedef struct IndexedAddress {
    unsigned list;
    bool is_posting_address;
} IndexedAddress;

struct ListIndex {
    GHashTable *addresses; /* lower case -> IndexedAddress */
    GPtrArray *patterns;   /* IndexedPattern, the most specific first */
};

static void indexed_pattern_free(gpointer element)
{
    IndexedPattern *pattern = element;
    g_free(pattern->pattern);
    g_free(pattern);
}

ListIndex *list_index_new(void)
{
    ListIndex *index = g_new0(ListIndex, 1);
    index->addresses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    index->patterns = g_ptr_array_new_with_free_func(indexed_pattern_free);
    return index;
}

void list_index_free(ListIndex *index)
{
    if (index == NULL) {
        return;
    }
    g_hash_table_unref(index->addresses);
    g_ptr_array_unref(index->patterns);
    g_free(index);
}

static Span without_brackets(const char *address)
{
    Span span = span_trim(span_of(address));
    bool has_brackets =
        span.length >= 2 && span.text[0] == '<' && span.text[span.length - 1] == '>';
    return has_brackets ? span_slice(span, 1, span.length - 1) : span;
}

/* Lower case without <>; false when that is longer than an address can be. */
static bool normalise(const char *address, char normal[MOST_ADDRESS_BYTES + 1])
{
    Span span = without_brackets(address);
    if (span.length > MOST_ADDRESS_BYTES) {
        return false;
    }
    for (size_t i = 0; i < span.length; i++) {
        normal[i] = g_ascii_tolower(span.text[i]);
    }
    normal[span.length] = '\0';
    return true;
}

/* Greedy, going back to the last `*` alone: at most length times length, both capped. */
static bool pattern_matches(const char *pattern, const char *address)
{
    const char *behind_star = NULL, *retry = NULL;
    while (*address != '\0') {
        if (*pattern == '*') {
            behind_star = ++pattern;
            retry = address;
        } else if (*pattern == *address) {
            pattern++;
            address++;
        } else if (behind_star != NULL && *retry != '@') {
            pattern = behind_star;
            address = ++retry;
        } else {
            return false;
        }
    }
    while (*pattern == '*') {
        pattern++;
    }
    return *pattern == '\0';
}

static bool ends_can_agree(const char *a, const char *b)
{
    size_t a_length = strlen(a), b_length = strlen(b);
    while (a_length > 0 && b_length > 0 && a[a_length - 1] != '*' && b[b_length - 1] != '*') {
        if (a[--a_length] != b[--b_length]) {
            return false;
        }
    }
    return true;
}

/*
 * Whether one address can match both: reachable[j] says that a[..i] and b[..j] have a common text.
 * The literal ends are compared first, which settles nearly every pair of a real configuration.
 */
static bool patterns_overlap(const char *a, const char *b)
{
    bool reachable[MOST_ADDRESS_BYTES + 2] = { false };
    size_t b_length = strlen(b);

    if (!ends_can_agree(a, b)) {
        return false;
    }
    reachable[0] = true;
    for (size_t j = 0; j < b_length; j++) {
        reachable[j + 1] = reachable[j] && b[j] == '*';
    }
    for (; *a != '\0'; a++) {
        bool diagonal = reachable[0];
        reachable[0] = reachable[0] && *a == '*';
        for (size_t j = 0; j < b_length; j++) {
            bool above = reachable[j + 1], left = reachable[j];
            bool is_step = *a == b[j] && diagonal;
            bool a_eats = *a == '*' && (above || (left && b[j] != '@'));
            bool b_eats = b[j] == '*' && (left || (above && *a != '@'));
            reachable[j + 1] = is_step || a_eats || b_eats;
            diagonal = above;
        }
    }
    return reachable[b_length];
}

static bool add_pattern(ListIndex *index, const char *text, unsigned list, bool is_posting_address)
{
    size_t literals = 0, position = 0;
    for (const char *at = text; *at != '\0'; at++) {
        literals += *at != '*';
    }
    for (guint i = 0; i < index->patterns->len; i++) {
        const IndexedPattern *other = g_ptr_array_index(index->patterns, i);
        if (other->literals < literals) {
            break;
        }
        if (other->literals == literals && patterns_overlap(text, other->pattern)) {
            return false;
        }
        position = i + 1;
    }
    IndexedPattern *pattern = g_new0(IndexedPattern, 1);
    *pattern = (IndexedPattern){ g_strdup(text), literals, list, is_posting_address };
    g_ptr_array_insert(index->patterns, (gint)position, pattern);
    return true;
}

bool list_index_add(ListIndex *index, const char *address, unsigned list, bool is_posting_address)
{
    char normal[MOST_ADDRESS_BYTES + 1];
    if (!normalise(address, normal)) {
        return false;
    }
    if (strchr(normal, '*') != NULL) {
        return add_pattern(index, normal, list, is_posting_address);
    }
    if (g_hash_table_contains(index->addresses, normal)) {
        return false;
    }
    IndexedAddress entry = { list, is_posting_address };
    g_hash_table_insert(index->addresses, g_strdup(normal), g_memdup2(&entry, sizeof entry));
    return true;
}

void list_index_visit(const ListIndex *index, ListIndexVisit visit, void *user)
{
    GHashTableIter iter;
    gpointer address, entry;
    g_hash_table_iter_init(&iter, index->addresses);
    while (g_hash_table_iter_next(&iter, &address, &entry)) {
        const IndexedAddress *indexed = entry;
        visit(address, indexed->list, indexed->is_posting_address, user);
    }
    for (guint i = 0; i < index->patterns->len; i++) {
        const IndexedPattern *pattern = g_ptr_array_index(index->patterns, i);
        visit(pattern->pattern, pattern->list, pattern->is_posting_address, user);
    }
}

static const IndexedPattern *find_pattern(const ListIndex *index, const char *normal)
{
    for (guint i = 0; i < index->patterns->len; i++) {
        const IndexedPattern *pattern = g_ptr_array_index(index->patterns, i);
        if (pattern_matches(pattern->pattern, normal)) {
            return pattern;
        }
    }
    return NULL;
}

int list_index_find_pattern(const ListIndex *index, const char *address)
{
    char normal[MOST_ADDRESS_BYTES + 1];
    const IndexedPattern *pattern = normalise(address, normal) ? find_pattern(index, normal) : NULL;
    return pattern == NULL ? -1 : (int)pattern->list;
}

/*
 * Names that list software keeps for itself. Mailman 2 and 3, mlmmj, majordomo with its -approval
 * and -outgoing, Sympa and LISTSERV agree on little else.
 */
static const char *const local_endings[] = {
    "-request", "-owner", "-bounces", "-admin",     "-approval",    "-outgoing",
    "-digest",  "-join",  "-leave",   "-subscribe", "-unsubscribe", "-confirm",
};
static const char *const local_beginnings[] = { "owner-" };
static const char *const software[] = { "mailman", "majordomo", "sympa", "listserv" };

static bool ends_with(Span span, const char *ending)
{
    size_t length = strlen(ending);
    return span.length >= length &&
           span_equals_ascii_caseless(span_slice(span, span.length - length, span.length), ending);
}

bool address_takes_no_posts(const char *address)
{
    Span whole = without_brackets(address);
    Span local = span_slice(whole, 0, span_find(whole, '@', 0));
    if (local.length == 0 || span_find(local, '+', 0) < local.length) {
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(local_endings); i++) {
        if (ends_with(local, local_endings[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(local_beginnings); i++) {
        if (span_starts_with_ascii_caseless(local, local_beginnings[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(software); i++) {
        if (span_equals_ascii_caseless(local, software[i])) {
            return true;
        }
    }
    return false;
}

int list_index_find(const ListIndex *index, const char *address)
{
    char normal[MOST_ADDRESS_BYTES + 1];
    if (!normalise(address, normal)) {
        return -1;
    }
    bool is_for_software = address_takes_no_posts(normal);
    const IndexedAddress *exact = g_hash_table_lookup(index->addresses, normal);
    if (exact != NULL) {
        return is_for_software && !exact->is_posting_address ? -1 : (int)exact->list;
    }
    const IndexedPattern *pattern = find_pattern(index, normal);
    bool is_list = pattern != NULL && (!is_for_software || pattern->is_posting_address);
    return is_list ? (int)pattern->list : -1;
}
