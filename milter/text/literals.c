/* SPDX-License-Identifier: BSD-2-Clause */
#include "literals.h"

#include <stdbool.h>
#include <string.h>

#include "literal_index.h"

/* Two dozen words of several languages in one pattern have as many literals; what is longer than
 * sixteen bytes is no rarer. */
enum { MOST_LITERALS = 32, LONGEST_LITERAL = 16 };

enum { USELESS = -1000 };

/*
 * A literal without a bound before it has the whole text walked at each hit, which costs as much as
 * a hundred confirmations. However rare its letters seem, words stand in posts more often than by
 * chance, so that one with a bound is better from three usual letters on.
 */
enum { MOST_WITHOUT_BOUND = 120 };

static size_t plus(size_t a, size_t b)
{
    return a > NO_BOUND - b ? NO_BOUND : a + b;
}

static size_t times(size_t a, size_t b)
{
    return a != 0 && b > NO_BOUND / a ? NO_BOUND : a * b;
}

void piece_clear(Piece *piece)
{
    g_clear_pointer(&piece->exact, g_ptr_array_unref);
    g_clear_pointer(&piece->required, g_ptr_array_unref);
}

static size_t longest_of(const GPtrArray *texts)
{
    size_t longest = 0;
    for (size_t i = 0; i < texts->len; i++) {
        longest = MAX(longest, (size_t)g_utf8_strlen(g_ptr_array_index(texts, i), -1));
    }
    return longest;
}

Piece piece_of(GPtrArray *exact)
{
    return (Piece){ .exact = exact, .longest = longest_of(exact) };
}

Piece piece_of_nothing(void)
{
    GPtrArray *exact = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(exact, g_strdup(""));
    return piece_of(exact);
}

Piece piece_unknown(size_t longest)
{
    return (Piece){ .longest = longest };
}

/* Tenths of bits by which a letter is rarer than all: English and German mail, folded. */
static int rarity(char c)
{
    static const unsigned char of_letters[] = {
        39, 60, 52, 46, 28, 58, 56, 44, 37, 90, 67, 48, 54,
        34, 44, 59, 99, 39, 39, 38, 49, 65, 58, 90, 70, 75
    };
    if (c >= 'a' && c <= 'z') {
        return of_letters[c - 'a'];
    }
    return c == ' ' ? 26 : 60;
}

/* How seldom any of the literals is met by chance, in tenths of bits. */
static int worth(const GPtrArray *literals, size_t reach)
{
    int rarest = G_MAXINT;
    if (literals == NULL || literals->len > MOST_LITERALS) {
        return USELESS;
    }
    for (size_t i = 0; i < literals->len; i++) {
        const char *literal = g_ptr_array_index(literals, i);
        int sum = 0;
        if (strlen(literal) < SHORTEST_LITERAL) {
            return USELESS;
        }
        for (; *literal != '\0'; literal++) {
            sum += rarity(*literal);
        }
        rarest = MIN(rarest, sum);
    }
    int bits = rarest - 10 * (int)g_bit_storage(literals->len);
    return reach > LONGEST_REACH ? MIN(bits, MOST_WITHOUT_BOUND) : bits;
}

/* Keeps the more useful of two sets; takes over `literals`. */
static void offer(Piece *piece, GPtrArray *literals, size_t reach)
{
    if (worth(literals, reach) > worth(piece->required, piece->reach)) {
        g_clear_pointer(&piece->required, g_ptr_array_unref);
        piece->required = literals;
        piece->reach = reach;
    } else if (literals != NULL) {
        g_ptr_array_unref(literals);
    }
}

static void offer_exact(Piece *piece)
{
    if (piece->exact != NULL) {
        offer(piece, g_ptr_array_ref(piece->exact), piece->longest);
    }
}

static void add_new(GPtrArray *texts, char *text)
{
    if (g_ptr_array_find_with_equal_func(texts, text, g_str_equal, NULL)) {
        g_free(text);
    } else {
        g_ptr_array_add(texts, text);
    }
}

/* Every text of `first` followed by every one of `second`; NULL where that is too much. */
static GPtrArray *joined(const GPtrArray *first, const GPtrArray *second)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < first->len; i++) {
        for (size_t j = 0; j < second->len; j++) {
            char *text =
                g_strconcat(g_ptr_array_index(first, i), g_ptr_array_index(second, j), NULL);
            bool is_too_long = strlen(text) > LONGEST_LITERAL;
            add_new(texts, text);
            if (is_too_long || texts->len > MOST_LITERALS) {
                return NULL;
            }
        }
    }
    return g_steal_pointer(&texts);
}

static GPtrArray *united(const GPtrArray *first, const GPtrArray *second)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    if (first == NULL || second == NULL || first->len + second->len > MOST_LITERALS) {
        return NULL;
    }
    for (size_t i = 0; i < first->len; i++) {
        add_new(texts, g_strdup(g_ptr_array_index(first, i)));
    }
    for (size_t i = 0; i < second->len; i++) {
        add_new(texts, g_strdup(g_ptr_array_index(second, i)));
    }
    return g_steal_pointer(&texts);
}

Piece piece_or(Piece one, Piece other)
{
    offer_exact(&one);
    offer_exact(&other);
    Piece either = {
        .exact = united(one.exact, other.exact),
        .longest = MAX(one.longest, other.longest),
    };
    offer(&either, united(one.required, other.required), MAX(one.reach, other.reach));
    piece_clear(&one);
    piece_clear(&other);
    return either;
}

/* What is required is found in the first round already, if there is one. */
Piece piece_repeat(Piece piece, size_t fewest, size_t most)
{
    if (fewest == 1 && most == 1) {
        return piece;
    }
    if (fewest == 0 && most == 1) {
        return piece_or(piece, piece_of_nothing());
    }
    Piece repeated = { .longest = times(piece.longest, most) };
    if (fewest > 0) {
        offer_exact(&piece);
        repeated.required = g_steal_pointer(&piece.required);
        repeated.reach = piece.reach;
    }
    piece_clear(&piece);
    return repeated;
}

Sequence sequence_new(void)
{
    Piece nothing = piece_of_nothing();
    return (Sequence){ .run = nothing.exact, .is_exact = true };
}

/* What the run matches is required as a whole; another begins behind it. */
static void close_run(Sequence *sequence, GPtrArray *next_run)
{
    size_t end = plus(sequence->before, longest_of(sequence->run));
    offer(&sequence->whole, sequence->run, end);
    sequence->before = end;
    sequence->run = next_run;
    sequence->is_exact = false;
}

void sequence_append(Sequence *sequence, Piece piece)
{
    GPtrArray *run = piece.exact == NULL ? NULL : joined(sequence->run, piece.exact);
    if (run != NULL) {
        g_ptr_array_unref(sequence->run);
        sequence->run = run;
    } else if (piece.exact != NULL) {
        close_run(sequence, g_ptr_array_ref(piece.exact));
    } else {
        close_run(sequence, piece_of_nothing().exact);
        offer(&sequence->whole, g_steal_pointer(&piece.required),
              plus(sequence->before, piece.reach));
        sequence->before = plus(sequence->before, piece.longest);
    }
    piece_clear(&piece);
}

Piece sequence_end(Sequence *sequence)
{
    Piece whole = sequence->whole;
    whole.longest = plus(sequence->before, longest_of(sequence->run));
    if (sequence->is_exact) {
        whole.exact = g_ptr_array_ref(sequence->run);
    }
    offer(&whole, sequence->run, whole.longest);
    return whole;
}
