/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A view of text that somebody else owns: a pointer and a length in bytes, never NUL-terminated.
 * Everything that was posted travels through kustode in this shape.
 */
#ifndef KUSTODE_TEXT_SPAN_H
#define KUSTODE_TEXT_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <glib.h>

typedef struct Span {
    const char *text; /* borrowed; may be NULL when length is 0 */
    size_t length;    /* bytes */
} Span;

static inline Span span_make(const char *text, size_t length)
{
    return (Span){ text, length };
}

/* The bytes of a C string; NULL gives the empty span. */
static inline Span span_of(const char *string)
{
    return (Span){ string, string == NULL ? 0 : strlen(string) };
}

/* The half-open range [start, end) of `whole`; the range must lie inside. */
static inline Span span_slice(Span whole, size_t start, size_t end)
{
    g_assert(start <= end && end <= whole.length);
    return (Span){ whole.text == NULL ? NULL : whole.text + start, end - start };
}

/* Without ASCII white space at both ends. */
static inline Span span_trim(Span span)
{
    while (span.length > 0 && g_ascii_isspace(span.text[0])) {
        span.text++;
        span.length--;
    }
    while (span.length > 0 && g_ascii_isspace(span.text[span.length - 1])) {
        span.length--;
    }
    return span;
}

static inline bool span_equals(Span span, const char *string)
{
    size_t length = strlen(string);
    return span.length == length && (length == 0 || memcmp(span.text, string, length) == 0);
}

/* ASCII letters compare without case, all other bytes exactly. */
static inline bool span_equals_ascii_caseless(Span span, const char *string)
{
    size_t length = strlen(string);
    return span.length == length &&
           (length == 0 || g_ascii_strncasecmp(span.text, string, length) == 0);
}

static inline bool span_starts_with(Span span, const char *prefix)
{
    size_t length = strlen(prefix);
    return span.length >= length && (length == 0 || memcmp(span.text, prefix, length) == 0);
}

static inline bool span_starts_with_ascii_caseless(Span span, const char *prefix)
{
    size_t length = strlen(prefix);
    return span.length >= length &&
           (length == 0 || g_ascii_strncasecmp(span.text, prefix, length) == 0);
}

/* Offset of the first `byte` at or after `start`, or the length when there is none. */
static inline size_t span_find(Span span, char byte, size_t start)
{
    if (start >= span.length) {
        return span.length;
    }
    const char *found = memchr(span.text + start, byte, span.length - start);
    return found == NULL ? span.length : (size_t)(found - span.text);
}

/* A NUL-terminated copy, the caller's. */
static inline char *span_copy(Span span)
{
    return g_strndup(span.text == NULL ? "" : span.text, span.length);
}

#endif
