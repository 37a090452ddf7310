/* SPDX-License-Identifier: BSD-2-Clause */
#include "literal_index.h"

#include <stdint.h>

/* Each slot has 32 bits, so that the table is 16 KB, half of a nearest cache. Four times as many
 * let a tenth fewer places pass and were slower. */
enum { SLOT_BITS = 12, N_SLOTS = 1 << SLOT_BITS };

typedef struct Literal {
    uint64_t head; /* its first bytes: mostly they decide, without a look at the text elsewhere */
    const char *text;
    unsigned length, number;
    int shorter; /* the longest other literal that this one begins with, or -1 */
} Literal;

struct LiteralIndex {
    uint32_t fourths[N_SLOTS];    /* bits of the fourth bytes of the literals of a slot */
    unsigned starts[N_SLOTS + 1]; /* of each slot in `literals` */
    GArray *literals;             /* Literal, by slot, then as strcmp(3) sorts them */
};

/* Of the first three bytes, by Knuth's multiplicative hash. */
static unsigned slot_of(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t key = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
    return key * 2654435761u >> (32 - SLOT_BITS);
}

static uint32_t fourth_bit(char fourth)
{
    return 1u << (fourth & 31);
}

/* The first eight bytes as a number that sorts as they do; NULs behind the end. */
static uint64_t head_of(Span text)
{
    uint64_t head = 0;
    for (size_t i = 0; i < sizeof head; i++) {
        head = head << 8 | (i < text.length ? (unsigned char)text.text[i] : 0);
    }
    return head;
}

static int compare_literals(gconstpointer one, gconstpointer other)
{
    const Literal *a = one, *b = other;
    unsigned slot_a = slot_of(a->text), slot_b = slot_of(b->text);
    return slot_a != slot_b ? (slot_a > slot_b) - (slot_a < slot_b) : strcmp(a->text, b->text);
}

static Literal *literal_at(const LiteralIndex *index, unsigned number)
{
    return &g_array_index(index->literals, Literal, number);
}

/* What a literal begins with stands before it, in the same slot. */
static void link_shorter(LiteralIndex *index, unsigned number)
{
    Literal *literal = literal_at(index, number);
    int shorter = (int)number - 1;
    while (shorter >= 0 && !g_str_has_prefix(literal->text, literal_at(index, shorter)->text)) {
        shorter = literal_at(index, shorter)->shorter;
    }
    literal->shorter = shorter;
}

static void enter(LiteralIndex *index, unsigned number)
{
    const Literal *literal = literal_at(index, number);
    unsigned slot = slot_of(literal->text);
    char fourth = literal->text[SHORTEST_LITERAL];
    index->fourths[slot] |= fourth == '\0' ? UINT32_MAX : fourth_bit(fourth);
    index->starts[slot + 1] = number + 1;
    link_shorter(index, number);
}

LiteralIndex *literal_index_new(const GPtrArray *literals)
{
    LiteralIndex *index = g_new0(LiteralIndex, 1);
    index->literals = g_array_new(FALSE, FALSE, sizeof(Literal));
    for (unsigned i = 0; i < literals->len; i++) {
        const char *text = g_ptr_array_index(literals, i);
        Literal literal = { .head = head_of(span_of(text)),
                            .text = text,
                            .length = (unsigned)strlen(text),
                            .number = i };
        g_assert(literal.length >= SHORTEST_LITERAL);
        g_array_append_val(index->literals, literal);
    }
    g_array_sort(index->literals, compare_literals);
    for (unsigned i = 0; i < index->literals->len; i++) {
        enter(index, i);
    }
    for (unsigned slot = 1; slot <= N_SLOTS; slot++) {
        index->starts[slot] = MAX(index->starts[slot], index->starts[slot - 1]);
    }
    return index;
}

void literal_index_free(LiteralIndex *index)
{
    if (index == NULL) {
        return;
    }
    g_array_unref(index->literals);
    g_free(index);
}

static bool begins_with(Span text, uint64_t head, const Literal *literal)
{
    unsigned rest_bits = 8 * (unsigned)(sizeof head - MIN(literal->length, sizeof head));
    return (literal->head ^ head) >> rest_bits == 0 && literal->length <= text.length &&
           memcmp(text.text, literal->text, literal->length) == 0;
}

/* In the order of the index; `head` is that of the text. */
static bool is_behind(const Literal *literal, Span text, uint64_t head)
{
    if (literal->head != head) {
        return literal->head > head;
    }
    int order = memcmp(literal->text, text.text, MIN(literal->length, text.length));
    return order > 0 || (order == 0 && literal->length > text.length);
}

/*
 * All literals of the slot that the text begins with at `start`: the last one that is not behind it
 * in the order begins with the longest of them, or is it.
 */
static void find_at(const LiteralIndex *index, unsigned slot, Span text, size_t start,
                    LiteralHitFunction on_hit, void *user)
{
    Span rest = span_slice(text, start, text.length);
    uint64_t head = head_of(rest);
    unsigned first = index->starts[slot], low = first, high = index->starts[slot + 1];
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (is_behind(literal_at(index, middle), rest, head)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    int at = low == first ? -1 : (int)low - 1;
    while (at >= 0 && !begins_with(rest, head, literal_at(index, at))) {
        at = literal_at(index, at)->shorter;
    }
    for (; at >= 0; at = literal_at(index, at)->shorter) {
        on_hit(literal_at(index, at)->number, start, user);
    }
}

void literal_index_run(const LiteralIndex *index, Span text, LiteralHitFunction on_hit, void *user)
{
    if (text.length < SHORTEST_LITERAL) {
        return;
    }
    size_t last = text.length - SHORTEST_LITERAL;
    for (size_t i = 0; i < last; i++) {
        unsigned slot = slot_of(text.text + i);
        if (index->fourths[slot] & fourth_bit(text.text[i + SHORTEST_LITERAL])) {
            find_at(index, slot, text, i, on_hit, user);
        }
    }
    find_at(index, slot_of(text.text + last), text, last, on_hit, user);
}
