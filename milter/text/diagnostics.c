/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/diagnostics.h"

struct Diagnostics {
    GPtrArray *all; /* Diagnostic, always in order */
    size_t errors;
};

static void diagnostic_free(gpointer element)
{
    Diagnostic *diagnostic = element;
    g_free(diagnostic->message);
    g_free(diagnostic);
}

Diagnostics *diagnostics_new(void)
{
    Diagnostics *diagnostics = g_new0(Diagnostics, 1);
    diagnostics->all = g_ptr_array_new_with_free_func(diagnostic_free);
    return diagnostics;
}

void diagnostics_free(Diagnostics *diagnostics)
{
    if (diagnostics == NULL) {
        return;
    }
    g_ptr_array_unref(diagnostics->all);
    g_free(diagnostics);
}

static int place_compare(Place a, Place b)
{
    int by_file = g_strcmp0(a.file, b.file);
    if (by_file != 0) {
        return by_file;
    }
    if (a.line != b.line) {
        return a.line < b.line ? -1 : 1;
    }
    return (a.column > b.column) - (a.column < b.column);
}

/* Behind all that stand at the same place or before it. */
static size_t find_position(const GPtrArray *all, Place place)
{
    size_t low = 0, high = all->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const Diagnostic *there = g_ptr_array_index(all, middle);
        if (place_compare(there->place, place) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void G_GNUC_PRINTF(4, 0)
    add(Diagnostics *diagnostics, bool is_error, Place place, const char *format, va_list arguments)
{
    Diagnostic *diagnostic = g_new(Diagnostic, 1);
    diagnostic->is_error = is_error;
    diagnostic->place = place;
    diagnostic->message = g_strdup_vprintf(format, arguments);
    g_ptr_array_insert(diagnostics->all, (int)find_position(diagnostics->all, place), diagnostic);
    diagnostics->errors += is_error;
}

void diagnostics_error(Diagnostics *diagnostics, Place place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, true, place, format, arguments);
    va_end(arguments);
}

void diagnostics_warning(Diagnostics *diagnostics, Place place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(diagnostics, false, place, format, arguments);
    va_end(arguments);
}

size_t diagnostics_error_count(const Diagnostics *diagnostics)
{
    return diagnostics->errors;
}

size_t diagnostics_count(const Diagnostics *diagnostics)
{
    return diagnostics->all->len;
}

const Diagnostic *diagnostics_at(const Diagnostics *diagnostics, size_t index)
{
    g_assert(index < diagnostics->all->len);
    return g_ptr_array_index(diagnostics->all, index);
}

/* No key, rule or value of ours is longer; what is, was no slip of the pen. */
enum { LONGEST_WORD = 64 };

/*
 * Letters put in, left out, changed, or swapped with their neighbour: restricted
 * Damerau-Levenshtein distance, without case.
 */
static unsigned distance(const char *a, const char *b)
{
    unsigned rows[3][LONGEST_WORD + 1];
    size_t a_length = strlen(a), b_length = strlen(b);
    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i - 1) % 3], *second = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_length; j++) {
            char left = g_ascii_tolower(a[i - 1]), right = g_ascii_tolower(b[j - 1]);
            row[j] = MIN(above[j - 1] + (left != right), MIN(above[j], row[j - 1]) + 1);
            bool swapped = i > 1 && j > 1 && left == g_ascii_tolower(b[j - 2]) &&
                           right == g_ascii_tolower(a[i - 2]);
            if (swapped) {
                row[j] = MIN(row[j], second[j - 2] + 1);
            }
        }
    }
    return rows[a_length % 3][b_length];
}

const char *nearest_word(const char *word, const char *const *candidates)
{
    enum { FARTHEST = 2 };
    const char *nearest = NULL;
    unsigned best = FARTHEST + 1;

    if (strlen(word) > LONGEST_WORD) {
        return NULL;
    }
    for (; *candidates != NULL; candidates++) {
        if (strlen(*candidates) > LONGEST_WORD) {
            continue;
        }
        unsigned apart = distance(word, *candidates);
        if (apart < best && apart * 2 < strlen(word)) {
            nearest = *candidates;
            best = apart;
        }
    }
    return nearest;
}
