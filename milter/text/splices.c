/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/splices.h"

typedef struct Splice {
    size_t start, end, order;
    GString *text;
} Splice;

struct Splices {
    GArray *all; /* Splice */
};

static void splice_clear(void *splice)
{
    g_string_free(((Splice *)splice)->text, TRUE);
}

Splices *splices_new(void)
{
    Splices *splices = g_new(Splices, 1);
    splices->all = g_array_new(FALSE, FALSE, sizeof(Splice));
    g_array_set_clear_func(splices->all, splice_clear);
    return splices;
}

void splices_free(Splices *splices)
{
    if (splices != NULL) {
        g_array_unref(splices->all);
        g_free(splices);
    }
}

void splices_add(Splices *splices, size_t start, size_t end, Span text)
{
    Splice splice = { start, end, splices->all->len,
                      g_string_new_len(text.text, (gssize)text.length) };
    g_array_append_val(splices->all, splice);
}

/* What is put in before a range comes before what the range becomes. */
static int compare(const void *a, const void *b)
{
    const Splice *x = a, *y = b;
    int by_start = (x->start > y->start) - (x->start < y->start);
    int by_kind = (y->start == y->end) - (x->start == x->end);
    int by_order = (x->order > y->order) - (x->order < y->order);
    return by_start != 0 ? by_start : by_kind != 0 ? by_kind : by_order;
}

GString *splices_apply(Splices *splices, Span bytes)
{
    GString *out = g_string_sized_new(bytes.length);
    size_t at = 0;
    g_array_sort(splices->all, compare);
    for (guint i = 0; i < splices->all->len; i++) {
        const Splice *splice = &g_array_index(splices->all, Splice, i);
        g_assert(splice->start <= splice->end && splice->end <= bytes.length);
        if (splice->start >= at) {
            g_string_append_len(out, bytes.text + at, (gssize)(splice->start - at));
            g_string_append_len(out, splice->text->str, (gssize)splice->text->len);
            at = splice->end;
        }
    }
    return g_string_append_len(out, bytes.text + at, (gssize)(bytes.length - at));
}
