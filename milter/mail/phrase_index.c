/* SPDX-License-Identifier: BSD-2-Clause */
#include "phrase_index.h"

#include <stdint.h>

#include "marks.h"

#define KEY_BYTES 3
#define N_BUCKETS                                                                                  \
    4096 /* a power of two, many times the phrases of any table, so that most places cost one look \
          */

struct PhraseIndex {
    GArray *phrases;                /* Phrase, those of a bucket side by side, longest first */
    uint16_t starts[N_BUCKETS + 1]; /* of each bucket in `phrases` */
};

static unsigned bucket_of(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t key = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;

    return (key * 2654435761u) >> 20; /* Knuth's multiplicative hash, its upper 12 bits */
}

static int compare_phrases(gconstpointer one, gconstpointer other)
{
    const Phrase *a = one, *b = other;
    unsigned bucket_a = bucket_of(a->text.text), bucket_b = bucket_of(b->text.text);

    if (bucket_a != bucket_b) {
        return bucket_a < bucket_b ? -1 : 1;
    }
    return a->text.length == b->text.length ? 0 : a->text.length > b->text.length ? -1 : 1;
}

/* Folded; a blank at an end says that a word begins or ends there. Lives as long as the index. */
static Span fold_phrase(Span text)
{
    g_autofree char *folded = marks_fold(text, MOST_MARK_BYTES);
    bool begins = text.text[0] == ' ', ends = text.text[text.length - 1] == ' ';

    return span_of(g_strconcat(begins ? " " : "", folded, ends ? " " : "", NULL));
}

static void add_row(GArray *phrases, const PhraseRow *row)
{
    Span all = span_of(row->phrases);

    for (size_t at = 0; at < all.length;) {
        size_t end = span_find(all, '|', at);
        Phrase phrase = { fold_phrase(span_slice(all, at, end)), row };
        g_assert(phrase.text.length >= KEY_BYTES);
        g_array_append_val(phrases, phrase);
        at = end + 1;
    }
}

const PhraseIndex *phrase_index_new(const PhraseRow *rows, size_t count)
{
    PhraseIndex *index = g_new0(PhraseIndex, 1);

    index->phrases = g_array_new(FALSE, FALSE, sizeof(Phrase));
    for (size_t i = 0; i < count; i++) {
        add_row(index->phrases, &rows[i]);
    }
    g_assert(index->phrases->len < UINT16_MAX);
    g_array_sort(index->phrases, compare_phrases);
    for (size_t i = 0; i < index->phrases->len; i++) {
        index->starts[bucket_of(g_array_index(index->phrases, Phrase, i).text.text) + 1] =
            (uint16_t)(i + 1);
    }
    for (size_t bucket = 1; bucket <= N_BUCKETS; bucket++) {
        index->starts[bucket] = MAX(index->starts[bucket], index->starts[bucket - 1]);
    }
    return index;
}

const Phrase *phrase_index_find(const PhraseIndex *index, Span text, size_t at)
{
    if (at + KEY_BYTES > text.length) {
        return NULL;
    }
    unsigned bucket = bucket_of(text.text + at);
    for (size_t i = index->starts[bucket]; i < index->starts[bucket + 1]; i++) {
        const Phrase *phrase = &g_array_index(index->phrases, Phrase, i);
        if (phrase->text.length <= text.length - at &&
            memcmp(phrase->text.text, text.text + at, phrase->text.length) == 0) {
            return phrase;
        }
    }
    return NULL;
}
